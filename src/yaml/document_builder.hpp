// DocumentBuilder: grows a document from the values a parser reports, in their order.
#pragma once

#include "document.hpp"

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace headway::inline v0::yaml {

/// Collects elements on a stack and moves the children of each list or map into the arena when it
/// ends. Duplicate, merge and complex keys become findings and do not stop it.
class DocumentBuilder {
 public:
  DocumentBuilder(std::shared_ptr<const Source> source, Diagnostics& found);

  /// A scalar, a null or a finished alias.
  void add(const Element& element);
  /// A list or map begins; what comes until `close` is inside of it.
  void open(const Element& element);
  /// The innermost list or map ends; the finished element comes back.
  Element close();

  /// Copies a text into the arena.
  std::string_view keep(std::string_view text);

  [[nodiscard]] std::size_t depth() const { return open_.size(); }
  /// The list or map that is open now, or null.
  [[nodiscard]] const Element* innermost() const {
    return open_.empty() ? nullptr : &pending_[open_.back()];
  }
  [[nodiscard]] SourceSpan span(const Element& element) const;
  [[nodiscard]] const std::shared_ptr<const Source>& source() const { return source_; }
  Diagnostics& found() { return found_; }

  /// The document; its root is what was added last, or null where nothing was.
  Document finish();

 private:
  void check_key(const Element& map, std::uint32_t entry);
  void check_few_keys(const Element& map);
  void index_keys(const Element& map, Family& family);  // finds duplicates on the way
  void report_duplicate(const Element& first, const Element& again);
  std::uint32_t* make_index(Family& family, std::uint32_t entries);
  Family* settle(const Element* first, std::size_t count);
  void check_keys(const Element& map, Family& family);

  std::shared_ptr<const Source> source_;
  Diagnostics& found_;
  std::unique_ptr<Document::Arena> arena_;
  std::vector<Element> pending_;   // finished elements whose parents are open, and those parents
  std::vector<std::size_t> open_;  // where in `pending_` the open lists and maps are
};

}  // namespace headway::inline v0::yaml

// Document: a YAML or JSON text as an immutable tree of elements, read strictly and under budgets.
#pragma once

#include "element.hpp"

#include <headway/base/diagnostic.hpp>

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0::yaml {

inline constexpr std::size_t largest_yaml = std::size_t{4} << 20U;    // bytes
inline constexpr std::size_t largest_json = std::size_t{256} << 20U;  // bytes
inline constexpr std::uint32_t deepest_level = 64;
inline constexpr std::uint32_t most_aliased_elements = 100'000;
inline constexpr std::uint32_t most_yaml_elements = 1'000'000;
inline constexpr std::uint32_t most_json_elements = 64'000'000;
inline constexpr std::size_t most_findings = 1'000;  // a person reads fewer

/// A tree of elements and the arena they live in. Move-only; const reads from any thread.
class Document {
 public:
  using Arena = std::pmr::monotonic_buffer_resource;

  Document(std::shared_ptr<const Source> source, std::unique_ptr<Arena> arena, Element root)
      : source_(std::move(source)), arena_(std::move(arena)), root_(root) {}

  [[nodiscard]] const Element& root() const { return root_; }
  [[nodiscard]] const std::shared_ptr<const Source>& source() const { return source_; }
  /// The place of an element of this document; the length where it stands verbatim on one line.
  [[nodiscard]] SourceSpan span(const Element& element) const;

 private:
  std::shared_ptr<const Source> source_;
  std::unique_ptr<Arena> arena_;
  Element root_;
};

/// Whether a text is read as JSON: by its name, or because it begins like a JSON object.
bool looks_like_json(std::string_view text, std::string_view name);

/// Reads a text. What is wrong goes to `found`; nothing comes back when no tree could be built.
std::optional<Document> parse(std::string_view text, std::string_view name, Diagnostics& found);

/// The same for a canonical text: YAML whatever the name, of any size.
std::optional<Document> parse_canonical(std::string_view text, std::string_view name,
                                        Diagnostics& found);

/// The two readers behind `parse`; the source has been checked to be clean UTF-8 within its limit.
std::optional<Document> parse_yaml(const std::shared_ptr<const Source>& source, Diagnostics& found,
                                   std::uint32_t most_elements = most_yaml_elements);
std::optional<Document> parse_json(const std::shared_ptr<const Source>& source, Diagnostics& found);

}  // namespace headway::inline v0::yaml

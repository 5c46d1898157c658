// Element: one value of a document, as its writer wrote it, before anyone asks what it means.
#pragma once

#include <cstdint>
#include <string_view>

namespace headway::inline v0::yaml {

enum class Kind : std::uint8_t { null, scalar, list, map };
enum class Style : std::uint8_t { plain, single_quoted, double_quoted, literal, folded };
enum class Tag : std::uint8_t { none, string, integer, floating, boolean, list, map };

class Element;

/// The children of a list or map, in the arena, with what is known about all of them.
struct Family {
  const Element* members = nullptr;  // of a list: its items; of a map: key, value, key, value …
  const std::uint32_t* index = nullptr;  // of a large map: open addressing, entry number + 1, or 0
  std::uint32_t index_mask = 0;          // size of the index less one
  std::uint32_t weight = 1;              // elements from the parent down, aliases counted in full
};

/// One value of a document. Immutable once built; lives in its document's arena, as do the children
/// and the text, so it is a plain view that is free to copy while the document lives. There are
/// dozens for each task of a pipeline, so it is kept to 32 bytes.
class Element {
 public:
  std::uint32_t offset = 0;  // bytes from the start of the source
  std::uint32_t line = 0;    // from 1
  std::uint32_t column = 0;  // from 1, in code points
  Kind kind = Kind::null;
  Style style = Style::plain;
  Tag tag = Tag::none;
  std::uint8_t height = 1;  // levels here and beneath

  /// The text of a scalar, its escapes resolved; empty for everything else.
  [[nodiscard]] std::string_view text() const {
    return kind == Kind::scalar ? std::string_view(static_cast<const char*>(data_), size_)
                                : std::string_view();
  }
  void set_text(std::string_view text) {
    data_ = text.data();
    size_ = static_cast<std::uint32_t>(text.size());
  }

  /// The family of a list or map that has been closed; null for everything else.
  [[nodiscard]] const Family* family() const {
    return kind == Kind::list || kind == Kind::map ? static_cast<const Family*>(data_) : nullptr;
  }
  void set_family(const Family* family, std::uint32_t count) {
    data_ = family;
    size_ = count;
  }

  /// Items of a list, entries of a map.
  [[nodiscard]] std::uint32_t count() const { return family() == nullptr ? 0 : size_; }
  [[nodiscard]] const Element* children() const { return family()->members; }
  [[nodiscard]] const Element& key(std::uint32_t entry) const { return children()[2 * entry]; }
  [[nodiscard]] const Element& value(std::uint32_t entry) const {
    return children()[2 * entry + 1];
  }
  /// Elements here and beneath, aliases counted in full.
  [[nodiscard]] std::uint32_t weight() const { return family() == nullptr ? 1 : family()->weight; }

  /// The value under `name` in a map, or null. O(1), or a scan of a few keys where the map is
  /// small.
  [[nodiscard]] const Element* find(std::string_view name) const;

 private:
  const void* data_ = nullptr;  // of a scalar: its text; of a list or map: its family
  std::uint32_t size_ = 0;      // bytes of the text, or items, or entries
};

static_assert(sizeof(Element) == 32);

/// Where a key's search begins in an index; the same for whoever fills it and whoever asks.
std::uint32_t index_slot(std::string_view name);

/// Maps with more entries than this have an index.
inline constexpr std::uint32_t largest_unindexed_map = 8;

}  // namespace headway::inline v0::yaml

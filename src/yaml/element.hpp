// Element: one value of a document, as its writer wrote it, before anyone asks what it means.
#pragma once

#include <cstdint>
#include <string_view>

namespace headway::inline v0::yaml {

enum class Kind : std::uint8_t { null, scalar, list, map };
enum class Style : std::uint8_t { plain, single_quoted, double_quoted, literal, folded };
enum class Tag : std::uint8_t { none, string, integer, floating, boolean, list, map };

/// One value of a document. Immutable once built; lives in its document's arena, as do the children
/// and the text, so it is a plain view that is free to copy while the document lives.
struct Element {
  std::string_view text{};            // of a scalar, escapes resolved
  const Element* children = nullptr;  // of a list: its items; of a map: key, value, key, value …
  const std::uint32_t* index = nullptr;  // of a large map: open addressing, entry number + 1, or 0
  std::uint32_t count = 0;               // items or entries
  std::uint32_t index_mask = 0;          // size of the index less one
  std::uint32_t offset = 0;              // bytes from the start of the source
  std::uint32_t line = 0;                // from 1
  std::uint32_t column = 0;              // from 1, in code points
  std::uint32_t weight = 1;              // elements here and beneath, aliases counted in full
  std::uint8_t height = 1;               // levels here and beneath
  Kind kind = Kind::null;
  Style style = Style::plain;
  Tag tag = Tag::none;

  [[nodiscard]] const Element& key(std::uint32_t entry) const { return children[2 * entry]; }
  [[nodiscard]] const Element& value(std::uint32_t entry) const { return children[2 * entry + 1]; }

  /// The value under `name` in a map, or null. O(1), or a scan of a few keys where the map is
  /// small.
  [[nodiscard]] const Element* find(std::string_view name) const;
};

/// Where a key's search begins in an index; the same for whoever fills it and whoever asks.
std::uint32_t index_slot(std::string_view name);

/// Maps with more entries than this have an index.
inline constexpr std::uint32_t largest_unindexed_map = 8;

}  // namespace headway::inline v0::yaml

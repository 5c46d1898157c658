// How messages show texts of a file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace headway::inline v0::yaml {

inline std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

/// The text, or its beginning up to a whole character and an ellipsis.
inline std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 40;  // bytes
  if (text.size() <= longest) return std::string(text);
  auto end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace headway::inline v0::yaml

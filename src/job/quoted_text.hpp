// How messages show texts of a pipeline.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace headway::inline v0 {

inline std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

/// The text, or its first `longest` bytes up to a whole character and an ellipsis.
inline std::string shortened(std::string_view text, std::size_t longest = 60) {
  if (text.size() <= longest) return std::string(text);
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace headway::inline v0

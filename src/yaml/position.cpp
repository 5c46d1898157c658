// Position: counting lines and code points from the last answer on.
#include "position.hpp"

#include <algorithm>

namespace headway::inline v0::yaml {

std::size_t code_points(std::string_view text) {
  auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues));
}

Position Positions::at(std::size_t offset) {
  offset = std::min(offset, text_.size());
  if (offset < offset_) {  // back to the start of the line, or further
    auto breaks = std::count(text_.begin() + static_cast<std::ptrdiff_t>(offset),
                             text_.begin() + static_cast<std::ptrdiff_t>(offset_), '\n');
    auto line_start = offset == 0 ? 0 : text_.rfind('\n', offset - 1) + 1;
    last_ = {last_.line - static_cast<std::uint32_t>(breaks), 1};
    offset_ = line_start;
  }
  forward(offset);
  return last_;
}

void Positions::forward(std::size_t offset) {
  std::string_view gap = text_.substr(offset_, offset - offset_);
  for (auto end = gap.find('\n'); end != std::string_view::npos; end = gap.find('\n')) {
    last_ = {last_.line + 1, 1};
    gap.remove_prefix(end + 1);
  }
  last_.column += static_cast<std::uint32_t>(code_points(gap));
  offset_ = offset;
}

}  // namespace headway::inline v0::yaml

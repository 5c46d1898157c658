// Elements of SVG pictures: texts, rectangles, tool tips.
#include "escape.hpp"
#include "svg_parts.hpp"

#include <fmt/core.h>

namespace headway::inline v0 {

std::string number(double value) {
  auto text = fmt::format("{:.1f}", value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::string text_element(std::string_view css_class, Point baseline, std::string_view text) {
  return fmt::format("<text x=\"{}\" y=\"{}\" class=\"{}\">{}</text>", number(baseline.x),
                     number(baseline.y), css_class, text);
}

std::string rectangle(std::string_view css_class, Point corner, Extent size, double radius) {
  return fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" class=\"{}\"/>",
                     number(corner.x), number(corner.y), number(size.width), number(size.height),
                     number(radius), css_class);
}

std::string tool_tip(std::span<const std::string_view> lines) {
  std::string svg = "<title>";
  bool is_first = true;
  for (const auto line : lines) {
    if (line.empty() && !is_first) continue;
    if (!is_first) svg += '\n';
    svg += xml_escaped(line);
    is_first = false;
  }
  return svg + "</title>";
}

}  // namespace headway::inline v0

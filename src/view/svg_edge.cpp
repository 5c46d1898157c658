// The edges of an SVG picture: smooth curves with arrow heads and labels.
#include "escape.hpp"
#include "svg_parts.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace headway::inline v0 {

namespace {

constexpr double head_length = 7;
constexpr double label_size = 10;
constexpr double label_height = 15;

double label_width(const Arrow& arrow) {
  return em_width(to_string(arrow.condition)) * label_size + 12;
}

/// Control points a half way along the layers' direction, so that curves leave and arrive straight.
std::string curve(Point from, Point to, bool across) {
  const Point a = across ? Point{(from.x + to.x) / 2, from.y} : Point{from.x, (from.y + to.y) / 2};
  const Point b = across ? Point{(from.x + to.x) / 2, to.y} : Point{to.x, (from.y + to.y) / 2};
  if (across ? from.y == to.y : from.x == to.x) {
    return fmt::format("L{} {}", number(to.x), number(to.y));
  }
  return fmt::format("C{} {} {} {} {} {}", number(a.x), number(a.y), number(b.x), number(b.y),
                     number(to.x), number(to.y));
}

std::string head(Point tip, bool across) {
  const double back = head_length;
  const double side = 3.6;
  const Point a = across ? Point{tip.x - back, tip.y - side} : Point{tip.x - side, tip.y - back};
  const Point b = across ? Point{tip.x - back, tip.y + side} : Point{tip.x + side, tip.y - back};
  return fmt::format("<path d=\"M{} {}L{} {} {} {}Z\" class=\"head\"/>", number(tip.x),
                     number(tip.y), number(a.x), number(a.y), number(b.x), number(b.y));
}

}  // namespace

std::string arrow_element(const Arrow& arrow, const std::vector<Point>& way,
                          LayoutDirection direction) {
  const bool across = direction == LayoutDirection::left_to_right;
  Point tip = way.back();
  (across ? tip.x : tip.y) -= 2;
  std::string path = fmt::format("M{} {}", number(way.front().x), number(way.front().y));
  for (std::size_t i = 1; i < way.size(); ++i) {
    Point to = way[i];
    if (i + 1 == way.size()) (across ? to.x : to.y) -= 2 + head_length - 1;
    const bool within_layer = i % 2 == 0 && i + 1 < way.size();
    path += within_layer ? fmt::format("L{} {}", number(to.x), number(to.y))
                         : curve(way[i - 1], to, across);
  }
  const bool plain = arrow.condition == EdgeCondition::succeeded;
  return fmt::format("<path d=\"{}\" class=\"edge{}\"/>{}\n", path, plain ? "" : " dashed",
                     head(tip, across));
}

std::string arrow_label(const Arrow& arrow, const std::vector<Point>& way,
                        LayoutDirection direction) {
  if (arrow.condition == EdgeCondition::succeeded) return {};
  const Point a = way[way.size() - 2];
  const Point b = way.back();
  const double back = direction == LayoutDirection::left_to_right ? head_length / 2 : 0;
  const Point middle{(a.x + b.x) / 2 - back, (a.y + b.y) / 2};
  const double width = label_width(arrow);
  return fmt::format(
      "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"7.5\" class=\"pill\"/>"
      "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" class=\"tag muted\">{}</text>\n",
      number(middle.x - width / 2), number(middle.y - label_height / 2), number(width),
      number(label_height), number(middle.x), number(middle.y + 3.5), to_string(arrow.condition));
}

double label_room(const Arrow& arrow, LayoutDirection direction) {
  if (arrow.condition == EdgeCondition::succeeded) return 0;
  return direction == LayoutDirection::left_to_right ? label_width(arrow) + 44 : label_height + 44;
}

}  // namespace headway::inline v0

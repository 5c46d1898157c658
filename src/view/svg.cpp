// The SVG picture: layout, header, edges, cards.
#include <headway/view/svg.hpp>

#include "escape.hpp"
#include "svg_parts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace headway::inline v0 {

namespace {

constexpr double margin = 24;
constexpr double header = 66;

struct Drawing {
  std::vector<CardFace> faces{};
  Layout layout{};
  LayoutDirection direction = LayoutDirection::left_to_right;
};

Layout lay_out(const Chart& chart, const std::vector<CardFace>& faces, LayoutDirection direction) {
  std::vector<Extent> extents;
  extents.reserve(faces.size());
  for (const auto& face : faces) extents.push_back(face.size);
  std::vector<LayoutEdge> edges;
  for (const auto& arrow : chart.arrows) {
    edges.push_back({arrow.from, arrow.to, label_room(arrow, direction)});
  }
  LayoutOptions options;
  options.direction = direction;
  options.layer_gap = direction == LayoutDirection::left_to_right ? 52 : 40;
  return lay_out(extents, edges, options);
}

/// How far a drawing is from what a screen shows without scrolling.
double misfit(Extent size) {
  constexpr double screen_width = 1400;
  constexpr double screen_height = 900;
  return std::max(size.width / screen_width, size.height / screen_height);
}

Drawing draw(const Chart& chart, const SvgStyle& style) {
  Drawing drawing;
  for (const auto& card : chart.cards) drawing.faces.push_back(face_of(card));
  drawing.direction = style.direction.value_or(LayoutDirection::left_to_right);
  drawing.layout = lay_out(chart, drawing.faces, drawing.direction);
  if (style.direction || misfit(drawing.layout.size) <= 1) return drawing;
  auto upright = lay_out(chart, drawing.faces, LayoutDirection::top_down);
  if (misfit(upright.size) >= misfit(drawing.layout.size)) return drawing;
  drawing.direction = LayoutDirection::top_down;
  drawing.layout = std::move(upright);
  return drawing;
}

struct Header {
  std::string svg{};
  double width = 0;
};

Header header_of(const Chart& chart) {
  Header result;
  const double text_left = chart.state ? margin + 26 : margin;
  if (chart.state) result.svg += state_glyph(glyph_state(*chart.state), {margin + 9, 32}, 9);
  const auto title = shortened(visible(chart.title), 46);
  result.svg += text_element("title", {text_left, 38}, xml_escaped(title));
  const auto line = chart.subtitle();
  result.svg += text_element("sub muted", {text_left, 57}, xml_escaped(line));
  const double line_width = em_width(line) * 12 + 14;
  const auto strip = tally_strip(chart.tally, {text_left + line_width, 53});
  result.svg += strip.svg + "\n";
  result.width = text_left + std::max(em_width(title) * 17.5, line_width + strip.width) + margin;
  return result;
}

/// Which edges carry their label: all, but where many of one condition meet at a card, the middle
/// one speaks for them.
std::vector<bool> labelled(const std::vector<Arrow>& arrows) {
  constexpr std::size_t few = 4;
  std::map<std::pair<std::uint32_t, EdgeCondition>, std::vector<std::size_t>> groups;
  for (std::size_t e = 0; e < arrows.size(); ++e) {
    groups[{arrows[e].to, arrows[e].condition}].push_back(e);
  }
  std::vector<bool> result(arrows.size(), false);
  for (const auto& [key, edges] : groups) {
    if (edges.size() > few) {
      result[edges[edges.size() / 2]] = true;
    } else {
      for (std::size_t e : edges) result[e] = true;
    }
  }
  return result;
}

}  // namespace

std::string svg(const Chart& chart, const SvgStyle& style) {
  const Drawing drawing = draw(chart, style);
  const Header head = header_of(chart);
  const Extent inner = drawing.layout.size;
  const Extent size{std::ceil(std::max(inner.width + 2 * margin, head.width)),
                    inner.height + header + 14 + margin};
  std::string document =
      picture_begin(style.theme, size, visible(chart.title) + ": " + visible(chart.subtitle()));
  document += head.svg;
  std::string labels;
  const bool upright = drawing.direction == LayoutDirection::top_down;
  const Point origin{upright ? std::round((size.width - inner.width) / 2) : margin, header + 14};
  const auto moved = [&](Point p) { return Point{p.x + origin.x, p.y + origin.y}; };
  const auto speaks = labelled(chart.arrows);
  for (std::size_t e = 0; e < chart.arrows.size(); ++e) {
    std::vector<Point> way = drawing.layout.edges[e];
    for (auto& point : way) point = moved(point);
    document += arrow_element(chart.arrows[e], way, drawing.direction);
    if (speaks[e]) labels += arrow_label(chart.arrows[e], way, drawing.direction);
  }
  for (std::size_t c = 0; c < chart.cards.size(); ++c) {
    document += card_element(chart.cards[c], drawing.faces[c], moved(drawing.layout.cards[c]));
  }
  return document + labels + "</svg>\n";
}

}  // namespace headway::inline v0

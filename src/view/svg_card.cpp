// A card of an SVG picture: stripe, glyph, name, second line, and the cells of a fan-out.
#include "escape.hpp"
#include "svg_parts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace headway::inline v0 {

namespace {

constexpr double height = 48;
constexpr double behind = 4;           // how far each of two cards peeps out behind a fan-out
constexpr double text_left = 38;       // of name and second line, after stripe and glyph
constexpr double text_left_bare = 18;  // without a glyph
constexpr double padding = 14;
constexpr double narrowest = 132;
constexpr double widest_text = 236;
constexpr double name_size = 13 * 1.1;  // semi-bold is wider
constexpr double detail_size = 11;
constexpr std::size_t most_cells = 400;  // more become one bar

double left_of(const Card& card) { return card.state ? text_left : text_left_bare; }

std::string badge(const Card& card) {
  if (!card.fan_out) return {};
  return card.count == 0 ? "×n" : fmt::format("×{}", card.count);
}

double cell_side(std::size_t cells) { return cells <= 36 ? 12 : cells <= 128 ? 9 : 6; }
double cell_gap(double side) { return side > 6 ? 3 : 2; }

/// The height that cells or bar add to a fan-out's card.
double strip_height(const Card& card, const CardFace& face) {
  if (card.elements.empty()) return 0;
  if (face.cell == 0) return 16;
  const auto rows = (card.elements.size() + face.per_row - 1) / face.per_row;
  return static_cast<double>(rows) * (face.cell + cell_gap(face.cell)) + 9;
}

void choose_cells(const Card& card, CardFace& face) {
  if (card.elements.empty() || card.elements.size() > most_cells) return;
  face.cell = cell_side(card.elements.size());
  const double pitch = face.cell + cell_gap(face.cell);
  const double room = face.size.width - text_left_bare - padding + cell_gap(face.cell);
  face.per_row = std::max<std::size_t>(1, static_cast<std::size_t>(room / pitch));
}

/// The card's own rectangle, without those behind it.
Extent front(const Card& card, const CardFace& face) {
  const double lost = card.fan_out ? 2 * behind : 0;
  return {face.size.width - lost, face.size.height - lost};
}

/// A stripe inside the card's rounded left side.
std::string stripe(InstanceState state, Point corner, double card_height) {
  return fmt::format(
      "<path d=\"M{0} {1}A8 8 0 0 0 {2} {3}V{4}A8 8 0 0 0 {0} {5}Z\" class=\"f-{6}\"/>",
      number(corner.x + 5), number(corner.y + 0.6), number(corner.x), number(corner.y + 8),
      number(corner.y + card_height - 8), number(corner.y + card_height - 0.6), to_string(state));
}

std::string tool_tip_of(const Card& card) {
  const std::string detail = card.state ? card.detail() : std::string{};
  return tool_tip(
      std::array<std::string_view, 5>{card.name, card.summary, detail, card.message, card.request});
}

std::string cells(const Card& card, const CardFace& face, Point corner) {
  std::string svg;
  const double pitch = face.cell + cell_gap(face.cell);
  for (std::size_t i = 0; i < card.elements.size(); ++i) {
    const Element& element = card.elements[i];
    const auto row = i / face.per_row;
    const auto column = i % face.per_row;
    const Point at{corner.x + text_left_bare + pitch * static_cast<double>(column),
                   corner.y + height + pitch * static_cast<double>(row)};
    svg += fmt::format("<g><title>{}: {}</title>", xml_escaped(element.name),
                       xml_escaped(element.detail));
    svg += state_cell(element.state, at, face.cell) + "</g>\n";
  }
  return svg;
}

/// One bar for a fan-out of very many: a piece per state, as long as its share.
std::string bar(const Card& card, const CardFace& face, Point corner) {
  std::string svg;
  const double length = front(card, face).width - text_left_bare - padding;
  double x = corner.x + text_left_bare;
  for (InstanceState state : states_in_order()) {
    const auto count = card.tally.of(state);
    if (count == 0) continue;
    const double share = std::max(2.0, length * count / card.count);
    svg += fmt::format("<g><title>{} {}</title>", count, to_string(state));
    svg += rectangle(fmt::format("f-{}", to_string(state)), {x, corner.y + height}, {share, 7}, 1);
    svg += "</g>";
    x += share;
  }
  return svg;
}

std::string background(const Card& card, const CardFace& face, Point corner) {
  std::string svg;
  const Extent size = front(card, face);
  for (double depth = card.fan_out ? 2 : 0; depth > 0; --depth) {
    svg += rectangle("card", {corner.x + depth * behind, corner.y + depth * behind}, size, 8);
  }
  svg += rectangle("shadow", {corner.x, corner.y + 2}, size, 8);
  svg += rectangle("card", corner, size, 8);
  if (!card.state) return svg + "\n";
  svg += rectangle(fmt::format("tint f-{}", to_string(*card.state)), corner, size, 8);
  return svg + stripe(*card.state, corner, size.height) + "\n";
}

}  // namespace

CardFace face_of(const Card& card) {
  CardFace face;
  face.name = shortened(visible(card.name), widest_text / name_size);
  const bool tallied = card.state && card.fan_out;
  if (!tallied) face.detail = shortened(visible(card.detail()), widest_text / detail_size);
  double name_width = em_width(face.name) * name_size;
  if (card.fan_out) name_width += em_width(badge(card)) * detail_size + 10;
  double detail_width = em_width(face.detail) * detail_size;
  if (tallied) {
    const auto duration = em_width(card.duration) * detail_size;
    detail_width = tally_strip(card.tally, {}).width + duration;
  }
  const double text = std::max(name_width, detail_width);
  face.size = {std::max(narrowest, std::ceil(left_of(card) + text + padding)), height};
  if (card.elements.size() > 36) face.size.width = std::max(face.size.width, 244.0);
  choose_cells(card, face);
  face.size.height += strip_height(card, face);
  if (card.fan_out) face.size = {face.size.width + 2 * behind, face.size.height + 2 * behind};
  return face;
}

std::string card_element(const Card& card, const CardFace& face, Point corner) {
  const bool one_line = face.detail.empty() && !(card.fan_out && card.state);
  const double x = corner.x + left_of(card);
  const double name_baseline = corner.y + (one_line ? 28.5 : 21);
  std::string svg = "<g>" + tool_tip_of(card) + background(card, face, corner);
  if (card.state) svg += state_glyph(*card.state, {corner.x + 21, corner.y + 24}, 8);
  svg += text_element("name", {x, name_baseline}, xml_escaped(face.name));
  if (card.fan_out) {
    const double right = corner.x + front(card, face).width - padding;
    svg += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\" class=\"muted\">{}</text>",
                       number(right), number(name_baseline), badge(card));
  }
  if (card.fan_out && card.state) {
    const auto strip = tally_strip(card.tally, {x, corner.y + 34});
    svg += strip.svg;
    svg += text_element("muted", {x + strip.width, corner.y + 38}, xml_escaped(card.duration));
  } else if (!one_line) {
    svg += text_element("muted", {x, corner.y + 38}, xml_escaped(face.detail));
  }
  if (!card.elements.empty()) {
    svg += "\n";
    svg += face.cell > 0 ? cells(card, face, corner) : bar(card, face, corner);
  }
  return svg + "</g>\n";
}

}  // namespace headway::inline v0

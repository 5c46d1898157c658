// Areas of a Gantt picture: how many bars are under way, how much of a slot is in use.
#include "escape.hpp"
#include "gantt_sheet.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace headway::inline v0 {

namespace {

constexpr std::size_t most_uses = 6;
constexpr double card_head = 28;
constexpr double band = 46;       // from use to use
constexpr double band_area = 32;  // of it, at full capacity
constexpr double rest_line = 20;

double width_of(const TimeAxis& axis) { return axis.right - axis.left; }

std::string name_of(const GanttUse& use) {
  return use.place.empty() ? visible(use.slot) : visible(use.slot + " · " + use.place);
}

std::string capacity_text(const GanttUse& use) {
  return to_string(use.capacity, unit_of(use.slot));
}

std::string mean_text(const RankedUse& ranked) {
  if (ranked.use->capacity.raw <= 0) return "no limit";
  return fmt::format("{:.0f} % of {}", ranked.mean * 100, capacity_text(*ranked.use));
}

std::string use_band(const RankedUse& ranked, const GanttSheet& sheet, double top) {
  const GanttUse& use = *ranked.use;
  const Levels levels = in_use(use);
  const auto greatest = std::max({use.capacity.raw, highest(levels), std::int64_t{1}});
  const double floor = top + 6 + band_area;
  const double ceiling =
      floor - band_area * static_cast<double>(use.capacity.raw) / static_cast<double>(greatest);
  const std::string name = name_of(use);
  const std::string mean = mean_text(ranked);
  std::string svg = "<g>" + tool_tip(std::array<std::string_view, 2>{name, mean});
  svg += text_element("sub", {GanttSheet::label_left, floor - 17},
                      xml_escaped(shortened(name, (sheet.label_room() + 16) / 12)));
  svg += text_element("muted", {GanttSheet::label_left, floor - 2}, xml_escaped(mean));
  svg += area_element(highest(levels) > use.capacity.raw && use.capacity.raw > 0 ? "over" : "use",
                      levels, sheet.axis, {floor, band_area, greatest});
  svg += fmt::format("<path d=\"M{} {}H{}\" class=\"grid\"/>", number(sheet.axis.left),
                     number(floor), number(sheet.axis.right));
  if (use.capacity.raw <= 0) return svg + "</g>\n";
  svg += fmt::format("<path d=\"M{} {}H{}\" class=\"capacity\"/>", number(sheet.axis.left),
                     number(ceiling), number(sheet.axis.right));
  svg += text_element("tag muted", {sheet.axis.right + 6, ceiling + 3.5}, capacity_text(use));
  return svg + "</g>\n";
}

}  // namespace

std::string area_element(std::string_view css_class, const Levels& levels, const TimeAxis& axis,
                         const AreaPlace& place) {
  const auto heights = highest_by_piece(levels, axis, static_cast<std::size_t>(width_of(axis)));
  std::string way = fmt::format("M{} {}", number(axis.left), number(place.floor));
  std::int64_t before = 0;
  for (std::size_t piece = 0; piece < heights.size(); ++piece) {
    if (heights[piece] == before) continue;
    before = heights[piece];
    const double share = static_cast<double>(before) / static_cast<double>(place.greatest);
    way += fmt::format("H{}V{}", number(axis.left + static_cast<double>(piece)),
                       number(place.floor - place.height * share));
  }
  return fmt::format("<path d=\"{}H{}V{}Z\" class=\"{}\"/>", way, number(axis.right),
                     number(place.floor), css_class);
}

double use_card_height(const Gantt& gantt) {
  if (gantt.uses.empty()) return 0;
  const auto shown = std::min(gantt.uses.size(), most_uses);
  const double rest = gantt.uses.size() > shown ? rest_line : 0;
  return card_head + band * static_cast<double>(shown) + rest + 4;
}

std::string use_card(const Gantt& gantt, const GanttSheet& sheet, double top) {
  auto ranked = fullest_first(gantt);
  const std::size_t unseen = ranked.size() - std::min(ranked.size(), most_uses);
  ranked.resize(ranked.size() - unseen);
  std::string svg = text_element("place", {GanttSheet::label_left, top + 19}, "in use");
  double y = top + card_head - 2;
  for (const auto& use : ranked) {
    svg += use_band(use, sheet, y);
    y += band;
  }
  if (unseen == 0) return svg;
  return svg +
         text_element("muted", {GanttSheet::label_left, y + 12},
                      fmt::format("and {} that {} emptier", unseen, unseen == 1 ? "is" : "are"));
}

}  // namespace headway::inline v0

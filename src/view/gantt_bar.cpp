// Bars of a Gantt picture.
#include "escape.hpp"
#include "gantt_sheet.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace headway::inline v0 {

namespace {

constexpr double least_width = 1.5;  // so that the shortest bar is seen
constexpr double glyph_room = 18;

/// Where a bar is drawn.
struct BarPlace {
  double left = 0;
  double right = 0;
  double middle = 0;
  double height = 0;
};

bool is_moment(const GanttBar& bar) { return bar.end <= bar.start; }

BarPlace place_of(const GanttSheet& sheet, const PlacedRow& placed, std::size_t b) {
  const GanttRow& row = *placed.row;
  const double lane = static_cast<double>(row.lanes[b]) + 0.5;
  const double slack = placed.height - sheet.pitch * static_cast<double>(row.lane_count);
  BarPlace place;
  place.left = sheet.axis.position(row.bars[b]->start);
  place.right = sheet.axis.position(std::max(row.bars[b]->start, row.bars[b]->end));
  if (place.right - place.left < least_width) {
    place.left = std::min(place.left, sheet.axis.right - least_width);
    place.right = place.left + least_width;
  }
  if (sheet.detail == GanttDetail::lanes && place.right - place.left >= 3) place.right -= 0.6;
  place.middle = placed.top + slack / 2 + lane * sheet.pitch;
  place.height = sheet.pitch - std::round(std::clamp(sheet.pitch * 0.35, 1.0, 8.0));
  return place;
}

std::string period_text(const GanttBar& bar) {
  if (is_moment(bar)) return "at " + readable(bar.start);
  return fmt::format("{} to {}: {}", readable(bar.start), readable(bar.end),
                     readable(bar.end - bar.start));
}

std::string tip_of(const GanttBar& bar) {
  const std::string where = bar.place.empty() || bar.detail.empty() ? bar.place + bar.detail
                                                                    : bar.place + ", " + bar.detail;
  const std::string_view state = bar.state ? to_string(*bar.state) : std::string_view{};
  return tool_tip(std::array<std::string_view, 5>{bar.name, period_text(bar), where, state,
                                                  bar.critical ? "critical" : ""});
}

std::string class_of(const GanttBar& bar, const TaskColours& colours) {
  std::string css(bar.state ? "" : colours.of(bar));
  if (bar.state)
    css = fmt::format("{}-{}", is_ring(*bar.state) ? "hollow s" : "f", to_string(*bar.state));
  return bar.critical ? css + " critical" : css;
}

std::string diamond(const GanttBar& bar, const BarPlace& place, std::string_view css) {
  const double half = std::max(place.height / 2, 3.0);
  return fmt::format("<path d=\"M{0} {1}l{2} {2} {3} {2} {3} {3}Z\" class=\"{4}\">{5}</path>",
                     number(place.left), number(place.middle - half), number(half), number(-half),
                     css, tip_of(bar));
}

std::string bar_element(const GanttBar& bar, const BarPlace& place, std::string_view css) {
  if (is_moment(bar)) return diamond(bar, place, css);
  auto svg = fmt::format(
      "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{} class=\"{}\">{}</rect>",
      number(place.left), number(place.middle - place.height / 2), number(place.right - place.left),
      number(place.height), place.height >= 8 && place.right - place.left >= 6 ? " rx=\"3\"" : "",
      css, tip_of(bar));
  if (bar.state && place.height >= 12 && place.right - place.left >= glyph_room) {
    svg += state_glyph(*bar.state, {place.left + 9, place.middle}, 5);
  }
  return svg;
}

std::string duration_label(const GanttBar& bar, const BarPlace& place) {
  const double gap = is_moment(bar) ? place.height / 2 + 4 : 6;
  return text_element("tag muted halo", {place.right + gap, place.middle + 3.5},
                      is_moment(bar) ? "" : readable(bar.end - bar.start));
}

std::string single_bars(const GanttSheet& sheet, const PlacedRow& placed,
                        const TaskColours& colours) {
  std::string svg;
  const GanttRow& row = *placed.row;
  for (std::size_t b = 0; b < row.bars.size(); ++b) {
    const GanttBar& bar = *row.bars[b];
    const BarPlace place = place_of(sheet, placed, b);
    svg += bar_element(bar, place, class_of(bar, colours));
    const bool has_room = sheet.detail == GanttDetail::instances && row.bars.size() == 1;
    if (has_room && !is_moment(bar)) svg += duration_label(bar, place);
    svg += '\n';
  }
  return svg;
}

/// A line below the critical ones of many bars.
std::string critical_line(const GanttSheet& sheet, const GanttRow& row, double y) {
  std::string way;
  double reached = -1;
  for (const GanttBar* bar : row.bars) {
    const double right =
        std::max(sheet.axis.position(bar->end), sheet.axis.position(bar->start) + 1);
    if (!bar->critical || right < reached + 0.5) continue;
    const double left = sheet.axis.position(bar->start);
    if (left > reached + 0.5) way += fmt::format("M{} {}", number(left), number(y));
    way += fmt::format("H{}", number(right));
    reached = right;
  }
  return way.empty() ? way : fmt::format("<path d=\"{}\" class=\"chain\"/>", way);
}

/// One tool tip for all that an area stands for.
std::string area_tip(const GanttRow& row, std::int64_t most) {
  return tool_tip(std::array<std::string_view, 2>{
      row.label, fmt::format("{} instances, at most {} at once", row.bars.size(), most)});
}

std::string counted_bars(const GanttSheet& sheet, const PlacedRow& placed,
                         const TaskColours& colours) {
  const Levels levels = under_way(placed.row->bars);
  const auto most = highest(levels);
  const double floor = placed.top + placed.height - 4;
  std::string svg = "<g>" + area_tip(*placed.row, most);
  const auto css = placed.row->of_one_task() ? colours.of(*placed.row->bars.front()) : "plain";
  svg += area_element(css, levels, sheet.axis, {floor, placed.height - 8, most});
  svg += critical_line(sheet, *placed.row, floor + 1.5);
  svg += text_element("tag muted", {sheet.axis.right + 6, floor - 2}, fmt::format("max {}", most));
  return svg + "</g>\n";
}

/// Where each critical bar that lasts is drawn, by the moment at which it ends.
using ChainEnds = std::unordered_map<std::int64_t, BarPlace>;

template <class Visit>
void each_critical(const GanttSheet& sheet, const Visit& visit) {
  for (const auto& group : sheet.groups) {
    for (const auto& placed : group.rows) {
      for (std::size_t b = 0; b < placed.row->bars.size(); ++b) {
        const GanttBar& bar = *placed.row->bars[b];
        if (bar.critical) visit(bar, place_of(sheet, placed, b));
      }
    }
  }
}

}  // namespace

std::string bar_elements(const GanttSheet& sheet, const TaskColours& colours) {
  std::string svg;
  for (const auto& group : sheet.groups) {
    for (const auto& placed : group.rows) {
      svg += sheet.detail == GanttDetail::counts ? counted_bars(sheet, placed, colours)
                                                 : single_bars(sheet, placed, colours);
    }
  }
  return svg;
}

std::string chain_element(const GanttSheet& sheet) {
  if (sheet.detail == GanttDetail::counts) return {};
  ChainEnds ends;
  each_critical(sheet, [&](const GanttBar& bar, const BarPlace& place) {
    if (!is_moment(bar)) ends[bar.end.us] = place;
  });
  std::string way;
  each_critical(sheet, [&](const GanttBar& bar, const BarPlace& place) {
    const auto before = ends.find(bar.start.us);
    if (before == ends.end()) return;
    way += fmt::format("M{} {}V{}", number(place.left), number(before->second.middle),
                       number(place.middle));
  });
  return way.empty() ? way : fmt::format("<path d=\"{}\" class=\"chain\"/>\n", way);
}

std::string critical_mark(Point centre) {
  return fmt::format("<path d=\"M{} {}l7 4.5-7 4.5Z\" class=\"flag\"/>", number(centre.x - 3),
                     number(centre.y - 4.5));
}

}  // namespace headway::inline v0

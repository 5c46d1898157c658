// The Gantt picture as SVG: header, axis, cards of rows, use of slots.
#include <headway/view/gantt.hpp>

#include "escape.hpp"
#include "gantt_sheet.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace headway::inline v0 {

namespace {

constexpr double header = 72;
constexpr double marker_line = 15;  // a line of text above the axis
constexpr double card_gap = 10;
constexpr double card_padding = 6;
constexpr double card_title = 24;
constexpr double widest_label = 230;
constexpr double label_size = 12;
constexpr double tall = 600;  // where the axis is labelled below, too
constexpr std::size_t most_bytes = 1'900'000;

/// From where to where a card reaches downwards.
struct Span {
  double top = 0;
  double height = 0;
};

constexpr std::size_t most_counted_rows = 80;

/// A way to show the bars, and for how many it is fit.
struct Presentation {
  GanttRowOf row_of = GanttRowOf::instance;
  GanttDetail detail = GanttDetail::instances;
  std::size_t most_bars = 0;
  std::size_t most_rows = 0;
  std::size_t most_lanes = SIZE_MAX;
};

constexpr std::array<Presentation, 5> presentations{{
    {GanttRowOf::instance, GanttDetail::instances, 2'000, 60, 120},
    {GanttRowOf::task, GanttDetail::lanes, 9'999, 120, 400},
    {GanttRowOf::place, GanttDetail::lanes, 9'999, 120, 400},
    {GanttRowOf::task, GanttDetail::counts, SIZE_MAX, most_counted_rows},
    {GanttRowOf::task_anywhere, GanttDetail::counts, SIZE_MAX, most_counted_rows},
}};

double row_height(const GanttRow& row, const GanttSheet& sheet) {
  switch (sheet.detail) {
    case GanttDetail::instances: return sheet.pitch * row.lane_count;
    case GanttDetail::lanes: return std::max(18.0, sheet.pitch * row.lane_count + 6);
    case GanttDetail::counts: break;
  }
  return 30;
}

double lane_pitch(GanttDetail detail, std::size_t lanes) {
  if (detail == GanttDetail::instances) return 22;
  return std::clamp(std::floor(800 / static_cast<double>(std::max<std::size_t>(lanes, 1))), 4.0,
                    12.0);
}

std::string label_of(const GanttRow& row) {
  std::string label = visible(row.label);
  if (row.bars.size() > 1) label += fmt::format(" ×{}", row.bars.size());
  return label;
}

/// Where the plot begins: right of the widest label, within bounds.
double plot_left(const GanttGroups& groups) {
  double widest = 90;
  for (const auto& group : groups) {
    for (const auto& row : group.rows) {
      widest = std::max(widest, em_width(label_of(row)) * label_size);
    }
  }
  return std::ceil(GanttSheet::label_left + std::min(widest, widest_label) + 26);
}

GanttSheet laid_out(const Gantt& gantt, const GanttGroups& groups, GanttDetail detail,
                    std::size_t lanes) {
  GanttSheet sheet;
  sheet.detail = detail;
  sheet.pitch = lane_pitch(detail, lanes);
  sheet.axis = axis_of(gantt, plot_left(groups),
                       GanttSheet::width - GanttSheet::margin - GanttSheet::note_room);
  const double markers = (gantt.lower_bound.us > 0 ? 1 : 0) + (gantt.now ? 1 : 0);
  sheet.top = header + marker_line * (markers + 1) + 6;
  double y = sheet.top;
  for (const auto& group : groups) {
    PlacedGroup placed{.title = group.place, .top = y};
    y += card_padding + (group.place.empty() ? 0 : card_title);
    for (const auto& row : group.rows) {
      placed.rows.push_back({&row, y, row_height(row, sheet)});
      y += placed.rows.back().height;
    }
    y += card_padding;
    placed.height = y - placed.top;
    sheet.groups.push_back(std::move(placed));
    y += card_gap;
  }
  sheet.bottom = std::max(sheet.top, y - card_gap);
  return sheet;
}

bool any_critical(const Gantt& gantt) {
  return std::any_of(gantt.bars.begin(), gantt.bars.end(),
                     [](const GanttBar& bar) { return bar.critical; });
}

Tally tally_of(const Gantt& gantt) {
  Tally tally;
  for (const auto& bar : gantt.bars) {
    if (bar.state) tally.add(*bar.state);
  }
  return tally;
}

std::string header_of(const Gantt& gantt) {
  constexpr double room = GanttSheet::width - 2 * GanttSheet::margin;
  constexpr double left = GanttSheet::margin;
  std::string svg =
      text_element("title", {left, 38}, xml_escaped(shortened(visible(gantt.title), room / 18)));
  const TallyStrip probe = tally_strip(tally_of(gantt), {});
  const bool critical = any_critical(gantt);
  const double rest = probe.width + (critical ? 110 : 0);
  const auto line = shortened(visible(gantt.subtitle), (room - rest - 30) / 12);
  svg += text_element("sub muted", {left, 57}, xml_escaped(line));
  double x = left + em_width(line) * 12 + (line.empty() ? 0 : 18);
  svg += tally_strip(tally_of(gantt), {x, 53}).svg;
  x += probe.width + (probe.width > 0 ? 8 : 0);
  if (!critical) return svg + "\n";
  svg += critical_mark({x + 3, 53});
  return svg + text_element("sub muted", {x + 14, 57}, "critical chain") + "\n";
}

std::string vertical(std::string_view css_class, double x, double top, double bottom) {
  return fmt::format("<path d=\"M{} {}V{}\" class=\"{}\"/>", number(x), number(top), number(bottom),
                     css_class);
}

std::string centred(std::string_view css_class, Point baseline, std::string_view text) {
  return fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" class=\"{}\">{}</text>",
                     number(baseline.x), number(baseline.y), css_class, text);
}

/// A line at `x` over each card.
std::string grid_line(double x, const std::vector<Span>& cards) {
  std::string way;
  for (const auto& card : cards) {
    way += fmt::format("M{} {}V{}", number(x), number(card.top), number(card.top + card.height));
  }
  return fmt::format("<path d=\"{}\" class=\"grid\"/>", way);
}

std::string ticks(const GanttSheet& sheet, const std::vector<Span>& cards) {
  const auto most = static_cast<std::size_t>((sheet.axis.right - sheet.axis.left) / 80);
  const double bottom = cards.empty() ? sheet.top : cards.back().top + cards.back().height;
  std::string svg;
  for (const auto& tick : ticks_of(sheet.axis, most)) {
    const double x = sheet.axis.position(tick.at);
    if (!cards.empty()) svg += grid_line(std::floor(x) + 0.5, cards);
    svg += centred("muted", {x, sheet.top - 7}, tick.label);
    if (bottom - sheet.top > tall) svg += centred("muted", {x, bottom + 15}, tick.label);
  }
  return svg + "\n";
}

/// A line down the picture with its name above it, inside the picture.
std::string marker(std::string_view css_class, double x, double label_line, const std::string& name,
                   double bottom) {
  const double half = em_width(name) * 11 / 2;
  const double middle = std::min(x, GanttSheet::width - GanttSheet::margin - half);
  return centred("muted", {middle, label_line}, name) +
         vertical(css_class, x, label_line + 4, bottom) + "\n";
}

std::string markers(const Gantt& gantt, const GanttSheet& sheet, double bottom) {
  std::string svg;
  double line = header + 9;
  if (gantt.lower_bound.us > 0) {
    svg += marker("limit", sheet.axis.position(gantt.lower_bound), line,
                  "lower bound " + readable(gantt.lower_bound), bottom);
    line += marker_line;
  }
  if (gantt.now) svg += marker("now", sheet.axis.position(*gantt.now), line, "now", bottom);
  return svg;
}

std::string card_element(const Span& card) {
  return rectangle("card", {GanttSheet::margin, card.top},
                   {GanttSheet::width - 2 * GanttSheet::margin, card.height}, 8) +
         "\n";
}

std::string row_label(const PlacedRow& placed, const GanttSheet& sheet) {
  const double middle = placed.top + std::min(placed.height, std::max(22.0, sheet.pitch * 1.5)) / 2;
  const auto label = shortened(label_of(*placed.row), sheet.label_room() / label_size);
  auto svg = text_element("sub", {GanttSheet::label_left, middle + 4}, xml_escaped(label));
  if (placed.row->critical) svg += critical_mark({sheet.axis.left - 17, middle});
  return svg;
}

std::string labels(const GanttSheet& sheet) {
  std::string svg;
  for (const auto& group : sheet.groups) {
    const auto title = shortened(visible(group.title), 60);
    if (!title.empty()) {
      svg += text_element("place", {GanttSheet::label_left, group.top + 19}, xml_escaped(title));
    }
    for (const auto& placed : group.rows) {
      svg += row_label(placed, sheet);
      if (sheet.detail == GanttDetail::instances || &placed == &group.rows.back()) continue;
      svg += fmt::format("<path d=\"M{} {}H{}\" class=\"grid\"/>", number(GanttSheet::margin + 8),
                         number(placed.top + placed.height),
                         number(GanttSheet::width - GanttSheet::margin - 8));
    }
    svg += '\n';
  }
  return svg;
}

std::string drawn(const Gantt& gantt, const GanttSheet& sheet, const SvgStyle& style) {
  std::vector<Span> cards;
  for (const auto& group : sheet.groups) cards.push_back({group.top, group.height});
  const double use_height = use_card_height(gantt);
  const double use_top = cards.empty() ? sheet.top : sheet.bottom + card_gap;
  if (use_height > 0) cards.push_back({use_top, use_height});
  const double bottom = cards.empty() ? sheet.top : cards.back().top + cards.back().height;
  const double footer = GanttSheet::margin + (bottom - sheet.top > tall ? 4 : 0);
  const auto label =
      shortened(visible(gantt.title), 200) + ": " + shortened(visible(gantt.subtitle), 400);
  std::string svg =
      picture_begin(style.theme, {GanttSheet::width, bottom + footer}, label, gantt_rules());
  svg += header_of(gantt);
  for (const auto& card : cards) svg += card_element(card);
  svg += ticks(sheet, cards) + labels(sheet) + chain_element(sheet);
  if (use_height > 0) svg += use_card(gantt, sheet, use_top);
  svg += bar_elements(sheet, TaskColours(gantt)) + markers(gantt, sheet, bottom);
  return svg + "</svg>\n";
}

}  // namespace

std::string svg(const Gantt& gantt, const SvgStyle& style) {
  for (const auto& way : presentations) {
    if (gantt.bars.size() > way.most_bars) continue;
    auto groups = grouped_rows(gantt, way.row_of, way.most_rows);
    if (!groups) continue;
    const auto lanes = way.detail == GanttDetail::counts ? 0 : assign_lanes(*groups);
    if (lanes > way.most_lanes) continue;
    auto picture = drawn(gantt, laid_out(gantt, *groups, way.detail, lanes), style);
    if (picture.size() <= most_bytes) return picture;
  }
  const auto groups = folded_rows(gantt, GanttRowOf::place, most_counted_rows);
  return drawn(gantt, laid_out(gantt, groups, GanttDetail::counts, 0), style);
}

}  // namespace headway::inline v0

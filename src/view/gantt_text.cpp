// A Gantt picture for a terminal: rows of block characters below a time axis.
#include <headway/view/gantt.hpp>
#include <headway/view/text.hpp>

#include "escape.hpp"
#include "gantt_levels.hpp"
#include "gantt_rows.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace headway::inline v0 {

namespace {

constexpr std::size_t most_rows = 40;
constexpr std::size_t most_uses = 6;
constexpr std::size_t note_width = 16;
constexpr std::string_view critical_mark = "▸ ";
constexpr std::array<std::string_view, 9> heights{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

using Cells = std::vector<std::string_view>;

/// Where things stand: the label in the first columns, then the plot, then a note.
struct Columns {
  std::size_t label = 0;
  std::size_t plot = 0;
  std::size_t note = 0;
  TimeAxis axis{};

  [[nodiscard]] std::size_t at(Duration moment) const {
    return std::min(static_cast<std::size_t>(axis.position(moment)), plot - 1);
  }
};

std::string line_of(std::string_view label, std::string_view plot, std::string_view note,
                    const Columns& columns) {
  std::string line = padded(shortened_to_columns(label, columns.label), columns.label + 1);
  line += plot;
  if (!note.empty()) line += " " + shortened_to_columns(note, columns.note);
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

std::string joined(const Cells& cells) {
  std::string text;
  for (const auto cell : cells) text += cell;
  return text;
}

/// A level in eighths of the greatest; what is above 0 is seen.
std::string_view height_of(std::int64_t level, std::int64_t greatest) {
  if (level <= 0 || greatest <= 0) return heights[0];
  const double share = static_cast<double>(level) / static_cast<double>(greatest);
  return heights[static_cast<std::size_t>(std::clamp(std::ceil(share * 8), 1.0, 8.0))];
}

/// A cell of one bar at most, from what its halves hold.
std::string_view halves(bool left, bool right) {
  if (left) return right ? "█" : "▌";
  return right ? "▐" : " ";
}

Cells cells_of(const Levels& levels, std::int64_t greatest, const Columns& columns) {
  const auto pieces = highest_by_piece(levels, columns.axis, 2 * columns.plot);
  Cells cells;
  for (std::size_t c = 0; c < columns.plot; ++c) {
    const auto left = pieces[2 * c];
    const auto right = pieces[2 * c + 1];
    cells.push_back(greatest == 1 ? halves(left > 0, right > 0)
                                  : height_of(std::max(left, right), greatest));
  }
  return cells;
}

/// Dashed lines where there is nothing else.
void rule(Cells& cells, const Gantt& gantt, const Columns& columns) {
  const auto put = [&](Duration at, std::string_view mark) {
    auto& cell = cells[columns.at(at)];
    if (cell == " ") cell = mark;
  };
  if (gantt.lower_bound.us > 0) put(gantt.lower_bound, "┊");
  if (gantt.now) put(*gantt.now, "│");
}

Cells bar_cells(const GanttRow& row, const Columns& columns) {
  std::vector<const GanttBar*> lasting;
  for (const GanttBar* bar : row.bars) {
    if (bar->end > bar->start) lasting.push_back(bar);
  }
  const Levels levels = under_way(lasting);
  Cells cells = cells_of(levels, highest(levels), columns);
  for (const GanttBar* bar : row.bars) {
    auto& cell = cells[columns.at(bar->start)];
    if (bar->end <= bar->start && cell == " ") cell = "◆";
  }
  return cells;
}

std::string label_of(const GanttRow& row) {
  Tally tally;
  for (const GanttBar* bar : row.bars) {
    if (bar->state) tally.add(*bar->state);
  }
  std::string label(row.critical ? critical_mark : "  ");
  if (tally.total() > 0) label += fmt::format("{} ", glyph(tally.together()));
  label += visible(row.label);
  if (row.bars.size() > 1) label += fmt::format(" ×{}", row.bars.size());
  return label;
}

/// From the first start to the last end.
std::string note_of(const GanttRow& row) {
  Duration end = row.bars.front()->start;
  for (const GanttBar* bar : row.bars) end = std::max(end, bar->end);
  return readable(end - row.bars.front()->start);
}

std::string label_of(const GanttUse& use) {
  const auto place = visible(use.place);
  return "  " + visible(use.slot) + (place.empty() ? "" : " of " + place);
}

std::string note_of(const RankedUse& ranked) {
  const GanttUse& use = *ranked.use;
  if (use.capacity.raw <= 0) return {};
  return fmt::format("{:.0f}% of {}", ranked.mean * 100,
                     to_string(use.capacity, unit_of(use.slot)));
}

/// As many rows as a terminal shows: tasks below their machine, or tasks alone.
GanttGroups rows_for_terminal(const Gantt& gantt) {
  if (auto groups = grouped_rows(gantt, GanttRowOf::task, most_rows)) return *std::move(groups);
  return folded_rows(gantt, GanttRowOf::task_anywhere, most_rows);
}

Columns columns_for(const Gantt& gantt, const GanttGroups& groups,
                    const std::vector<RankedUse>& uses, std::size_t width) {
  Columns result;
  for (const auto& group : groups) {
    for (const auto& row : group.rows) {
      result.label = std::max(result.label, columns(label_of(row)));
    }
  }
  for (const auto& use : uses) result.label = std::max(result.label, columns(label_of(*use.use)));
  result.label = std::min(result.label, width / 3);
  result.note = std::min(note_width, width / 4);
  result.plot = width - result.label - result.note - 2;
  result.axis = axis_of(gantt, 0, static_cast<double>(result.plot));
  return result;
}

/// Labels of ticks above the line; one that would touch its neighbour or leave the picture is left
/// out.
std::string axis_lines(const Columns& columns) {
  std::string labels;
  std::size_t reached = 0;
  Cells line(columns.plot, "─");
  for (const auto& tick : ticks_of(columns.axis, std::max<std::size_t>(columns.plot / 10, 2))) {
    const auto at = columns.at(tick.at);
    line[at] = at == 0 ? "├" : "┼";
    const auto end = at + headway::columns(tick.label);
    if (at < reached || end > columns.plot + columns.note) continue;
    labels = padded(labels, at) + tick.label;
    reached = end + 1;
  }
  return line_of({}, labels, {}, columns) + line_of({}, joined(line), {}, columns);
}

bool any_critical(const GanttGroups& groups) {
  return std::any_of(groups.begin(), groups.end(), [](const GanttGroup& group) {
    return std::any_of(group.rows.begin(), group.rows.end(),
                       [](const GanttRow& row) { return row.critical; });
  });
}

/// What the marks mean, in as many lines as it takes.
std::string legend(const Gantt& gantt, const GanttGroups& groups, std::size_t width) {
  std::vector<std::string> entries;
  if (any_critical(groups)) entries.emplace_back("▸ critical");
  if (gantt.lower_bound.us > 0) entries.push_back("┊ lower bound " + readable(gantt.lower_bound));
  if (gantt.now) entries.emplace_back("│ now");
  std::string lines;
  std::size_t reached = width;
  for (const auto& entry : entries) {
    const bool fits = reached + 3 + columns(entry) <= width;
    lines += (fits ? "   " : "\n") + entry;
    reached = columns(entry) + (fits ? reached + 3 : 0);
  }
  return lines.empty() ? lines : lines + '\n';
}

std::string use_line(const RankedUse& use, const Columns& columns) {
  const Levels levels = in_use(*use.use);
  const auto greatest = std::max({use.use->capacity.raw, highest(levels), std::int64_t{2}});
  return line_of(label_of(*use.use), joined(cells_of(levels, greatest, columns)), note_of(use),
                 columns);
}

std::string title_line(const Gantt& gantt, std::size_t width) {
  std::string title = visible(gantt.title);
  if (!gantt.subtitle.empty()) title += " · " + visible(gantt.subtitle);
  return shortened_to_columns(title, width) + '\n';
}

std::string row_lines(const Gantt& gantt, const GanttGroup& group, const Columns& columns,
                      std::size_t width) {
  std::string lines;
  if (!group.place.empty()) lines += shortened_to_columns(visible(group.place), width) + '\n';
  for (const auto& row : group.rows) {
    Cells cells = bar_cells(row, columns);
    rule(cells, gantt, columns);
    lines += line_of(label_of(row), joined(cells), note_of(row), columns);
  }
  return lines;
}

}  // namespace

std::string text(const Gantt& gantt, std::size_t width) {
  width = std::max<std::size_t>(width, 40);
  const auto groups = rows_for_terminal(gantt);
  auto uses = fullest_first(gantt);
  uses.resize(std::min(uses.size(), most_uses));
  const Columns columns = columns_for(gantt, groups, uses, width);
  std::string lines = title_line(gantt, width) + '\n' + axis_lines(columns);
  for (const auto& group : groups) lines += row_lines(gantt, group, columns, width);
  if (!uses.empty()) lines += '\n';
  for (const auto& use : uses) lines += use_line(use, columns);
  return lines + legend(gantt, groups, width);
}

}  // namespace headway::inline v0

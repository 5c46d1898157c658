// The sheet a Gantt picture is drawn on: where its rows stand, and what is drawn on them.
#pragma once

#include "gantt_levels.hpp"
#include "gantt_rows.hpp"
#include "svg_parts.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace headway::inline v0 {

/// How much of the bars is to be seen.
enum class GanttDetail : std::uint8_t {
  instances,  // a row each
  lanes,      // a thin bar each, as many lanes as overlap
  counts      // how many are under way
};

struct PlacedRow {
  const GanttRow* row = nullptr;
  double top = 0;
  double height = 0;
};

/// A card that holds rows; `title` is empty where there is one card only.
struct PlacedGroup {
  std::string_view title{};
  double top = 0;
  double height = 0;
  std::vector<PlacedRow> rows{};
};

/// Colours of tasks in the order in which they appear. Borrows the names.
class TaskColours {
 public:
  explicit TaskColours(const Gantt& gantt);
  /// The CSS class that fills with the colour of the bar's task.
  [[nodiscard]] std::string_view of(const GanttBar& bar) const;

 private:
  std::unordered_map<std::string_view, std::size_t> positions_{};
};

/// Where everything stands. Borrows the groups.
struct GanttSheet {
  static constexpr double width = 1120;
  static constexpr double margin = 24;
  static constexpr double label_left = margin + 14;
  static constexpr double note_room = 66;  // right of the plot: durations and capacities

  GanttDetail detail = GanttDetail::instances;
  double pitch = 0;  // from lane to lane
  TimeAxis axis{};
  std::vector<PlacedGroup> groups{};
  double top = 0;     // of the first card
  double bottom = 0;  // of the last one

  [[nodiscard]] double label_room() const { return axis.left - label_left - 26; }
};

/// What a Gantt picture adds to the style sheet.
StyleRules gantt_rules();

/// Bars as bars, as diamonds, or as an area; the marks of the critical chain.
std::string bar_elements(const GanttSheet& sheet, const TaskColours& colours);
/// Lines from the end of a critical bar to the one that begins there.
std::string chain_element(const GanttSheet& sheet);
/// The mark of what is critical, where a label ends.
std::string critical_mark(Point centre);

/// Levels as an area over `floor`, `height` high where they reach `greatest`.
struct AreaPlace {
  double floor = 0;
  double height = 0;
  std::int64_t greatest = 1;
};
std::string area_element(std::string_view css_class, const Levels& levels, const TimeAxis& axis,
                         const AreaPlace& place);

/// The use of the fullest slots on a card of its own.
double use_card_height(const Gantt& gantt);
std::string use_card(const Gantt& gantt, const GanttSheet& sheet, double top);

}  // namespace headway::inline v0

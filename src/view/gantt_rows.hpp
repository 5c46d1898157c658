// The rows of a Gantt picture: which bars stand on one row, and in which of its lanes.
#pragma once

#include <headway/view/gantt.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace headway::inline v0 {

enum class GanttRowOf : std::uint8_t {
  instance,       // below the machine it is on
  task,           // below each machine it is on
  task_anywhere,  // on all machines together
  place
};

/// Bars that share a row. A value; borrows the bars of its Gantt.
struct GanttRow {
  std::string label{};
  std::vector<const GanttBar*> bars{};  // by start
  std::vector<std::uint32_t> lanes{};   // of each bar, once assigned: in a lane no two overlap
  std::uint32_t lane_count = 0;
  bool critical = false;  // one of its bars is

  /// Whether its bars are of one task.
  [[nodiscard]] bool of_one_task() const;
};

/// Rows below the name of their place, which is empty where there is no more than one.
struct GanttGroup {
  std::string place{};
  std::vector<GanttRow> rows{};
};

using GanttGroups = std::vector<GanttGroup>;

/// Places in the order of the picture, nowhere last; rows by their first start. Nothing where they
/// are more than `most`.
std::optional<GanttGroups> grouped_rows(const Gantt& gantt, GanttRowOf row_of,
                                        std::size_t most = SIZE_MAX);

/// Gives each bar the lowest lane of its row that is free. How many lanes there are in all.
std::size_t assign_lanes(GanttGroups& groups);

/// All rows, at most `most`: what is past them becomes one.
GanttGroups folded_rows(const Gantt& gantt, GanttRowOf row_of, std::size_t most);

/// The task of a bar; its own name where none is given.
const std::string& task_of(const GanttBar& bar);

}  // namespace headway::inline v0

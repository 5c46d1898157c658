// Activities as generation wants them: packed demands, and edges in one array.
#pragma once

#include "packed_counts.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// The successors of each activity, all in one array.
struct SuccessorTable {
  explicit SuccessorTable(const PlanningModel& model);
  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t activity) const {
    return {cells.data() + rows[activity], cells.data() + rows[activity + 1]};
  }
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> cells;
  std::vector<std::uint32_t> fans_in;  // per activity its number of predecessors
};

template <class Counts>
struct PackedActivity {
  std::int64_t duration;
  Counts demand;
};

/// What takes no time takes nothing.
template <class Counts>
std::vector<PackedActivity<Counts>> packed_activities(const PlanningModel& model,
                                                      const CountLayout& layout) {
  std::vector<PackedActivity<Counts>> activities(model.size());
  for (std::uint32_t a = 0; a < model.size(); ++a) {
    activities[a].duration = model.duration(a);
    if (model.duration(a) > 0) activities[a].demand = packed<Counts>(layout, model.demand(a));
  }
  return activities;
}

}  // namespace headway::inline v0

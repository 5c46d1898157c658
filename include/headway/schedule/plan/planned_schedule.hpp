// A planned schedule: when each activity starts, and how good that is.
#pragma once

#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// A schedule of a planning model, in its ticks.
struct PlannedSchedule {
  std::vector<std::int64_t> starts;  // per activity
  std::int64_t makespan = 0;
  std::int64_t lower_bound = 0;  // no schedule is shorter
  std::uint64_t schedules_evaluated = 0;
  std::uint64_t placements = 0;  // of single activities, in all these: the work they took

  /// Nothing better exists, and that is proved.
  [[nodiscard]] bool optimal() const { return makespan == lower_bound; }
};

}  // namespace headway::inline v0

// A schedule on several nodes: when and where each activity starts, and how good that is.
#pragma once

#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// A schedule of a cluster model, in its ticks.
struct ClusterSchedule {
  std::vector<std::int64_t> starts{};    // per activity
  std::vector<std::uint32_t> nodes{};    // per activity
  std::vector<std::uint64_t> devices{};  // per activity, a bit for each device of its node
  std::int64_t makespan = 0;
  std::int64_t lower_bound = 0;  // no schedule is shorter
  std::uint64_t schedules_evaluated = 0;

  /// Nothing better exists, and that is proved.
  [[nodiscard]] bool optimal() const { return makespan == lower_bound; }
};

}  // namespace headway::inline v0

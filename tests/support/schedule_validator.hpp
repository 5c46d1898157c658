// A validator of schedules that shares nothing with the planner: definitions, written down.
#pragma once

#include <headway/schedule/plan/planning_model.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>

/// What is wrong with a schedule; empty when it is valid. Capacity is checked at every start, since
/// use grows nowhere else.
inline std::string fault_of(const headway::PlanningModel& model,
                            std::span<const std::int64_t> starts, std::int64_t makespan) {
  if (starts.size() != model.size()) return "a start is missing";
  std::int64_t last = 0;
  for (std::uint32_t a = 0; a < model.size(); ++a) {
    const std::int64_t end = starts[a] + model.duration(a);
    if (starts[a] < 0) return "a start before time";
    if (end > last) last = end;
    for (const std::uint32_t b : model.successors(a)) {
      if (starts[b] < end)
        return std::to_string(b) + " starts before " + std::to_string(a) + " ends";
    }
  }
  if (last != makespan) return "the makespan is not the last end";
  const std::set<std::int64_t> instants(starts.begin(), starts.end());
  for (const std::int64_t now : instants) {
    for (std::size_t r = 0; r < model.resources(); ++r) {
      std::int64_t free = model.capacity(r);
      for (std::uint32_t a = 0; a < model.size(); ++a) {
        if (starts[a] <= now && now < starts[a] + model.duration(a)) free -= model.demand(a)[r];
      }
      if (free < 0) return "over capacity at " + std::to_string(now);
    }
  }
  return {};
}

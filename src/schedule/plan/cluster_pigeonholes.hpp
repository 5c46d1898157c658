// A bound by pigeonholes: of so many that cannot all be on at once, some wait for others.
#pragma once

#include <headway/schedule/plan/planning_model.hpp>

#include <cstdint>
#include <span>

namespace headway::inline v0 {

/// Where k may be on at once, they share k places; so of n * k + 1 activities some n + 1 follow
/// each other. Looked at for sets by head and by tail, which may be any that hold.
std::int64_t pigeonhole_bound(const PlanningModel& model, std::span<const std::int64_t> heads,
                              std::span<const std::int64_t> tails);

}  // namespace headway::inline v0

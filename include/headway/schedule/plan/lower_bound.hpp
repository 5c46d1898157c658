// Lower bounds: what no schedule can undercut.
#pragma once

#include <headway/schedule/plan/planning_model.hpp>

#include <cstdint>

namespace headway::inline v0 {

/// The largest of three bounds, in ticks: the critical path; the work of each resource over its
/// capacity, with the shortest head before and the shortest tail after it; and the longest horizon
/// refuted by the work that must lie in some interval (Erschler and Lopez's energetic reasoning).
/// O(activities³) an attempt at a horizon; left out for more than 300 activities.
std::int64_t makespan_lower_bound(const PlanningModel& model);

}  // namespace headway::inline v0

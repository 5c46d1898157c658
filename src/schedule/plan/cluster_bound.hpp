// A bound by what must come before and after each activity.
#pragma once

#include <headway/schedule/plan/planning_model.hpp>

#include <cstdint>

namespace headway::inline v0 {

/// No schedule is shorter. An activity starts no earlier than the work of all that come before it
/// takes on the whole capacity; so where a graph narrows, what is before and what is behind add up.
/// Then work and pigeonholes between these heads and tails. O(activities² × resources); for more
/// than 2,000 activities heads and tails are those of paths alone.
std::int64_t ancestry_bound(const PlanningModel& model);

}  // namespace headway::inline v0

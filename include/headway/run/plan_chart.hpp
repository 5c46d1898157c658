// The Gantt picture of a plan.
#pragma once

#include <headway/run/plan.hpp>
#include <headway/view/gantt.hpp>

namespace headway::inline v0 {

/// The instances of a plan as bars, on the machines they are planned on, and what they use of each
/// slot over time.
Gantt gantt(const JobPlan& plan);

}  // namespace headway::inline v0

// Sampled ends: how likely it is that activities are over by a time.
#pragma once

#include "job_activities.hpp"

#include <headway/run/plan.hpp>

#include <optional>

namespace headway::inline v0 {

/// Draws durations from what is known of each activity and makes one pass of the scheduler for each
/// draw: a Monte Carlo estimate. The same activities give the same answer.
Eta sampled_end(const JobActivities& activities);

}  // namespace headway::inline v0

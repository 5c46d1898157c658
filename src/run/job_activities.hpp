// The activities of a job: what is left of it to do, as the planner sees it.
#pragma once

#include "expected_durations.hpp"

#include <headway/event/job_state.hpp>
#include <headway/schedule/plan/cluster_model.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// Ticks are microseconds from `now`. An instance with a graph of its own is two activities that
/// take no time, its begin and its end; tasks with several instances, rounds and graphs end in one
/// that belongs to no instance. How many inner jobs of a task may be under way at a time is left
/// out.
struct JobActivities {
  ClusterParts parts{};
  std::vector<InstanceId> instances{};             // per activity; no_instance: of none
  std::vector<std::span<const Duration>> spans{};  // per activity, what it may take
  std::vector<Duration> elapsed{};                 // per activity, how long it has been on
};

/// What has not ended of a job that has grown as is expected; durations are medians. What runs
/// comes first and takes what is left of it. Throws InvalidPipeline for an instance that fits on
/// none of `nodes`, for a node with more than 64 devices, and for durations of 70,000 years
/// together. The spans live as long as `durations`.
JobActivities activities_of(const JobStatus& job, const std::vector<Node>& nodes, Instant now,
                            ExpectedDurations& durations);

/// What is left of something that has taken `elapsed` so far, if `expected` was expected: one that
/// takes longer than that is taken to need a quarter more of what it took.
Duration time_left(Duration expected, Duration elapsed);

}  // namespace headway::inline v0

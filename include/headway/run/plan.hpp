// Planning a pipeline: how long a job would take, and what would be when and where.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/model/node.hpp>
#include <headway/model/pipeline.hpp>
#include <headway/run/task_history.hpp>
#include <headway/schedule/plan/planner.hpp>
#include <headway/schedule/policy.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// What a plan is made from. A value with defaults.
struct PlanOptions {
  Values params{};
  std::vector<Node> nodes{};  // empty: this machine
  /// By instance or by task: `train[rate=0.1]`, `train`, `tune.fit`. They come before the history,
  /// and the history before estimates; of what is not known at all a second is assumed.
  std::map<std::string, Spanned<Duration>> durations{};
  TaskHistory history{};
  Order policy = Order::planned;  // the others are one pass of what the scheduler would do
  /// With a budget of no schedules: 5000, and fewer for a large job, so that it takes seconds.
  PlannerOptions planner{.schedules = 0};
};

/// One instance in a plan. A value. Times are from the job's begin.
struct PlannedInstance {
  std::string id;
  std::string task;
  std::string node{};  // empty: it needs none
  Duration start{};
  Duration end{};
  Resources request{};
  std::vector<DeviceShare> gpus{};
  bool critical = false;  // on the longest path of the graph
};

/// How likely an end is: half of the cases are over by `p50`, nine of ten by `p90`. From now on.
struct Eta {
  Duration p50{};
  Duration p90{};
};

/// A plan of a job. A value.
struct JobPlan {
  std::string pipeline;
  Order policy = Order::planned;
  std::vector<Node> nodes{};
  std::vector<PlannedInstance> instances{};  // in the order of the graph
  std::vector<std::string> critical_path{};  // the longest chain of instances, by their durations
  Duration makespan{};
  Duration lower_bound{};  // no schedule is shorter
  std::uint64_t schedules_evaluated = 0;
  std::uint32_t guessed = 0;  // instances of whose durations nothing was known
  std::optional<Eta> eta{};   // where there is a history to draw from

  /// Nothing shorter exists, and that is proved.
  [[nodiscard]] bool optimal() const { return makespan == lower_bound; }
};

/// Plans a job of the pipeline. What is decided while it goes on is foreseen: conditions hold, a
/// map or repeat is as wide as it was last, or one. Nothing is written or started. Deterministic
/// unless stopped. Throws InvalidPipeline with all findings, also for a name in `durations` that
/// the pipeline has not.
JobPlan plan(const Pipeline& pipeline, const PlanOptions& options = {});

/// The plan with a capacity changed.
struct WhatIf {
  Quantity capacity{};
  std::optional<JobPlan> plan{};  // none where a request is larger than that
};

/// A plan for each capacity of `slot` from `first` to `last`, in steps of `increment`; with several
/// nodes the capacity is that of each. Never a longer one for a larger capacity.
std::vector<WhatIf> what_if(const Pipeline& pipeline, const PlanOptions& options,
                            std::string_view slot, Quantity first, Quantity last,
                            Quantity increment);

/// When a job that goes on is likely to be over: drawn from the history, one pass of the scheduler
/// for each of at most 100 draws, always the same for the same status. Nothing where it has ended,
/// fits on no node any more, or nothing is known of how long anything takes.
std::optional<Eta> eta(const JobStatus& job, JobId id, const TaskHistory& history,
                       const std::vector<Node>& nodes, Instant now);

}  // namespace headway::inline v0

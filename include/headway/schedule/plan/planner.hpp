// The planner: a good schedule of a planning model within a budget.
#pragma once

#include <headway/schedule/plan/planned_schedule.hpp>
#include <headway/schedule/plan/planning_model.hpp>

#include <atomic>
#include <cstdint>

namespace headway::inline v0 {

struct PlannerOptions {
  /// One pass of generation, forward or backward, is one schedule (Kolisch and Hartmann); so is one
  /// repair of a window, which does the work of six passes at most.
  std::uint64_t schedules = 5'000;
  std::uint64_t seed = 1;
  /// Searches that exchange their best now and then; 0: as many as the budget feeds.
  std::uint32_t islands = 0;
  /// Threads the islands share; the schedule does not depend on it.
  std::uint32_t threads = 1;
  /// When it becomes true the planner ends with the best it has: how a caller sets a limit of time.
  /// The schedule then depends on when that was.
  const std::atomic<bool>* stop = nullptr;
};

/// Ends at the budget, when stopped, or when the best is proved optimal. At least one schedule is
/// made. The same model, budget, seed and islands give the same schedule; a larger budget with the
/// same number of islands never gives a worse one.
PlannedSchedule plan(const PlanningModel& model, const PlannerOptions& options = {});

}  // namespace headway::inline v0

// The planner for several nodes and shared devices; what a policy would do, for comparison.
#pragma once

#include <headway/schedule/plan/cluster_model.hpp>
#include <headway/schedule/plan/cluster_schedule.hpp>
#include <headway/schedule/plan/planner.hpp>
#include <headway/schedule/policy.hpp>

#include <cstdint>
#include <span>

namespace headway::inline v0 {

/// As `plan` of a planning model: ends at the budget, when stopped, or when the best is proved
/// optimal; the same model, budget, seed and islands give the same schedule, whatever the threads.
/// Never worse than `one_pass` by either policy: those two are tried whatever the budget,
/// unless it is stopped before.
/// One node whose devices nobody shares is planned by the planner for one node.
ClusterSchedule plan(const ClusterModel& model, const PlannerOptions& options = {});

/// What the scheduler would do on these durations: at each instant whatever is ready and fits, in
/// the order of a policy. Its lower bound is 0. O(activities × log) for each node.
/// Precondition: `order` is one that needs no schedule.
ClusterSchedule one_pass(const ClusterModel& model, Order order);

/// The same in an order of one's own: smaller places first, as where a plan is followed.
/// Precondition: `places` is a permutation of the activities' numbers.
ClusterSchedule one_pass(const ClusterModel& model, std::span<const std::uint32_t> places);

/// No schedule is shorter: the bound of all nodes together as if they were one, with devices that
/// can be cut into any pieces.
std::int64_t makespan_lower_bound(const ClusterModel& model);

}  // namespace headway::inline v0

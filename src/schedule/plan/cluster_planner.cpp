// The planner for several nodes: one large node first, then searches that know of nodes.
#include <headway/schedule/plan/cluster_planner.hpp>
#include <headway/schedule/plan/lower_bound.hpp>
#include <headway/schedule/plan/schedule_generator.hpp>

#include "cluster_bound.hpp"
#include "cluster_devices.hpp"
#include "cluster_layout.hpp"
#include "cluster_orders.hpp"
#include "cluster_relaxation.hpp"
#include "cluster_searches.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace headway::inline v0 {
namespace {

constexpr std::size_t most_for_one_node = 4'000;   // activities; a pass there takes quadratic time
constexpr std::size_t most_for_energy = 120;       // activities; it takes cubic time
constexpr std::uint64_t fewest_for_a_guide = 100;  // schedules
constexpr std::uint64_t passes_for_a_guide = 1'000'000;  // times activities, at most

std::int64_t bound_of(const ClusterModel& model, const ClusterLayout& layout) {
  const PlanningModel tight = tight_relaxation(model, layout);
  const std::int64_t bound = ancestry_bound(tight);
  return model.size() > most_for_energy ? bound : std::max(bound, makespan_lower_bound(tight));
}

ClusterSchedule schedule_of(const ClusterModel& model, const ClusterLayout& layout,
                            ClusterCandidate candidate) {
  ClusterSchedule schedule{.starts = std::move(candidate.starts),
                           .nodes = std::move(candidate.nodes),
                           .devices = std::move(candidate.devices),
                           .makespan = candidate.makespan,
                           .schedules_evaluated = 1};
  if (!layout.shares_devices()) hand_out_devices(model, schedule);
  return schedule;
}

/// By the planner for one node; a policy may still be better, where the budget is small.
ClusterSchedule plan_one_node(const ClusterModel& model, const PlanningModel& as_one,
                              const PlannerOptions& options) {
  PlannedSchedule planned = plan(as_one, options);
  planned.starts.resize(model.size());  // without waits
  ClusterCandidate candidate(model.size());
  candidate.starts = std::move(planned.starts);
  candidate.makespan = planned.makespan;
  const ClusterLayout layout(model);
  ClusterSchedule best = schedule_of(model, layout, std::move(candidate));
  const std::int64_t bound = std::max(planned.lower_bound, bound_of(model, layout));
  std::uint64_t evaluated = planned.schedules_evaluated;
  for (const Order order : {Order::critical_path, Order::fifo}) {
    if (best.makespan <= bound) break;
    ClusterSchedule other = one_pass(model, order);
    if (other.makespan < best.makespan) best = std::move(other);
    ++evaluated;
  }
  best.lower_bound = bound;
  best.schedules_evaluated = evaluated;
  return best;
}

/// All nodes as if they were one: where the searches begin.
PlannedSchedule guide_for(const ClusterModel& model, const PlanningModel& as_one,
                          PlannerOptions options) {
  if (options.schedules < fewest_for_a_guide) return {};
  const std::uint64_t most = passes_for_a_guide / std::max<std::uint64_t>(model.size(), 200);
  options.schedules = std::min(options.schedules / 4, most);
  PlannedSchedule guide = plan(as_one, options);
  guide.starts.resize(model.size());
  return guide;
}

ClusterSchedule plan_nodes(const ClusterModel& model, const PlannedSchedule& guide,
                           const PlannerOptions& options) {
  const ClusterProblem problem(model);
  const std::int64_t bound = bound_of(model, problem.layout);
  ClusterSearches searches(problem, bound, options);
  searches.search(options.schedules - guide.schedules_evaluated, guide.starts);
  ClusterSchedule best = schedule_of(model, problem.layout, searches.best());
  best.lower_bound = bound;
  best.schedules_evaluated = guide.schedules_evaluated + searches.used();
  return best;
}

}  // namespace

ClusterSchedule one_pass(const ClusterModel& model, Order order) {
  if (order != Order::fifo) return one_pass(model, places_by_rank(model));
  const ClusterLayout layout(model);
  ClusterCandidate candidate(model.size());
  ClusterParallel(model, layout).by_arrival(candidate);
  return schedule_of(model, layout, std::move(candidate));
}

ClusterSchedule one_pass(const ClusterModel& model, std::span<const std::uint32_t> places) {
  const ClusterLayout layout(model);
  ClusterCandidate candidate(model.size());
  ClusterParallel(model, layout).by_places(places, candidate);
  return schedule_of(model, layout, std::move(candidate));
}

std::int64_t makespan_lower_bound(const ClusterModel& model) {
  return bound_of(model, ClusterLayout(model));
}

ClusterSchedule plan(const ClusterModel& model, const PlannerOptions& options) {
  if (model.size() > most_for_one_node) return plan_nodes(model, {}, options);
  const ClusterRelaxation relaxed = relaxation(model, ClusterLayout(model));
  if (!is_packable(relaxed.model)) return plan_nodes(model, {}, options);
  if (relaxed.exact) return plan_one_node(model, relaxed.model, options);
  return plan_nodes(model, guide_for(model, relaxed.model, options), options);
}

}  // namespace headway::inline v0

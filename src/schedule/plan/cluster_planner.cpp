// The planner for several nodes.
#include <headway/schedule/plan/cluster_planner.hpp>
#include <headway/schedule/plan/lower_bound.hpp>

#include "cluster_devices.hpp"
#include "cluster_layout.hpp"
#include "cluster_orders.hpp"
#include "cluster_parallel.hpp"
#include "cluster_relaxation.hpp"

#include <algorithm>
#include <utility>

namespace headway::inline v0 {
namespace {

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
  return makespan_lower_bound(tight_relaxation(model, ClusterLayout(model)));
}

ClusterSchedule plan(const ClusterModel& model, const PlannerOptions& options) {
  ClusterSchedule best = one_pass(model, Order::critical_path);
  best.lower_bound = makespan_lower_bound(model);
  if (options.schedules < 2 || best.optimal()) return best;
  ClusterSchedule other = one_pass(model, Order::fifo);
  other.lower_bound = best.lower_bound;
  if (other.makespan < best.makespan) best = std::move(other);
  best.schedules_evaluated = 2;
  return best;
}

}  // namespace headway::inline v0

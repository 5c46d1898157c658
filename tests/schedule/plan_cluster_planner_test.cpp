// The planner for several nodes: valid, repeatable, never worse than a policy.
#include <headway/schedule/plan/cluster_planner.hpp>

#include "support/catch.hpp"
#include "support/cluster_models.hpp"
#include "support/schedule_validator.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

using namespace headway;

namespace {

/// One node, counted slots and whole devices; and the same for the planner for one node.
std::pair<ClusterModel, PlanningModel> one_node(std::uint64_t seed) {
  ClusterParts parts = ClusterDraw(seed, {.activities = 30,
                                          .nodes = 1,
                                          .devices = 4,
                                          .shares = false,
                                          .releases = false,
                                          .caps = false})
                           .parts();
  PlanningParts as_one{.durations = parts.durations,
                       .successor_rows = parts.successor_rows,
                       .successors = parts.successors,
                       .capacities = parts.nodes[0].capacities};
  as_one.capacities.push_back(static_cast<std::int64_t>(parts.nodes[0].devices.size()));
  for (std::size_t a = 0; a < parts.durations.size(); ++a) {
    as_one.demands.insert(as_one.demands.end(), {parts.demands[2 * a], parts.demands[2 * a + 1]});
    as_one.demands.push_back(parts.device_demands[a].devices());
  }
  return {ClusterModel(std::move(parts)), PlanningModel(std::move(as_one))};
}

ClusterModel renamed(const ClusterModel& model) {
  const ClusterParts& old = model.parts();
  const auto size = static_cast<std::uint32_t>(model.size());
  ClusterParts parts = old;
  std::reverse(parts.durations.begin(), parts.durations.end());
  std::reverse(parts.device_demands.begin(), parts.device_demands.end());
  std::reverse(parts.releases.begin(), parts.releases.end());
  PlanningParts edges{.durations = parts.durations};
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  parts.demands.clear();
  parts.cap_rows.clear();
  parts.cap_uses.clear();
  for (std::uint32_t a = size; a-- > 0;) {
    const auto row = model.demand(a);
    const auto uses = model.cap_uses(a);
    parts.demands.insert(parts.demands.end(), row.begin(), row.end());
    parts.cap_rows.push_back(static_cast<std::uint32_t>(parts.cap_uses.size()));
    parts.cap_uses.insert(parts.cap_uses.end(), uses.begin(), uses.end());
    for (const std::uint32_t b : model.graph().successors(a))
      pairs.emplace_back(size - 1 - a, size - 1 - b);
  }
  parts.cap_rows.push_back(static_cast<std::uint32_t>(parts.cap_uses.size()));
  set_edges(edges, std::move(pairs));
  parts.successor_rows = edges.successor_rows;
  parts.successors = edges.successors;
  return ClusterModel(std::move(parts));
}

}  // namespace

TEST_CASE("a plan of any cluster is valid and within its budget and above its bound") {
  CHECK(rc::check([](std::uint64_t seed, bool shares, bool running) {
    const ClusterModel model =
        random_cluster(seed, {.activities = 40, .shares = shares, .running = running});
    const ClusterSchedule schedule = plan(model, {.schedules = 200, .seed = seed});
    RC_ASSERT(fault_of(model, schedule) == "");
    RC_ASSERT(schedule.lower_bound <= schedule.makespan);
    RC_ASSERT(schedule.schedules_evaluated <= 200);
  }));
}

TEST_CASE("a plan is never worse than what a policy does") {
  CHECK(rc::check([](std::uint64_t seed, bool several) {
    const ClusterModel model =
        random_cluster(seed, {.activities = 50, .nodes = several ? 3U : 1U, .shares = several});
    for (const std::uint64_t schedules : {1U, 30U, 200U}) {
      const std::int64_t makespan = plan(model, {.schedules = schedules, .seed = seed}).makespan;
      RC_ASSERT(makespan <= one_pass(model, Order::fifo).makespan);
      RC_ASSERT(makespan <= one_pass(model, Order::critical_path).makespan);
    }
  }));
}

TEST_CASE("the same seed gives the same plan of a cluster whatever the number of threads") {
  CHECK(rc::check([](std::uint64_t seed) {
    const ClusterModel model = random_cluster(seed, {.activities = 30});
    PlannerOptions options{.schedules = 300, .seed = seed, .islands = 3};
    const ClusterSchedule alone = plan(model, options);
    for (options.threads = 2; options.threads <= 3; ++options.threads) {
      const ClusterSchedule together = plan(model, options);
      RC_ASSERT(together.starts == alone.starts);
      RC_ASSERT(together.nodes == alone.nodes);
      RC_ASSERT(together.devices == alone.devices);
    }
  }));
}

TEST_CASE("one node with whole devices is planned as the planner for one node does") {
  CHECK(rc::check([](std::uint64_t seed) {
    const auto [cluster, as_one] = one_node(seed);
    const PlannerOptions options{.schedules = 400, .seed = seed};
    const ClusterSchedule schedule = plan(cluster, options);
    const PlannedSchedule expected = plan(as_one, options);
    RC_ASSERT(fault_of(cluster, schedule) == "");
    RC_ASSERT(schedule.makespan <= expected.makespan);
    RC_ASSERT(schedule.makespan < expected.makespan || schedule.starts == expected.starts);
    RC_ASSERT(schedule.lower_bound >= expected.lower_bound);
  }));
}

TEST_CASE("a cluster by other names has the same bound and a valid plan") {
  CHECK(rc::check([](std::uint64_t seed) {
    const ClusterModel model = random_cluster(seed, {.activities = 25});
    const ClusterModel other = renamed(model);
    RC_ASSERT(makespan_lower_bound(other) == makespan_lower_bound(model));
    RC_ASSERT(fault_of(other, plan(other, {.schedules = 100})) == "");
    RC_ASSERT(one_pass(other, Order::critical_path).makespan >= makespan_lower_bound(model));
  }));
}

TEST_CASE("a planner of a cluster that is told to stop answers with a schedule") {
  const ClusterModel model = random_cluster(7, {.activities = 60});
  const std::atomic<bool> stop = true;
  const ClusterSchedule schedule = plan(model, {.schedules = 1'000'000, .stop = &stop});
  CHECK(fault_of(model, schedule).empty());
  CHECK(schedule.schedules_evaluated < 20);
}

TEST_CASE("tasks that fill most of a node are known not to share one") {
  // 0 1 2 3, each six of ten cores for five ticks, on two nodes
  ClusterParts parts{.durations = {5, 5, 5, 5},
                     .successor_rows = {0, 0, 0, 0, 0},
                     .demands = {6, 6, 6, 6},
                     .nodes = {{.capacities = {10}}, {.capacities = {10}}}};
  const ClusterSchedule schedule = plan(ClusterModel(std::move(parts)));
  CHECK(schedule.makespan == 10);
  CHECK(schedule.optimal());
}

TEST_CASE("shares fill devices and leave whole ones for who needs them") {
  // two halves, and one whole device at the same time, on a node with two devices
  ClusterParts parts{.durations = {4, 4, 4},
                     .successor_rows = {0, 0, 0, 0},
                     .demands = {1, 1, 1},
                     .device_demands = {{500, 0}, {500, 0}, {1000, 0}},
                     .nodes = {{.capacities = {8}, .devices = {{}, {}}}}};
  const ClusterModel model(std::move(parts));
  const ClusterSchedule schedule = one_pass(model, Order::fifo);
  CHECK(schedule.makespan == 4);
  CHECK(schedule.devices[0] == schedule.devices[1]);
  CHECK(fault_of(model, schedule).empty());
}

TEST_CASE("a group lets so many of it be on at once") {
  ClusterParts parts{.durations = {3, 3, 3, 3},
                     .successor_rows = {0, 0, 0, 0, 0},
                     .demands = {1, 1, 1, 1},
                     .nodes = {{.capacities = {8}}},
                     .caps = {2},
                     .cap_rows = {0, 1, 2, 3, 4},
                     .cap_uses = {{0, 1}, {0, 1}, {0, 1}, {0, 1}}};
  const ClusterSchedule schedule = plan(ClusterModel(std::move(parts)));
  CHECK(schedule.makespan == 6);
  CHECK(schedule.optimal());
}

TEST_CASE("what is running stays where it is and what is released later starts later") {
  ClusterParts parts{.durations = {5, 2},
                     .successor_rows = {0, 0, 0},
                     .demands = {4, 4},
                     .releases = {0, 3},
                     .running_on = {1, not_running},
                     .nodes = {{.capacities = {4}}, {.capacities = {4}}}};
  const ClusterSchedule schedule = plan(ClusterModel(std::move(parts)));
  CHECK(schedule.starts == std::vector<std::int64_t>{0, 3});
  CHECK(schedule.nodes == std::vector<std::uint32_t>{1, 0});
  CHECK(schedule.optimal());
}

// The bound of a cluster, and its plans, beside the best of all schedules of tiny models.
#include <headway/schedule/plan/cluster_planner.hpp>

#include "support/catch.hpp"
#include "support/cluster_models.hpp"
#include "support/schedule_validator.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

using namespace headway;

namespace {

/// Tries each activity at each tick, on each node, with each set of devices.
class AllSchedules {
 public:
  explicit AllSchedules(const ClusterModel& model)
      : parts_(model.parts()), shown_(model), best_(one_pass(model, Order::fifo).makespan) {
    schedule_.starts.assign(model.size(), -1);
    schedule_.nodes.assign(model.size(), 0);
    schedule_.devices.assign(model.size(), 0);
  }

  std::int64_t best() {
    place(0, 0);
    return best_;
  }

 private:
  void place(std::size_t i, std::int64_t end) {
    if (end >= best_) return;
    if (i == shown_.size()) {
      best_ = end;
      return;
    }
    const std::uint32_t a = shown_.graph().topological_order()[i];
    std::int64_t first = shown_.release(a);
    for (const std::uint32_t b : shown_.graph().predecessors(a))
      first = std::max(first, schedule_.starts[b] + parts_.durations[b]);
    for (std::int64_t t = first; t + parts_.durations[a] < best_; ++t) place_at(i, a, t, end);
    schedule_.starts[a] = -1;
  }

  void place_at(std::size_t i, std::uint32_t a, std::int64_t t, std::int64_t end) {
    for (std::uint32_t n = 0; n < parts_.nodes.size(); ++n) {
      const std::uint64_t sets = std::uint64_t{1} << parts_.nodes[n].devices.size();
      for (std::uint64_t set = 0; set < sets; ++set) {
        schedule_.starts[a] = t;
        schedule_.nodes[a] = n;
        schedule_.devices[a] = set;
        if (fits(i)) place(i + 1, std::max(end, t + parts_.durations[a]));
      }
    }
  }

  /// The first i + 1 of the order, asked of the validator.
  bool fits(std::size_t i) {
    ClusterParts so_far = parts_;
    ClusterSchedule placed = schedule_;
    for (std::size_t k = i + 1; k < shown_.size(); ++k) {
      const std::uint32_t a = shown_.graph().topological_order()[k];
      so_far.durations[a] = 0;
      so_far.device_demands[a] = {};
      placed.starts[a] = 1'000;
      placed.devices[a] = 0;
    }
    placed.makespan = 0;
    for (std::size_t a = 0; a < shown_.size(); ++a)
      placed.makespan = std::max(placed.makespan, placed.starts[a] + so_far.durations[a]);
    return ClusterCheck(so_far, placed).fault().empty();
  }

  const ClusterParts& parts_;
  const ClusterModel& shown_;
  std::int64_t best_;
  ClusterSchedule schedule_;
};

}  // namespace

TEST_CASE("of five equal tasks on two places three follow each other") {
  ClusterParts parts{.durations = {7, 7, 7, 7, 7},
                     .successor_rows = {0, 0, 0, 0, 0, 0},
                     .demands = {1, 1, 1, 1, 1},
                     .nodes = {{.capacities = {1}}, {.capacities = {1}}}};
  CHECK(makespan_lower_bound(ClusterModel(std::move(parts))) == 21);
}

TEST_CASE("what is before a narrow place and what is behind it add up") {
  // 0 1 2 3 ─> 4 ─> 5 6 7 8, on two places
  ClusterParts parts{.durations = {2, 2, 2, 2, 1, 3, 3, 3, 3},
                     .successor_rows = {0, 1, 2, 3, 4, 8, 8, 8, 8, 8},
                     .successors = {4, 4, 4, 4, 5, 6, 7, 8},
                     .demands = {1, 1, 1, 1, 1, 1, 1, 1, 1},
                     .nodes = {{.capacities = {1}}, {.capacities = {1}}}};
  CHECK(makespan_lower_bound(ClusterModel(std::move(parts))) == 4 + 1 + 6);
}

TEST_CASE("the bound of a tiny cluster is below the best of all schedules and a plan above it") {
  CHECK(rc::check([](std::uint64_t seed) {
    ClusterParts parts =
        ClusterDraw(seed, {.activities = 4, .nodes = 2, .slots = 1, .devices = 2}).parts();
    for (std::int64_t& duration : parts.durations) duration = 1 + duration / 4;
    for (std::int64_t& release : parts.releases) release /= 8;
    const ClusterModel model(std::move(parts));
    const std::int64_t best = AllSchedules(model).best();
    const ClusterSchedule schedule = plan(model, {.schedules = 300});
    RC_ASSERT(fault_of(model, schedule) == "");
    RC_ASSERT(makespan_lower_bound(model) <= best);
    RC_ASSERT(best <= schedule.makespan);
  }));
}

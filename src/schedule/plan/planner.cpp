// The planner: islands that search in rounds, on threads, and exchange their best between rounds.
#include <headway/schedule/plan/lower_bound.hpp>
#include <headway/schedule/plan/planner.hpp>
#include <headway/schedule/plan/schedule_generator.hpp>

#include "island.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <thread>
#include <utility>
#include <vector>

namespace headway::inline v0 {
namespace {

constexpr std::uint64_t schedules_to_feed_an_island = 100'000;
constexpr std::uint32_t most_islands = 8;
constexpr std::uint64_t schedules_a_round = 10'000;  // of each island

/// The islands of one call. What an island does depends on the rounds before, never on a thread.
class Archipelago {
 public:
  Archipelago(const PlanningModel& model, const PlannerOptions& options, std::uint32_t islands)
      : bound_(makespan_lower_bound(model)), options_(options) {
    islands_.reserve(islands);
    for (std::uint32_t i = 0; i < islands; ++i)
      islands_.emplace_back(model, bound_, SearchDice(options.seed + i).next(), options.stop);
  }

  void search() {
    const std::uint64_t share = std::max<std::uint64_t>(options_.schedules / islands_.size(), 1);
    for (std::uint64_t left = share; left > 0 && !over();) {
      const std::uint64_t round = std::min(left, schedules_a_round);
      search_round(round);
      left -= round;
      if (left > 0) exchange();
    }
  }

  [[nodiscard]] PlannedSchedule best() const {
    PlannedSchedule schedule;
    schedule.lower_bound = bound_;
    for (const Island& island : islands_) {
      schedule.schedules_evaluated += island.passes().used();
      schedule.placements += island.passes().placements();
      const Candidate& best = island.passes().best();
      if (!schedule.starts.empty() && best.makespan >= schedule.makespan) continue;
      schedule.starts = best.starts;
      schedule.makespan = best.makespan;
    }
    return schedule;
  }

 private:
  [[nodiscard]] bool over() const {
    if (options_.stop != nullptr && *options_.stop && islands_.front().passes().used() > 0)
      return true;
    return std::any_of(islands_.begin(), islands_.end(), [this](const Island& island) {
      return island.passes().best().makespan <= bound_;
    });
  }

  void search_round(std::uint64_t schedules) {
    const std::size_t workers = std::clamp<std::size_t>(options_.threads, 1, islands_.size());
    std::vector<std::jthread> threads;
    const auto work = [this, schedules, workers](std::size_t first) {
      for (std::size_t i = first; i < islands_.size(); i += workers) islands_[i].search(schedules);
    };
    for (std::size_t worker = 1; worker < workers; ++worker) threads.emplace_back(work, worker);
    work(0);
  }

  /// Each island's best goes to the one before it. Pairs go by number, so the result is the same
  /// whoever searched.
  void exchange() {
    std::vector<Candidate> guests;
    for (const Island& island : islands_) guests.push_back(island.passes().best());
    for (std::size_t i = 0; i < islands_.size(); ++i)
      islands_[i].welcome(guests[(i + 1) % guests.size()]);
  }

  std::int64_t bound_;
  const PlannerOptions& options_;
  std::vector<Island> islands_;
};

/// The model in the largest units that keep every number whole: a search is faster on small ones.
struct ScaledModel {
  PlanningParts parts;
  std::int64_t tick = 0;
};

ScaledModel scaled(const PlanningModel& model) {
  ScaledModel result;
  PlanningParts& parts = result.parts;
  std::vector<std::int64_t> units(model.resources());
  parts.successor_rows = {0};
  for (std::uint32_t a = 0; a < model.size(); ++a) {
    result.tick = std::gcd(result.tick, model.duration(a));
    const auto demand = model.demand(a);
    const auto next = model.successors(a);
    for (std::size_t r = 0; r < units.size(); ++r) units[r] = std::gcd(units[r], demand[r]);
    parts.successors.insert(parts.successors.end(), next.begin(), next.end());
    parts.successor_rows.push_back(static_cast<std::uint32_t>(parts.successors.size()));
  }
  if (result.tick == 0) result.tick = 1;
  for (std::int64_t& unit : units) unit = unit == 0 ? 1 : unit;
  for (std::uint32_t a = 0; a < model.size(); ++a) {
    parts.durations.push_back(model.duration(a) / result.tick);
    for (std::size_t r = 0; r < units.size(); ++r)
      parts.demands.push_back(model.demand(a)[r] / units[r]);
  }
  for (std::size_t r = 0; r < units.size(); ++r)
    parts.capacities.push_back(model.capacity(r) / units[r]);
  return result;
}

std::uint32_t islands_for(const PlannerOptions& options) {
  if (options.islands > 0) return options.islands;
  const std::uint64_t fed = options.schedules / schedules_to_feed_an_island;
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(fed, 1, most_islands));
}

}  // namespace

namespace {

/// A backward pass leaves activities as late as they may be; nobody waits for no reason.
void start_early(const PlanningModel& model, PlannedSchedule& schedule) {
  const auto topological = model.topological_order();
  std::vector<std::uint32_t> order(topological.begin(), topological.end());
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return schedule.starts[a] < schedule.starts[b];
  });
  std::vector<std::int64_t> starts(model.size());
  const std::int64_t makespan = ScheduleGenerator(model).forward(order, starts);
  if (makespan > schedule.makespan) return;
  schedule.starts = std::move(starts);
  schedule.makespan = makespan;  // shorter where the budget ended before the pass that follows
}

}  // namespace

PlannedSchedule plan(const PlanningModel& model, const PlannerOptions& options) {
  ScaledModel small = scaled(model);
  const std::int64_t tick = small.tick;
  const PlanningModel small_model(std::move(small.parts));
  Archipelago archipelago(small_model, options, islands_for(options));
  archipelago.search();
  PlannedSchedule schedule = archipelago.best();
  start_early(small_model, schedule);
  for (std::int64_t& start : schedule.starts) start *= tick;
  schedule.makespan *= tick;
  schedule.lower_bound *= tick;
  return schedule;
}

}  // namespace headway::inline v0

// The planner: valid, repeatable, never worse for more.
#include <headway/schedule/plan/lower_bound.hpp>
#include <headway/schedule/plan/planner.hpp>

#include "support/catch.hpp"
#include "support/planning_models.hpp"
#include "support/schedule_validator.hpp"

#include <rapidcheck.h>

#include <cstdint>
#include <numeric>
#include <vector>

using namespace headway;

namespace {

bool valid(const PlanningModel& model, const PlannedSchedule& schedule) {
  return fault_of(model, schedule.starts, schedule.makespan).empty() &&
         schedule.lower_bound <= schedule.makespan;
}

std::vector<std::uint32_t> shuffled_names(std::uint32_t size, std::uint64_t seed) {
  Dice dice(seed);
  std::vector<std::uint32_t> names(size);
  std::iota(names.begin(), names.end(), 0U);
  for (std::uint32_t i = size; i > 1; --i) std::swap(names[i - 1], names[dice.below(i)]);
  return names;
}

/// The best makespan of all orders. Serial generation reaches it with one of them (Kolisch 1996).
std::int64_t best_of_all(const PlanningModel& model) {
  std::int64_t best = std::int64_t{1} << 62U;
  std::vector<std::int64_t> starts(model.size(), -1);
  const auto earliest = [&](std::uint32_t a) {
    std::int64_t start = 0;
    for (const std::uint32_t b : model.predecessors(a))
      start = std::max(start, starts[b] + model.duration(b));
    return start;
  };
  const auto over = [&](std::uint32_t a) {
    for (std::int64_t t = starts[a]; t < starts[a] + model.duration(a); ++t) {
      for (std::size_t r = 0; r < model.resources(); ++r) {
        std::int64_t free = model.capacity(r);
        for (std::uint32_t b = 0; b < model.size(); ++b) {
          const bool on = starts[b] >= 0 && starts[b] <= t && t < starts[b] + model.duration(b);
          if (on) free -= model.demand(b)[r];
        }
        if (free < 0) return true;
      }
    }
    return false;
  };
  const auto place_next = [&](const auto& again, std::size_t placed, std::int64_t end) -> void {
    if (placed == model.size()) best = std::min(best, end);
    for (std::uint32_t a = 0; a < model.size(); ++a) {
      const auto before = model.predecessors(a);
      const bool ready =
          std::all_of(before.begin(), before.end(), [&](auto b) { return starts[b] >= 0; });
      if (starts[a] >= 0 || !ready) continue;
      starts[a] = earliest(a);
      while (over(a)) ++starts[a];
      again(again, placed + 1, std::max(end, starts[a] + model.duration(a)));
      starts[a] = -1;
    }
  };
  place_next(place_next, 0, 0);
  return best;
}

}  // namespace

TEST_CASE("a planned schedule is valid and within its budget and above its bound") {
  CHECK(rc::check([](std::uint64_t seed) {
    const PlanningModel model = random_model(seed, {.activities = 40});
    const PlannedSchedule schedule = plan(model, {.schedules = 300, .seed = seed});
    RC_ASSERT(valid(model, schedule));
    RC_ASSERT(schedule.schedules_evaluated <= 300);
  }));
}

TEST_CASE("small models are planned as well as all orders allow") {
  CHECK(rc::check([](std::uint64_t seed) {
    const PlanningModel model = random_model(seed, {.activities = 6, .resources = 2});
    const std::int64_t best = best_of_all(model);
    RC_ASSERT(plan(model, {.schedules = 2'000}).makespan == best);
    RC_ASSERT(makespan_lower_bound(model) <= best);
  }));
}

TEST_CASE("the same seed gives the same schedule whatever the number of threads") {
  CHECK(rc::check([](std::uint64_t seed) {
    const PlanningModel model = random_model(seed, {.activities = 30});
    PlannerOptions options{.schedules = 600, .seed = seed, .islands = 3};
    const PlannedSchedule alone = plan(model, options);
    options.threads = 2;
    RC_ASSERT(plan(model, options).starts == alone.starts);
  }));
}

TEST_CASE("a larger budget never gives a worse schedule") {
  CHECK(rc::check([](std::uint64_t seed) {
    const PlanningModel model = random_model(seed, {.activities = 40});
    std::int64_t last = std::int64_t{1} << 62U;
    for (const std::uint64_t schedules : {1U, 10U, 100U, 500U}) {
      const std::int64_t makespan = plan(model, {.schedules = schedules}).makespan;
      RC_ASSERT(makespan <= last);
      last = makespan;
    }
  }));
}

/// The budget ends with a backward pass which the forward pass after it would have made shorter.
TEST_CASE("the makespan of a plan is its last end wherever the budget ends") {
  for (const std::uint64_t seed : {117850155332U, 7UL, 8UL}) {
    const PlanningModel model = random_model(seed, {.activities = 30}).reversed();
    for (std::uint64_t schedules = 190; schedules < 210; ++schedules) {
      CHECK(valid(model, plan(model, {.schedules = schedules})));
    }
  }
}

TEST_CASE("all that is promised holds through generations and walks of several epochs") {
  constexpr std::uint64_t schedules_of_the_first_epoch = 1'000;
  bool second = false;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const PlanningModel model = random_model(seed, {.activities = 70, .resources = 2});
    PlannerOptions options{.schedules = 9'000, .seed = seed, .islands = 2};
    const PlannedSchedule alone = plan(model, options);
    CHECK(valid(model, alone));
    CHECK(alone.schedules_evaluated <= options.schedules);
    second |= alone.schedules_evaluated > 2 * schedules_of_the_first_epoch;
    options.threads = 2;
    CHECK(plan(model, options).starts == alone.starts);
    std::int64_t last = std::int64_t{1} << 62U;
    for (const std::uint64_t schedules : {500U, 900U, 1'000U, 4'000U, 8'000U}) {
      const PlannerOptions less{.schedules = schedules, .seed = seed, .islands = 1};
      const std::int64_t makespan = plan(model, less).makespan;
      CHECK(makespan <= last);
      last = makespan;
    }
  }
  CHECK(second);
}

TEST_CASE("a schedule of the budget places at most six times the activities") {
  constexpr std::uint64_t most = 6;
  CHECK(rc::check([](std::uint64_t seed) {
    const PlanningModel model = random_model(seed, {.activities = 60, .resources = 2});
    const PlannedSchedule schedule = plan(model, {.schedules = 1'500, .seed = seed});
    RC_ASSERT(schedule.placements >= schedule.schedules_evaluated);
    RC_ASSERT(schedule.placements <= most * model.size() * schedule.schedules_evaluated);
  }));
}

TEST_CASE("other names and reversed time and other units are planned as validly") {
  CHECK(rc::check([](std::uint64_t seed) {
    const PlanningModel model = random_model(seed, {.activities = 30});
    const PlanningModel other = relabelled(model, shuffled_names(30, seed));
    const PlanningModel large = random_model(seed, {.activities = 30, .unit = 1'000});
    const PlanningModel backward = model.reversed();
    RC_ASSERT(valid(other, plan(other, {.schedules = 200})));
    RC_ASSERT(valid(backward, plan(backward, {.schedules = 200})));
    RC_ASSERT(plan(large, {.schedules = 200}).makespan ==
              1'000 * plan(model, {.schedules = 200}).makespan);
  }));
}

TEST_CASE("a planner that is told to stop answers with a schedule") {
  const PlanningModel model = random_model(7, {.activities = 60});
  const std::atomic<bool> stop = true;
  const PlannedSchedule schedule = plan(model, {.schedules = 1'000'000, .stop = &stop});
  CHECK(valid(model, schedule));
  CHECK(schedule.schedules_evaluated < 10);
}

TEST_CASE("a chain is proved optimal by its first schedule") {
  // 0 ─> 1 ─> 2
  PlanningParts parts{.durations = {3, 4, 5},
                      .demands = {1, 1, 1},
                      .successor_rows = {0, 1, 2, 2},
                      .successors = {1, 2},
                      .capacities = {1}};
  const PlannedSchedule schedule = plan(PlanningModel(std::move(parts)));
  CHECK(schedule.makespan == 12);
  CHECK(schedule.optimal());
  CHECK(schedule.schedules_evaluated == 1);
}

TEST_CASE("a model without activities has an empty schedule") {
  const PlannedSchedule schedule = plan(PlanningModel({.durations = {},
                                                       .demands = {},
                                                       .successor_rows = {0},
                                                       .successors = {},
                                                       .capacities = {4}}));
  CHECK(schedule.starts.empty());
  CHECK(schedule.optimal());
}

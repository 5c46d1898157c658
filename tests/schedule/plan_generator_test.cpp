// The schedule generator: valid schedules, the same on each profile.
#include <headway/schedule/plan/schedule_generator.hpp>

#include "support/catch.hpp"
#include "support/planning_models.hpp"
#include "support/schedule_validator.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace headway;

namespace {

std::vector<std::uint32_t> backward_order(const PlanningModel& model) {
  const auto order = model.topological_order();
  return {order.rbegin(), order.rend()};
}

std::vector<std::uint32_t> places(const PlanningModel& model) {
  std::vector<std::uint32_t> places(model.size());
  for (std::uint32_t i = 0; i < model.size(); ++i) places[model.topological_order()[i]] = i;
  return places;
}

/// About a third of the activities, in topological order or the other way round.
std::vector<std::uint32_t> window_of(const PlanningModel& model, Direction direction, Dice& dice) {
  std::vector<std::uint32_t> window;
  for (const std::uint32_t a : model.topological_order()) {
    if (dice.once_in(3)) window.push_back(a);
  }
  if (direction == Direction::backward) std::reverse(window.begin(), window.end());
  return window;
}

std::int64_t end_of(const PlanningModel& model, const std::vector<std::int64_t>& starts) {
  std::int64_t end = 0;
  for (std::uint32_t a = 0; a < model.size(); ++a)
    end = std::max(end, starts[a] + model.duration(a));
  return end;
}

/// Serial generation as its definition says, one instant after another.
std::vector<std::int64_t> naive(const PlanningModel& model) {
  std::vector<std::int64_t> starts(model.size(), -1);
  const auto free_at = [&](std::int64_t t, std::size_t r) {
    std::int64_t free = model.capacity(r);
    for (std::uint32_t a = 0; a < model.size(); ++a) {
      if (starts[a] >= 0 && starts[a] <= t && t < starts[a] + model.duration(a))
        free -= model.demand(a)[r];
    }
    return free;
  };
  const auto fits = [&](std::uint32_t a, std::int64_t start) {
    for (std::int64_t t = start; t < start + model.duration(a); ++t) {
      for (std::size_t r = 0; r < model.resources(); ++r) {
        if (model.demand(a)[r] > free_at(t, r)) return false;
      }
    }
    return true;
  };
  for (const std::uint32_t a : model.topological_order()) {
    std::int64_t start = 0;
    for (const std::uint32_t b : model.predecessors(a))
      start = std::max(start, starts[b] + model.duration(b));
    while (!fits(a, start)) ++start;
    starts[a] = start;
  }
  return starts;
}

}  // namespace

TEST_CASE("forward and backward and parallel generation make valid schedules") {
  CHECK(rc::check([](std::uint64_t seed) {
    const PlanningModel model = random_model(seed, {.activities = 40});
    ScheduleGenerator generator(model);
    std::vector<std::int64_t> starts(model.size());
    std::int64_t makespan = generator.forward(model.topological_order(), starts);
    RC_ASSERT(fault_of(model, starts, makespan).empty());
    makespan = generator.backward(backward_order(model), starts);
    RC_ASSERT(fault_of(model, starts, makespan).empty());
    makespan = generator.parallel(places(model), starts);
    RC_ASSERT(fault_of(model, starts, makespan).empty());
  }));
}

TEST_CASE("serial generation starts each activity at the first instant that its definition gives") {
  CHECK(rc::check([](std::uint64_t seed) {
    const PlanningModel model = random_model(seed);
    ScheduleGenerator generator(model);
    std::vector<std::int64_t> starts(model.size());
    generator.forward(model.topological_order(), starts);
    RC_ASSERT(starts == naive(model));
  }));
}

TEST_CASE("a schedule does not depend on units or on the profile and the packing they lead to") {
  CHECK(rc::check([](std::uint64_t seed) {
    const PlanningModel small = random_model(seed, {.activities = 30, .resources = 5});
    const PlanningModel large =
        random_model(seed, {.activities = 30, .resources = 5, .unit = 1'000'003});
    std::vector<std::int64_t> of_small(small.size());
    std::vector<std::int64_t> of_large(large.size());
    ScheduleGenerator(small).forward(small.topological_order(), of_small);
    ScheduleGenerator(large).forward(large.topological_order(), of_large);
    for (std::int64_t& start : of_small) start *= 1'000'003;
    RC_ASSERT(of_small == of_large);
  }));
}

TEST_CASE("activities taken out of a schedule come back in time for all that stay") {
  CHECK(rc::check([](std::uint64_t seed, bool forward, bool long_units) {
    const std::int64_t unit = long_units ? 1'000'003 : 1;
    const Direction direction = forward ? Direction::forward : Direction::backward;
    const PlanningModel model = random_model(seed, {.activities = 40, .unit = unit});
    ScheduleGenerator generator(model);
    std::vector<std::int64_t> starts(model.size());
    const std::int64_t makespan = generator.forward(model.topological_order(), starts);
    Dice dice(seed);
    const std::vector<std::uint32_t> window = window_of(model, direction, dice);
    const std::vector<std::int64_t> before = starts;
    generator.load(direction, starts, makespan);
    generator.vacate(window);
    const std::size_t placed = generator.refill(window, starts);
    if (placed < window.size()) RC_ASSERT(starts == before);
    for (std::uint32_t a = 0; a < model.size(); ++a) {
      const bool stays = std::find(window.begin(), window.end(), a) == window.end();
      if (stays) RC_ASSERT(starts[a] == before[a]);
    }
    const std::int64_t end = end_of(model, starts);
    RC_ASSERT(end <= makespan);
    RC_ASSERT(fault_of(model, starts, end).empty());
  }));
}

TEST_CASE("one part after another is placed anew and each time the schedule stays valid") {
  CHECK(rc::check([](std::uint64_t seed, bool forward, bool long_units) {
    const std::int64_t unit = long_units ? 1'000'003 : 1;
    const Direction direction = forward ? Direction::forward : Direction::backward;
    const PlanningModel model = random_model(seed, {.activities = 40, .unit = unit});
    ScheduleGenerator generator(model);
    std::vector<std::int64_t> starts(model.size());
    const std::int64_t makespan = generator.forward(model.topological_order(), starts);
    generator.load(direction, starts, makespan);
    Dice dice(seed);
    for (int turn = 0; turn < 100; ++turn) {
      const std::vector<std::uint32_t> part = window_of(model, direction, dice);
      generator.vacate(part);
      if (generator.refill(part, starts) < part.size()) generator.restore(part);
      const std::string fault = fault_of(model, starts, end_of(model, starts));
      RC_ASSERT(fault.empty());
      RC_ASSERT(end_of(model, starts) <= makespan);
    }
  }));
}

TEST_CASE("a part that is put back where it was leaves the room that it left before") {
  //        time 0 1 2 3      One at a time.
  // before   0  ███
  //          1      ███
  PlanningParts parts{.durations = {2, 2},
                      .demands = {1, 1},
                      .successor_rows = {0, 0, 0},
                      .successors = {},
                      .capacities = {1}};
  const PlanningModel model(std::move(parts));
  ScheduleGenerator generator(model);
  std::vector<std::int64_t> starts{0, 2};
  const std::vector<std::uint32_t> first{0};
  generator.load(Direction::forward, starts, 4);
  generator.vacate(first);
  generator.restore(first);
  generator.vacate(std::vector<std::uint32_t>{1});
  CHECK(generator.refill(std::vector<std::uint32_t>{1}, starts) == 1);
  CHECK(starts == std::vector<std::int64_t>{0, 2});
}

TEST_CASE("an order that takes too long changes nothing and another may fit") {
  // time 0 1 2 3      Two may be at once.
  //   0  ███████
  //   1  ███
  //   2      ███
  PlanningParts parts{.durations = {4, 2, 2},
                      .demands = {1, 1, 1},
                      .successor_rows = {0, 0, 0, 0},
                      .successors = {},
                      .capacities = {2}};
  const PlanningModel model(std::move(parts));
  ScheduleGenerator generator(model);
  std::vector<std::int64_t> starts{0, 0, 2};
  generator.load(Direction::forward, starts, 4);
  generator.vacate(model.topological_order());
  CHECK(generator.refill(std::vector<std::uint32_t>{1, 2, 0}, starts) == 2);
  CHECK(starts == std::vector<std::int64_t>{0, 0, 2});
  CHECK(generator.refill(std::vector<std::uint32_t>{2, 0, 1}, starts) == 3);
  CHECK(starts == std::vector<std::int64_t>{0, 2, 0});
}

TEST_CASE("long activities fit between short ones in a flat profile") {
  PlanningParts parts{.durations = {3, 100, 100, 70, 200},
                      .demands = {2, 1, 1, 2, 1},
                      .successor_rows = {0, 1, 1, 1, 1, 1},
                      .successors = {3},
                      .capacities = {2}};
  const PlanningModel model(std::move(parts));
  std::vector<std::int64_t> starts(5);
  ScheduleGenerator generator(model);
  CHECK(generator.forward(model.topological_order(), starts) == 373);
  CHECK(starts == naive(model));
}

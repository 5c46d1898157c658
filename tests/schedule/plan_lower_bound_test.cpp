// Lower bounds: each of the three where it is the best.
#include <headway/schedule/plan/lower_bound.hpp>

#include "support/catch.hpp"

#include <utility>

using namespace headway;

TEST_CASE("work that fills its capacity bounds the makespan") {
  const PlanningModel model({.durations = {4, 4, 4},
                             .demands = {1, 1, 1},
                             .successor_rows = {0, 0, 0, 0},
                             .successors = {},
                             .capacities = {2}});
  CHECK(makespan_lower_bound(model) == 6);
}

TEST_CASE("work between a head and a tail bounds the makespan") {
  //     ┌─> 1 ─┐
  // 0 ──┤      ├──> 3    0 and 3 need nothing
  //     └─> 2 ─┘
  const PlanningModel model({.durations = {5, 4, 4, 7},
                             .demands = {0, 2, 2, 0},
                             .successor_rows = {0, 2, 3, 4, 4},
                             .successors = {1, 2, 3, 3},
                             .capacities = {2}});
  CHECK(makespan_lower_bound(model) == 20);
}

TEST_CASE("an interval that must hold too much work refutes a horizon") {
  // 0 ─> 1 ─> 2 takes 10 and makes 1 fall into [3, 7); 3 does not fit beside 1 and is too long for
  // what is left before and after it.
  const PlanningModel model({.durations = {3, 4, 3, 6},
                             .demands = {0, 2, 0, 1},
                             .successor_rows = {0, 1, 2, 2, 2},
                             .successors = {1, 2},
                             .capacities = {2}});
  CHECK(makespan_lower_bound(model) > 10);
}

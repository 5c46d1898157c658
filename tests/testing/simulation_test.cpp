// The simulator, looked at itself.
#include "support/catch.hpp"

#include <headway/testing/random_scenarios.hpp>
#include <headway/testing/simulation.hpp>

using namespace headway;
using namespace headway::testing;

TEST_CASE("a seed is the same story twice") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Scenario scenario = random_scenario(seed);
    INFO(to_string(scenario));
    const SimulationEnd once = simulate(scenario);
    CHECK(once.violation.value_or("") == "");
    CHECK(simulate(scenario).trace == once.trace);
  }
}

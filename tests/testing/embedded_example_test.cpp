// The example of docs/embedding.md, as it stands there.
#include "support/catch.hpp"

#include <headway/testing/random_scenarios.hpp>
#include <headway/testing/simulation.hpp>

#include <iostream>

namespace hw = headway;

TEST_CASE("a pipeline of one's own is played in many worlds") {
  const std::string digits = R"(headway: v1
name: digits
tasks:
  prepare: {call: "cpp:work", outputs: {n: int}}
  train: {call: "cpp:work", outputs: {n: int}, depends_on: [prepare], retry: 2}
  report: {call: "cpp:work", outputs: {n: int}, depends_on: {train: completed}}
)";
  int played = 0;
  namespace hwt = hw::testing;
  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    hwt::Scenario scenario = hwt::random_scenario(seed);  // faults, kills, incidents
    scenario.pipeline = digits;                           // instead of a random one: a file's text
    const hwt::SimulationEnd end = hwt::simulate(scenario);
    if (end.violation) std::cerr << *end.violation << '\n' << hwt::to_string(scenario);
    played += end.violation ? 0 : 1;
  }
  CHECK(played == 1'000);
}

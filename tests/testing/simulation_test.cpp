// The simulator, looked at itself, and what it has found.
#include "support/catch.hpp"
#include "support/files.hpp"

#include <headway/testing/random_scenarios.hpp>
#include <headway/testing/simulation.hpp>
#include <headway/testing/trace.hpp>

#include <filesystem>
#include <set>

using namespace headway;
using namespace headway::testing;

namespace {

std::string corpus(const std::string& name) {
  return std::string(HEADWAY_TESTS_DIR) + "/corpus/" + name;
}

std::string violation_of(const Scenario& scenario, const SimulationOptions& options = {}) {
  return simulate(scenario, options).violation.value_or("");
}

}  // namespace

TEST_CASE("a seed is the same story twice") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const Scenario scenario = random_scenario(seed);
    INFO(to_string(scenario));
    const SimulationEnd once = simulate(scenario);
    CHECK(once.violation.value_or("") == "");
    CHECK(simulate(scenario).trace == once.trace);
  }
}

TEST_CASE("the story of a seed is the same in every build") {
  Trace all;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) all.add(simulate(random_scenario(seed)).trace);
  CHECK(all.hash() == 0xda2246658b879deb);
}

TEST_CASE("what the simulation has found once does not come back") {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(corpus(""))) {
    if (entry.is_regular_file()) files.insert(entry.path().string());
  }
  REQUIRE(files.size() >= 4);
  for (const std::string& file : files) {
    INFO(file);
    CHECK(violation_of(parse_scenario(read_file(file))) == "");
  }
}

// A backend tells whether a session runs, and not yet where.
TEST_CASE("a place that died with its engine is not given away", "[!shouldfail]") {
  SimulationOptions strict;
  strict.unplaced = Invariants::Unplaced::counted;
  const auto text = read_file(corpus("open/place_dies_with_its_engine.scenario"));
  CHECK(violation_of(parse_scenario(text), strict) == "");
}

TEST_CASE("a scenario is the same after it was written and read") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const std::string text = to_string(random_scenario(seed));
    CHECK(to_string(parse_scenario(text)) == text);
  }
}

TEST_CASE("a scenario with a line that means nothing is refused") {
  CHECK_THROWS_WITH(parse_scenario("seed 1\nfault gremlin\n"),
                    "a scenario has no line `fault gremlin`");
}

TEST_CASE("a failing scenario becomes smaller and still fails") {
  const auto has_t3 = [](const Scenario& scenario) {
    return scenario.pipeline.find("  t3:") != std::string::npos;
  };
  Scenario scenario = random_scenario(1);
  for (std::uint64_t seed = 2; !has_t3(scenario); ++seed) scenario = random_scenario(seed);
  const Scenario small = shrink(scenario, has_t3);
  CHECK(small.incidents.empty());
  CHECK(small.kills.empty());
  CHECK(small.faults == Faults{});
  CHECK(has_t3(small));
  CHECK(small.pipeline.find("  t0:") == std::string::npos);
}

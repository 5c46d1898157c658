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

const std::string corpus_folder = HEADWAY_TESTS_DIR "/corpus/";

/// Of a scenario of the corpus.
std::string violation_of(const std::string& name) {
  const std::string text = read_file(corpus_folder + name + ".scenario");
  return simulate(parse_scenario(text)).violation.value_or("");
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
  CHECK(all.hash() == 0xc697db8e9f51efa3);
}

// Each of these has failed once, as the first line of its file says.

TEST_CASE("a session that begins after it was absent keeps its slot when that is told again") {
  CHECK(violation_of("absent_told_twice") == "");
}

TEST_CASE("a session that does not listen is waited for when it is told again that it was absent") {
  CHECK(violation_of("absent_told_to_a_deaf_session") == "");
}

TEST_CASE("a later engine knows where a session runs that was heard before it was accepted") {
  CHECK(violation_of("started_before_accepted") == "");
}

TEST_CASE("a job that is resumed while a start waits for its commit starts it once") {
  CHECK(violation_of("resume_meets_a_waiting_start") == "");
}

TEST_CASE("a place that died with its engine is not given away") {
  CHECK(violation_of("place_dies_with_its_engine") == "");
}

TEST_CASE("a session that is called back from its line is started again") {
  CHECK(violation_of("called_back_from_a_line") == "");
}

TEST_CASE("what the simulation has found once does not come back") {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(corpus_folder)) {
    names.insert(entry.path().stem().string());
  }
  REQUIRE(names.size() >= 6);
  for (const std::string& name : names) {
    INFO(name);
    CHECK(violation_of(name) == "");
  }
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

// The examples of docs/embedding.md, as they stand there.
#include "support/catch.hpp"
#include "support/files.hpp"

#include <headway/headway.hpp>
#include <headway/testing/random_scenarios.hpp>
#include <headway/testing/simulated_store.hpp>
#include <headway/testing/simulation.hpp>
#include <headway/testing/virtual_clock.hpp>

#include <iostream>
#include <string>

namespace hw = headway;
namespace hwt = hw::testing;
using hw::operator""_ms;

TEST_CASE("a pipeline of one's own is played in many worlds") {
  const std::string digits = R"(headway: v1
name: digits
tasks:
  prepare: {call: "cpp:work", outputs: {n: int}}
  train: {call: "cpp:work", outputs: {n: int}, depends_on: [prepare], retry: 2}
  report: {call: "cpp:work", outputs: {n: int}, depends_on: {train: completed}}
)";
  int held = 0;
  const auto look_at = [&](const hwt::SimulationEnd& end) { held += end.violation ? 0 : 1; };

  for (std::uint64_t seed = 1; seed <= 1'000; ++seed) {
    hwt::Scenario scenario = hwt::random_scenario(seed);  // faults, kills, incidents
    scenario.pipeline = digits;                           // instead of a random one: a file's text
    const hwt::SimulationEnd end = hwt::simulate(scenario);
    if (end.violation) std::cerr << *end.violation << '\n' << hwt::to_string(scenario);
    look_at(end);
  }

  CHECK(held == 1'000);
}

TEST_CASE("a backend of one's own is tried in virtual time") {
  const hw::Pipeline pipeline = hw::load(
      "headway: v1\nname: digits\ntasks:\n  train: {command: [train], retry: 2}\n", "digits.yaml");
  constexpr std::uint64_t seed = 7;

  hwt::VirtualClock clock(hw::Instant{1'000'000'000});
  hw::FakeBackend yours({{.name = "a", .resources = {{"cpu", 4}}}},
                        hw::FakeScript{}.fails("train", hw::times(2)));
  hw::MemoryStore kept;
  hwt::SimulatedDisk disk;
  hwt::Tripwire wire(0);  // 25: the engine is killed at its 25th call of store or backend
  hwt::SimulatedStore store(disk, kept, wire, hwt::Dice(seed), hwt::Faults{}.add(hwt::Fault::busy));
  hw::Executor executor(store, yours, {.clock = &clock});
  hw::JobHandle job = executor.start(pipeline);
  while (!hw::is_terminal(job.state())) {
    clock.set(clock.now() + 10_ms);
    store.advance(clock.now());
    yours.advance(clock.now());
    executor.poll();
  }

  CHECK(job.state() == hw::JobState::succeeded);
  CHECK(job.status().instance({0}).attempts == 3);
}

namespace {

/// Every statement of a page's example is in this file, wherever it is indented.
bool has_lines(const std::string& whole, const std::string& example) {
  for (std::size_t begin = 0; begin < example.size();) {
    const std::size_t end = std::min(example.find('\n', begin), example.size());
    const std::string line = example.substr(begin, end - begin);
    const std::size_t text = line.find_first_not_of(' ');
    if (text != std::string::npos && whole.find(line.substr(text)) == std::string::npos) {
      UNSCOPED_INFO("not compiled: " << line);
      return false;
    }
    begin = end + 1;
  }
  return true;
}

}  // namespace

TEST_CASE("the examples of simulation are compiled as the page shows them") {
  const std::string tests = HEADWAY_TESTS_DIR;
  const std::string page = hwt::read_file(tests + "/../docs/embedding.md");
  const std::string here = hwt::read_file(tests + "/testing/embedded_example_test.cpp");
  int shown = 0;
  for (std::size_t at = page.find("```cpp\n"); at != std::string::npos;) {
    const std::size_t end = page.find("```", at + 7);
    const std::string example = page.substr(at + 7, end - at - 7);
    at = page.find("```cpp\n", end);
    if (example.find("hwt::") == std::string::npos) continue;
    CHECK(has_lines(here, example));
    ++shown;
  }
  CHECK(shown == 2);
}

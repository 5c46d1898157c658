// The scheduler against a naive interpreter of the rules, on random jobs with all constructs.
//
// Who is cancelled, and so who exists at all, depends on timing under `fail_fast` and when a person
// cancels: there, what did not come to what the rules say without it must have been cancelled.
#include <headway/schedule/scheduler.hpp>

#include "support/catch.hpp"
#include "support/played_rules.hpp"
#include "support/random_worlds.hpp"

using namespace headway;
using State = InstanceState;

namespace {

void play(FatedDriver& played) {
  played.driver.start();
  played.driver.drain();
  played.go_on();
}

/// What neither came to what was told nor was cancelled.
std::string unexplained(const Ends& played, const Ends& told) {
  Ends rest;
  for (const auto& [path, end] : played) {
    if (end.state != State::cancelled) rest.insert({path, end});
  }
  Ends expected;
  for (const auto& [path, end] : told) {
    if (rest.contains(path)) expected.insert({path, end});
  }
  return difference(rest, expected);
}

bool has(const Ends& ends, State state) {
  for (const auto& [path, end] : ends) {
    if (end.state == state) return true;
  }
  return false;
}

/// Of the graph whose instances' paths begin so.
Ends beginning_with(const Ends& ends, const std::string& begin) {
  Ends some;
  for (const auto& [path, end] : ends) {
    if (path.starts_with(begin)) some.insert({path, end});
  }
  return some;
}

}  // namespace

TEST_CASE("every instance comes to what the rules say") {
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    const FatedWorld world = random_world(seed, {.lines = seed % 2 == 1});
    const Told told(world);
    FatedDriver played(world);
    play(played);
    INFO("seed " << seed);
    REQUIRE(difference(ends_of(played.driver), told.ends) == "");
    REQUIRE(played.driver.status().state() == told.state);
    REQUIRE(broken_rule(world.job, played.driver.events()) == "");
  }
}

TEST_CASE("under fail_fast every instance comes to what the rules say or is cancelled") {
  for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
    const FatedWorld world =
        random_world(seed, {.fail_fast = true, .retries = false, .lines = seed % 2 == 1});
    const Told told(world);
    FatedDriver played(world);
    play(played);
    const Ends ends = ends_of(played.driver);
    INFO("seed " << seed);
    REQUIRE(unexplained(ends, told.ends) == "");
    REQUIRE(played.driver.status().state() == told.state);
    if (!has(ends, State::cancelled)) REQUIRE(difference(ends, told.ends) == "");
    if (has(ends, State::cancelled)) REQUIRE(has(ends, State::failed));
    REQUIRE(broken_rule(world.job, played.driver.events()) == "");
  }
}

TEST_CASE("in a cancelled job every instance comes to what the rules say or is cancelled") {
  for (std::uint64_t seed = 0; seed < 5'000; ++seed) {
    const FatedWorld world = random_world(seed, {.retries = false, .lines = seed % 2 == 1});
    const Told told(world);
    FatedDriver played(world);
    played.driver.start();
    played.driver.drain();
    Dice when = world.dice.named("cancel");
    for (std::uint32_t i = when.below(20); i > 0 && played.turn(i);) --i;
    const bool over = is_terminal(played.driver.status().state());
    if (!over) played.driver.record(JobCancelRequested{"ann"});
    played.driver.drain();
    played.go_on(100);
    const Ends ends = ends_of(played.driver);
    INFO("seed " << seed);
    REQUIRE(is_terminal(played.driver.status().state()));
    REQUIRE(unexplained(ends, told.ends) == "");
    REQUIRE(difference(beginning_with(ends, "/finally"), beginning_with(told.ends, "/finally")) ==
            "");
    REQUIRE(played.driver.sessions().empty());
    REQUIRE(broken_rule(world.job, played.driver.events()) == "");
  }
}

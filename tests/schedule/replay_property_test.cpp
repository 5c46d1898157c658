// Replays of random jobs with graphs inside: at every moment, a fresh scheduler that has read the
// events goes on as the old one would have.
#include <headway/schedule/scheduler.hpp>

#include "support/catch.hpp"
#include "support/random_worlds.hpp"

#include <cstddef>

using namespace headway;
using State = InstanceState;

namespace {

/// How far a job had come when nothing was left to do but to wait.
struct Moment {
  std::size_t events = 0;
  std::size_t commands = 0;
  Instant now{};
};

/// A job played to its end, and every moment on the way.
struct Played {
  explicit Played(const FatedWorld& world) : fated(world) {
    fated.driver.start();
    fated.driver.drain();
    do {
      const Driver& driver = fated.driver;
      moments.push_back({driver.events().size(), driver.commands().size(), driver.now()});
    } while (fated.turn(static_cast<std::uint32_t>(moments.size())));
  }
  [[nodiscard]] std::vector<Event> events(std::size_t count) const {
    const auto& all = fated.driver.events();
    return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count)};
  }
  FatedDriver fated;
  std::vector<Moment> moments;
};

std::vector<std::string> from(const std::vector<std::string>& commands, std::size_t begin) {
  return {commands.begin() + static_cast<std::ptrdiff_t>(begin), commands.end()};
}

/// Attempts that were intended and of which nothing more is known.
std::vector<InstanceId> open_intents(const Driver& driver) {
  std::vector<InstanceId> open;
  for (std::uint32_t i = 0; i < driver.status().instances().size(); ++i) {
    const InstanceStatus& instance = driver.status().instance({i});
    const bool intended = instance.attempts > 0 && instance.state == State::ready;
    if (intended && !driver.sessions().contains(i) && instance.until.us == 0) open.push_back({i});
  }
  return open;
}

/// Says of each what became of it: half never started, the others run.
void look_up(Driver& driver, const std::vector<InstanceId>& open, const FatedWorld& world) {
  for (const InstanceId id : open) {
    REQUIRE_FALSE(driver.sessions().contains(id.value));
    const Attempt attempt = driver.status().instance(id).attempts;
    if (world.dice.named("found " + path_of(driver.status().graphs(), id)).once_in(2)) {
      driver.record(AttemptAbsent{id, attempt});
    } else {
      driver.record(SessionAccepted{id, attempt, nullptr, "found"});
    }
  }
}

}  // namespace

TEST_CASE("a scheduler that has only read the events gives the same commands from there on") {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    const FatedWorld world = random_world(seed, {.fail_fast = seed % 2 == 0});
    const Played whole(world);
    for (std::size_t turn = 0; turn < whole.moments.size(); ++turn) {
      const Moment& moment = whole.moments[turn];
      FatedDriver fresh(world);
      fresh.driver.read(whole.events(moment.events));
      fresh.driver.set_now(moment.now);
      fresh.driver.drain();
      fresh.go_on(static_cast<std::uint32_t>(turn + 1));
      INFO("seed " << seed << ", from moment " << turn);
      REQUIRE(fresh.driver.commands() == from(whole.fated.driver.commands(), moment.commands));
    }
  }
}

TEST_CASE("a job with graphs inside that dies after any event goes on to the same end") {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    const FatedWorld world = random_world(seed);
    const Played whole(world);
    const Ends ends = ends_of(whole.fated.driver);
    for (std::size_t count = 1; count <= whole.fated.driver.events().size(); ++count) {
      FatedDriver fresh(world);
      Driver& driver = fresh.driver;
      driver.replay(whole.events(count));
      const auto open = open_intents(driver);
      driver.drain();
      look_up(driver, open, world);
      driver.drain();
      fresh.go_on();
      INFO("seed " << seed << ", died after event " << count);
      REQUIRE(difference(ends_of(driver), ends) == "");
      REQUIRE(driver.status().state() == whole.fated.driver.status().state());
    }
  }
}

TEST_CASE("a cancelled job with graphs inside that dies after any event ends") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const FatedWorld world = random_world(seed, {.fail_fast = seed % 2 == 0});
    FatedDriver whole(world);
    whole.driver.start();
    whole.driver.drain();
    Dice when = world.dice.named("cancel");
    for (std::uint32_t i = when.below(9); i > 0 && whole.turn(i);) --i;
    if (is_terminal(whole.driver.status().state())) continue;
    whole.driver.record(JobCancelRequested{"ann"});
    whole.driver.drain();
    whole.go_on(100);
    const auto& events = whole.driver.events();
    for (std::size_t count = 1; count <= events.size(); ++count) {
      FatedDriver fresh(world);
      fresh.driver.replay({events.begin(), events.begin() + static_cast<std::ptrdiff_t>(count)});
      const auto open = open_intents(fresh.driver);
      fresh.driver.drain();
      look_up(fresh.driver, open, world);
      fresh.driver.drain();
      fresh.go_on();
      INFO("seed " << seed << ", died after event " << count);
      REQUIRE(is_terminal(fresh.driver.status().state()));
      REQUIRE(fresh.driver.sessions().empty());
    }
  }
}

// What holds of the scheduler for any graph, any outcome and any moment of death.
#include <headway/schedule/scheduler.hpp>

#include "support/catch.hpp"
#include "support/numbered_jobs.hpp"
#include "support/scheduler_driver.hpp"

#include <rapidcheck.h>

using namespace headway;
using Kind = Cause::Kind;
using State = InstanceState;

namespace {

/// Whatever the size of the test: small jobs prove little.
std::uint32_t below(std::uint32_t bound) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0U, bound));
}

/// A random job of up to twelve tasks; edges go from earlier to later tasks.
std::shared_ptr<const PipelineJob> any_job() {
  auto parts = asking_for({cpu(1), cpu(2), gpu(250), gpu(1000), Resources{}});
  parts.max_parallel = below(3) == 0 ? 2 : 0;
  std::vector<NumberedTask> tasks(below(12) + 1);
  for (std::uint32_t t = 0; t < tasks.size(); ++t) {
    tasks[t].numbers = {.count = below(4) == 0 ? below(4) : 1,
                        .shape = {below(5)},
                        .priority = static_cast<std::int32_t>(below(3)),
                        .max_parallel = below(3),
                        .kind = below(5) != 0 ? TaskKind::session : TaskKind::join,
                        .allow_failure = below(5) == 0,
                        .line = static_cast<LineKind>(below(3))};
    tasks[t].retry = {
        {.limit = below(3), .backoff = {.initial = {below(3) * 1'000'000}, .jitter = 0.5}}};
    for (std::uint32_t source = 0; source < t; ++source) {
      if (below(3) != 0) continue;
      const auto condition = below(2) == 0 ? 0 : below(4);
      tasks[t].after.push_back({{source}, static_cast<EdgeCondition>(condition)});
    }
  }
  return job_of(std::move(tasks), std::move(parts));
}

std::vector<Node> any_nodes() {
  Resources all = cpu(2);
  all.set("gpu", {2000});
  std::vector<Node> nodes{{.name = "local", .resources = all}};
  if (below(2) == 0) nodes.push_back({.name = "second", .resources = all});
  return nodes;
}

/// A world: how each attempt ends is settled by its number, whatever the order of things.
struct World {
  std::shared_ptr<const PipelineJob> job;
  std::vector<Node> nodes;
  SchedulePolicy policy;
  std::uint32_t seed;

  [[nodiscard]] std::uint64_t dice(std::uint32_t instance, Attempt attempt) const {
    return detail::mix(seed + (std::uint64_t{instance} << 20U) + attempt);
  }
  [[nodiscard]] Cause outcome(std::uint32_t instance, Attempt attempt) const {
    const std::uint64_t roll = dice(instance, attempt) % 10;
    if (roll == 0) return {Kind::node_lost};
    return roll <= 3 ? Cause{Kind::exit_code, 1} : Cause{};
  }
  [[nodiscard]] Driver driver() const { return {job, nodes, policy}; }
};

World any_world() {
  return {any_job(),
          any_nodes(),
          {.order = below(2) == 0 ? Order::fifo : Order::critical_path,
           .intents_ahead = below(4),
           .successors = below(4),
           .patience = below(4)},
          below(1U << 30U)};
}

/// Ends one of the sessions, or lets time pass, also when there is none. False when nothing is
/// left.
bool turn(Driver& driver, const World& world, std::uint64_t choice) {
  std::vector<std::uint32_t> sessions;
  for (const auto& [instance, session] : driver.sessions()) {
    if (driver.may_end(instance)) sessions.push_back(instance);
  }
  const auto wake = driver.scheduler().wake_at();
  if (!sessions.empty() && (!wake || choice % 8 != 0)) {
    const std::uint32_t chosen = sessions[(choice >> 3U) % sessions.size()];
    driver.end(chosen, world.outcome(chosen, driver.sessions().at(chosen).attempt));
    return true;
  }
  if (wake) driver.wait(*wake - driver.now());
  return wake.has_value();
}

void go_on(Driver& driver, const World& world) {
  for (std::uint64_t i = 0; turn(driver, world, detail::mix(world.seed + i)); ++i) {
    if (i > 10'000) throw std::logic_error("a job ends");
  }
}

std::vector<State> states_of(const Driver& driver) {
  std::vector<State> states;
  for (const InstanceStatus& instance : driver.status().instances())
    states.push_back(instance.state);
  return states;
}

Driver finished(const World& world) {
  Driver driver = world.driver();
  driver.start();
  driver.drain();
  go_on(driver, world);
  return driver;
}

/// Attempts that were intended and of which nothing more is known.
std::vector<std::uint32_t> open_intents(const Driver& driver) {
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < driver.status().instances().size(); ++i) {
    const bool found = driver.sessions().count(i) != 0;
    const bool intended = driver.status().instance({i}).attempts > 0;
    if (driver.state(i) == State::ready && intended && !found) open.push_back(i);
  }
  return open;
}

/// Tells what became of them: half never started, the others run. None was launched meanwhile.
void look_up(Driver& driver, const World& world, const std::vector<std::uint32_t>& open) {
  for (const std::uint32_t i : open) {
    RC_ASSERT(driver.sessions().count(i) == 0U);
    const Attempt attempt = driver.status().instance({i}).attempts;
    if (world.dice(i, attempt) % 2 == 0) {
      driver.record(AttemptAbsent{{i}, attempt});
    } else {
      driver.record(SessionAccepted{{i}, attempt, nullptr, "found"});
    }
  }
}

}  // namespace

TEST_CASE("every job ends and every instance with it") {
  CHECK(rc::check([] {
    const Driver driver = finished(any_world());
    RC_ASSERT(is_terminal(driver.status().state()));
    for (const State state : states_of(driver)) RC_ASSERT(is_terminal(state));
  }));
}

TEST_CASE("a job failed if and only if a failure counts") {
  CHECK(rc::check([] {
    const World world = any_world();
    const Driver driver = finished(world);
    bool failed = false;
    for (std::uint32_t i = 0; i < world.job->instance_count(); ++i) {
      const bool allowed = world.job->task(world.job->task_of({i})).allow_failure;
      failed = failed || (driver.state(i) == State::failed && !allowed);
    }
    RC_ASSERT((driver.status().state() == JobState::failed) == failed);
  }));
}

TEST_CASE("the same events give the same commands") {
  CHECK(rc::check([] {
    const World world = any_world();
    RC_ASSERT(finished(world).commands() == finished(world).commands());
  }));
}

TEST_CASE("a job that dies after any event goes on to the same end") {
  CHECK(rc::check([] {
    const World world = any_world();
    const Driver whole = finished(world);
    for (std::size_t count = 1; count <= whole.events().size(); ++count) {
      Driver driver = world.driver();
      driver.replay(
          {whole.events().begin(), whole.events().begin() + static_cast<std::ptrdiff_t>(count)});
      const auto open = open_intents(driver);
      driver.drain();
      look_up(driver, world, open);
      driver.drain();
      go_on(driver, world);
      RC_ASSERT(states_of(driver) == states_of(whole));
      RC_ASSERT(driver.status().state() == whole.status().state());
    }
  }));
}

TEST_CASE("a cancelled job submits nothing new and ends") {
  CHECK(rc::check([] {
    const World world = any_world();
    Driver driver = world.driver();
    driver.start();
    driver.drain();
    for (std::uint32_t i = below(20); i > 0; --i) turn(driver, world, i);
    if (!is_terminal(driver.status().state())) driver.record(JobCancelRequested{"ann"});
    driver.drain();  // the driver checks that no intent follows
    go_on(driver, world);
    RC_ASSERT(is_terminal(driver.status().state()));
  }));
}

TEST_CASE("resources are free again once a job has ended") {
  CHECK(rc::check([] {
    const World world = any_world();
    Driver driver = finished(world);
    const auto greedy = job_of({NumberedTask{}}, asking_for({cpu(2)}));
    driver.scheduler().apply({.job = {99}, .fact = JobStarted{greedy}}, driver.now());
    driver.scheduler().next(driver.now());
    driver.scheduler().apply({.job = {99}, .fact = AttemptIntended{{0}, 1}}, driver.now());
    RC_ASSERT(std::holds_alternative<LaunchSession>(*driver.scheduler().next(driver.now())));
  }));
}

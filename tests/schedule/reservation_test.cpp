// Reservations: what needs much room starts within a bound, whatever else keeps coming.
#include <headway/schedule/reservation.hpp>

#include "support/catch.hpp"
#include "support/dice.hpp"
#include "support/numbered_jobs.hpp"
#include "support/scheduler_driver.hpp"

#include <rapidcheck.h>

using namespace headway;

namespace {

const SchedulePolicy patient{.order = Order::fifo, .patience = 3};

/// Some narrow ones, then a wide one, then narrow ones without end.
struct Stream {
  Resources narrow = cpu(1);
  Resources wide = cpu(4);
  std::uint32_t before = 4;
  std::uint32_t cap = 0;    // sessions of the job at a time; 0: none
  Duration narrow_takes{};  // 0: unknown

  [[nodiscard]] std::uint32_t number_of_wide() const { return before; }
  [[nodiscard]] std::shared_ptr<const PipelineJob> job() const {
    PipelineJobParts parts = asking_for({narrow, wide});
    parts.max_parallel = cap;
    return job_of({{.numbers = {.count = before, .estimate = narrow_takes}},
                   {.numbers = {.shape = {1}}},
                   {.numbers = {.count = 400, .estimate = narrow_takes}}},
                  std::move(parts));
  }
};

std::vector<Node> nodes_of(std::uint32_t count, const Resources& each) {
  std::vector<Node> nodes;
  for (std::uint32_t i = 0; i < count; ++i) nodes.push_back({"n" + std::to_string(i), each});
  return nodes;
}

/// How many have started when the wide one does, where the oldest sessions end first.
std::uint32_t started_before_wide(const Stream& stream, const std::vector<Node>& nodes,
                                  SchedulePolicy policy = patient) {
  Driver driver(stream.job(), nodes, policy);
  driver.start();
  driver.drain();
  std::uint32_t ended = 0;
  for (; !driver.sessions().contains(stream.number_of_wide()); ++ended) {
    driver.end(driver.sessions().begin()->first);
  }
  return ended + static_cast<std::uint32_t>(driver.sessions().size()) - 1;
}

Resources device_and_core(std::int64_t thousandths) {
  Resources both = cpu(1);
  both.set("gpu", {thousandths});
  return both;
}

}  // namespace

TEST_CASE("without patience for it what is wide waits for all that is narrow") {
  SchedulePolicy endless = patient;
  endless.patience = UINT32_MAX;
  CHECK(started_before_wide({}, nodes_of(1, cpu(4)), endless) > 400);
}

TEST_CASE("what is wide starts once it was passed over often enough") {
  CHECK(started_before_wide({}, nodes_of(1, cpu(4))) == 4 + 3);
}

TEST_CASE("what is wide starts on one of several nodes while the others go on") {
  CHECK(started_before_wide({.before = 12}, nodes_of(3, cpu(4))) <= 12 + 3 + 3 * 12);
}

TEST_CASE("two whole devices come free under a stream of shares") {
  Resources node = cpu(64);
  node.set("gpu", {2000});
  const Stream stream{.narrow = device_and_core(250), .wide = device_and_core(2000), .before = 8};
  CHECK(started_before_wide(stream, nodes_of(1, node)) == 8 + 3);
  CHECK(started_before_wide(stream, nodes_of(2, node)) <= 16 + 3 + 2 * 16);
}

TEST_CASE("what is wide starts under a cap on the sessions of its job") {
  CHECK(started_before_wide({.cap = 4}, nodes_of(1, cpu(4))) == 4 + 3);
  CHECK(started_before_wide({.before = 6, .cap = 6}, nodes_of(2, cpu(4))) <= 6 + 3 + 2 * 6);
}

/// Of six cores three are kept: the others go on being used.
TEST_CASE("what is kept is no more than what is needed") {
  const Stream stream{.wide = cpu(3), .before = 6};
  Driver driver(stream.job(), nodes_of(1, cpu(6)), patient);
  driver.start();
  driver.drain();
  while (!driver.sessions().contains(6)) {
    CHECK(driver.sessions().size() >= 3);
    driver.end(driver.sessions().begin()->first);
  }
}

/// Three of four end soon, one late; a short one that ends before that delays nothing.
///
///     late  ------------------------
///     wide                          ====
///     short   --- --- --- --- ---
TEST_CASE("what ends in time is started where room is kept") {
  const Duration minute{60'000'000};
  const Duration hours{6'000'000'000};
  const auto job = job_of({{.numbers = {.estimate = hours}},
                           {.numbers = {.count = 3, .estimate = minute}},
                           {.numbers = {.shape = {1}, .estimate = minute}},
                           {.numbers = {.count = 200, .estimate = minute}}},
                          asking_for({cpu(1), cpu(4)}));
  Driver driver(job, nodes_of(1, cpu(4)), patient);
  driver.start();
  driver.drain();
  for (int i = 0; i < 60; ++i) driver.end(driver.sessions().rbegin()->first);
  CHECK(driver.sessions().size() == 4);
  driver.wait(hours);
  while (!driver.sessions().contains(4)) driver.end(driver.sessions().begin()->first);
  CHECK(driver.sessions().size() == 1);
}

TEST_CASE("what is known to end in time counts although nobody estimated it") {
  const auto job = job_of(
      {{}, {.numbers = {.count = 3}}, {.numbers = {.shape = {1}}}, {.numbers = {.count = 200}}},
      asking_for({cpu(1), cpu(4)}));
  const Duration minute{60'000'000};
  Driver driver(job, nodes_of(1, cpu(4)), patient);
  driver.scheduler().serve(Driver::id,
                           {.durations = {Duration{6'000'000'000}, minute, minute, minute}});
  driver.start();
  driver.drain();
  for (int i = 0; i < 60; ++i) driver.end(driver.sessions().rbegin()->first);
  CHECK(driver.sessions().size() == 4);
}

/// One that was intended before the job was resumed waits behind a wide one, is lost, and is tried
/// again; the wide ones follow.
TEST_CASE("room is kept for nobody who has left the line") {
  const RetryRules once{{.limit = 1}};
  const auto job = job_of({{.retry = once}, {.numbers = {.count = 3, .shape = {1}}, .retry = once}},
                          asking_for({cpu(1), cpu(2)}));
  Driver driver(job, nodes_of(1, cpu(2)),
                {.order = Order::fifo, .intents_ahead = 0, .patience = 0});
  driver.replay({{.job = Driver::id, .fact = JobStarted{job}},
                 {.job = Driver::id, .fact = AttemptIntended{{0}, 1}}});
  driver.drain();
  driver.record(AttemptAbsent{{0}, 1});
  driver.drain();
  driver.end(1, {Cause::Kind::exit_code, 1});
  driver.end(0, {Cause::Kind::node_lost});
  driver.end(0);
  for (std::uint32_t wide = 1; wide <= 3; ++wide) {
    REQUIRE(driver.sessions().contains(wide));
    driver.end(wide);
  }
  CHECK(driver.status().state() == JobState::succeeded);
}

TEST_CASE("room is kept for nobody once who waited is cancelled") {
  Driver driver(Stream{}.job(), nodes_of(1, cpu(4)), patient);
  driver.start();
  driver.drain();
  for (int i = 0; i < 5; ++i) driver.end(driver.sessions().begin()->first);
  driver.record(JobCancelRequested{});
  driver.drain();
  while (!driver.sessions().empty()) driver.end(driver.sessions().begin()->first);
  CHECK(driver.status().state() == JobState::cancelled);
}

TEST_CASE("a node that changes while it is kept gives all that it has") {
  Driver driver(Stream{}.job(), nodes_of(1, cpu(4)), patient);
  driver.start();
  driver.drain();
  for (int i = 0; i < 5; ++i) driver.end(driver.sessions().begin()->first);
  REQUIRE(driver.sessions().size() == 2);
  driver.set_nodes(nodes_of(1, cpu(6)));
  driver.drain();
  CHECK(driver.sessions().size() == 3);  // the wide one: four of six are free
  CHECK(driver.sessions().contains(4));
}

TEST_CASE("whatever is asked for starts within a bound") {
  CHECK(rc::check([](std::uint64_t seed) {
    Dice dice(seed);
    const std::uint32_t count = 1 + dice.below(3);
    Resources node = cpu(4 + dice.below(5));
    node.set("gpu", {2000});
    Stream stream{.narrow = device_and_core(100 + 50 * dice.below(9)),
                  .wide = dice.once_in(2) ? device_and_core(1000 + 1000 * dice.below(2)) : cpu(4),
                  .cap = dice.once_in(3) ? 3 : 0U};
    stream.before = 8 * count;
    const std::uint32_t slots = 8 * count;  // more than ever are held at a time
    RC_ASSERT(started_before_wide(stream, nodes_of(count, node)) <= 8 * count + 3 + 3 * slots);
  }));
}

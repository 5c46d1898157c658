// Attempts that follow each other by rules, and what may take how long.
#include <headway/schedule/scheduler.hpp>

#include "support/catch.hpp"
#include "support/grown_graphs.hpp"
#include "support/scheduler_driver.hpp"

using namespace headway;
using Kind = Cause::Kind;
using State = InstanceState;

namespace {

constexpr Cause exit_3{Kind::exit_code, 3};
constexpr Cause oom{Kind::oom_killed};

RetryRule rule(std::uint32_t limit, const std::string& cause = {}) {
  RetryRule made{.limit = limit};
  if (!cause.empty()) made.causes = {{cause}};
  return made;
}

/// A rule under which the next attempt asks for something else.
RetryRule growing_rule() {
  return {.limit = 9, .causes = {{"oom_killed"}}, .resources = {{"cpu", {"${{ 2 * cpu }}"}}}};
}

InstanceRetrying with_cores(Attempt attempt, std::int64_t cores) {
  return {.instance = {0},
          .attempt = attempt,
          .resources = std::make_shared<const Resources>(cpu(cores))};
}

/// Tasks that ask for a core each, of which there are four.
Driver driver(std::vector<NumberedTask> tasks, Answers answers = {}, std::uint32_t ahead = 0) {
  Driver made(job_of(std::move(tasks), asking_for({cpu(1)})),
              {{.name = "local", .resources = cpu(4)}}, {.intents_ahead = ahead});
  made.answers = std::move(answers);
  made.start();
  made.drain();
  return made;
}

Driver resumed(const Driver& of, std::uint32_t ahead = 0) {
  Driver next(of.status().shared_job(), {{.name = "local", .resources = cpu(4)}},
              {.intents_ahead = ahead});
  next.replay(of.events());
  return next;
}

}  // namespace

// --- rules --------------------------------------------------------------------------------------

TEST_CASE("every rule counts for itself") {
  Driver d = driver({{.retry = {rule(1, "oom_killed"), rule(1)}}});
  CHECK(d.end(0, oom) == "retry 0#1 after 0s, intend 0#2, launch 0#2");
  CHECK(d.end(0, exit_3) == "retry 0#2 after 0s, intend 0#3, launch 0#3");
  CHECK(d.end(0, oom) == "0 failed, job failed");
}

TEST_CASE("the first rule that names the cause counts though a later one would allow more") {
  Driver d = driver({{.retry = {rule(0, "exit_code(3)"), rule(9)}}});
  CHECK(d.end(0, exit_3) == "0 failed, job failed");
}

TEST_CASE("a failure that no rule names is not retried") {
  Driver d = driver({{.retry = {rule(9, "oom_killed")}}});
  CHECK(d.end(0, exit_3) == "0 failed, job failed");
}

TEST_CASE("an attempt that asks for more keeps to the cap of its task") {
  //   0 1, one at a time
  Driver d = driver({{.numbers = {.count = 2, .max_parallel = 1}, .retry = {growing_rule()}}},
                    Answers().say(0, with_cores(1, 2)));
  CHECK(d.end(0, oom) == "ask 0, intend 0#2, launch 0#2");
  CHECK(d.end(0) == "intend 1#1, launch 1#1");
}

TEST_CASE("a lost node that a rule names uses its retries") {
  Driver d = driver({{.retry = {rule(1, "node_lost")}}});
  d.end(0, {Kind::node_lost});
  CHECK(d.end(0, {Kind::node_lost}) == "0 failed, job failed");
}

TEST_CASE("the counts of rules outlive an engine") {
  Driver d = driver({{.retry = {rule(1, "oom_killed"), rule(1, "exit_code")}}});
  d.end(0, exit_3);
  Driver next = resumed(d);
  CHECK(next.end(0, exit_3) == "0 failed, job failed");
}

// --- what the next attempt asks for -------------------------------------------------------------

TEST_CASE("an attempt may ask for more than the one before") {
  Driver d = driver({{.retry = {growing_rule()}}, {.numbers = {.count = 3}}},
                    Answers().say(0, with_cores(1, 3)));
  CHECK(d.end(0, oom) == "ask 0");
  CHECK(d.end(1).empty());
  CHECK(d.end(2) == "intend 0#2, launch 0#2");
  CHECK(d.sessions().at(0).placement.granted == cpu(3));
}

TEST_CASE("the failure of an attempt that asked for more gives back all of it") {
  Driver d = driver({{.retry = {growing_rule()}}},
                    Answers().say(0, with_cores(1, 4)).say(0, with_cores(2, 4)));
  d.end(0, oom);
  CHECK(d.end(0, oom) == "ask 0, intend 0#3, launch 0#3");
}

TEST_CASE("a request above every node ends the retries") {
  Driver d = driver({{.retry = {growing_rule()}}}, Answers().say(0, failed({0}, Kind::oom_killed)));
  CHECK(d.end(0, oom) == "ask 0, job failed");
  CHECK(d.status().instance({0}).cause == oom);
}

TEST_CASE("what an attempt asks for outlives an engine") {
  Driver d = driver({{.retry = {growing_rule()}}}, Answers().say(0, with_cores(1, 3)));
  d.record(AttemptEnded{.instance = {0}, .attempt = 1, .cause = oom});
  d.record(with_cores(1, 3));
  Driver next = resumed(d);
  CHECK(next.drain() == "intend 0#2, launch 0#2");
  CHECK(next.sessions().at(0).placement.granted == cpu(3));
}

TEST_CASE("a session found after a resume leaves no place in line for its next attempt") {
  //   2 to 5 run; 1 waits for a core, and behind it stood 0, whose next attempt asks for three
  Driver d = driver({{.retry = {growing_rule()}},
                     {.numbers = {.priority = 1}},
                     {.numbers = {.count = 4, .priority = 2}}},
                    {}, 2);
  Driver next = resumed(d, 2);
  next.answers = Answers().say(0, with_cores(1, 3));
  next.record(AttemptAbsent{{1}, 1});
  next.record(SessionAccepted{{0}, 1});
  next.drain();
  next.end(0, oom);
  next.end(2);
  CHECK(next.end(3).empty());
  next.end(4);
  CHECK(next.end(5) == "launch 0#2");
}

// --- timeouts -----------------------------------------------------------------------------------

TEST_CASE("what waits for its start too long fails without an attempt") {
  Driver d = driver({{.numbers = {.count = 4, .priority = 1}}, {.timeouts = {.queue = 5_s}}});
  CHECK(d.wait(4_s).empty());
  CHECK(d.wait(1_s) == "4 failed");
  CHECK(d.status().instance({4}).cause == Cause{Kind::timeout_queue});
}

TEST_CASE("an intent that waits for a core too long is taken back") {
  Driver d =
      driver({{.numbers = {.count = 4, .priority = 1}}, {.timeouts = {.queue = 5_s}}}, {}, 1);
  REQUIRE(d.status().instance({4}).attempts == 1);
  CHECK(d.wait(5_s) == "stop 4#1 timeout_queue, 4 failed");
}

TEST_CASE("the time in the queue counts anew for every attempt") {
  Driver d = driver({{.retry = {rule(1)}, .timeouts = {.queue = 5_s}}});
  d.wait(60_s);
  CHECK(d.end(0, exit_3) == "retry 0#1 after 0s, intend 0#2, launch 0#2");
}

TEST_CASE("a deadline stops a session and is not tried again") {
  Driver d = driver({{.retry = {rule(9)}, .timeouts = {.deadline = 5_s}}});
  CHECK(d.wait(5_s) == "stop 0#1 timeout_deadline");
  CHECK(d.end(0) == "0 failed, job failed");
  CHECK(d.status().cause() == Cause{Kind::timeout_deadline});
}

TEST_CASE("a deadline counts from the first time ready over all attempts") {
  Driver d = driver({{.retry = {rule(9)}, .timeouts = {.deadline = 5_s}}});
  d.wait(3_s);
  d.end(0, exit_3);
  CHECK(d.wait(2_s) == "stop 0#2 timeout_deadline");
}

TEST_CASE("a deadline ends what waits between attempts") {
  Driver d = driver(
      {{.retry = {{.limit = 1, .backoff = {.initial = 1_h}}}, .timeouts = {.deadline = 5_s}}});
  d.end(0, exit_3);
  CHECK(d.wait(5_s) == "0 failed, job failed");
}

TEST_CASE("a session without a sign of life is asked about again and again") {
  Driver d = driver({{.timeouts = {.heartbeat = 5_s}}});
  CHECK(d.wait(5_s) == "listen to 0#1");
  CHECK(d.wait(5_s) == "listen to 0#1");
  d.end(0);
  CHECK_FALSE(d.scheduler().wake_at());
}

TEST_CASE("a session lost for its silence is tried again as its rules say") {
  Driver d = driver({{.retry = {rule(1, "heartbeat_lost")}}});
  CHECK(d.end(0, {Kind::heartbeat_lost}) == "retry 0#1 after 0s, intend 0#2, launch 0#2");
}

namespace {

/// 0 to 3 run on the four cores, 4 is intended and waits, when the engine dies.
Driver dying(Timeouts timeouts) {
  return driver({{.numbers = {.count = 4, .priority = 1}}, {.timeouts = timeouts}}, {}, 1);
}

}  // namespace

TEST_CASE("the time in the queue goes on over a resume") {
  Driver next = resumed(dying({.queue = 5_s}), 1);
  next.drain();
  next.record(AttemptAbsent{{4}, 1});
  next.drain();
  CHECK(next.scheduler().wake_at() == Instant{5'000'000});
}

TEST_CASE("a session found after a resume has not queued for too long") {
  Driver next = resumed(dying({.queue = 5_s}), 1);
  next.wait(5_s);
  next.record(SessionAccepted{{4}, 1});
  CHECK(next.drain().empty());
}

TEST_CASE("a deadline that passed while a session was looked up stops it") {
  Driver next = resumed(dying({.deadline = 5_s}), 1);
  CHECK(next.wait(5_s).empty());
  next.record(SessionAccepted{{4}, 1});
  CHECK(next.drain() == "stop 4#1 timeout_deadline");
}

// What the scheduler asks for, scene by scene.
#include <headway/schedule/scheduler.hpp>

#include "support/catch.hpp"
#include "support/numbered_jobs.hpp"
#include "support/scheduler_driver.hpp"

using namespace headway;
using Kind = Cause::Kind;
using State = InstanceState;
using On = EdgeCondition;

namespace {

constexpr Cause exit_3{Kind::exit_code, 3};

/// A machine with `cpus` cores, and tasks that take one each.
Driver driver(std::vector<NumberedTask> tasks, std::int64_t cpus = 2, SchedulePolicy policy = {}) {
  auto parts = asking_for({cpu(1)});
  return {job_of(std::move(tasks), std::move(parts)),
          {{.name = "local", .resources = cpu(cpus)}},
          policy};
}

Driver started(std::vector<NumberedTask> tasks, std::int64_t cpus = 2, SchedulePolicy policy = {}) {
  Driver fresh = driver(std::move(tasks), cpus, policy);
  fresh.start();
  return fresh;
}

NumberedTask after(std::uint32_t task, On condition = On::succeeded) {
  return {.after = {{{task}, condition}}};
}

const SchedulePolicy no_intents_ahead{.intents_ahead = 0};
const SchedulePolicy fifo{.order = Order::fifo, .intents_ahead = 0};

}  // namespace

// --- order and dependencies ---------------------------------------------------------------------

TEST_CASE("a task starts once the one before it has succeeded and the job ends with the last") {
  //   0 ──> 1
  Driver d = started({{}, after(0)});
  CHECK(d.drain() == "intend 0#1, launch 0#1");
  CHECK(d.end(0) == "intend 1#1, launch 1#1");
  CHECK(d.end(1) == "job succeeded");
}

TEST_CASE("a diamond joins when both of its sides have ended") {
  //     ┌─> 1 ─┐
  //   0 ┤      ├─> 3
  //     └─> 2 ─┘
  Driver d = started({{}, after(0), after(0), {.after = {{{1}}, {{2}}}}});
  d.drain();
  CHECK(d.end(0) == "intend 1#1, launch 1#1, intend 2#1, launch 2#1");
  CHECK(d.end(2).empty());
  CHECK(d.end(1) == "intend 3#1, launch 3#1");
}

TEST_CASE("a join succeeds at once and has no session") {
  //   0 ──> (1) ──> 2
  Driver d = started({{}, {.numbers = {.kind = TaskKind::join}, .after = {{{0}}}}, after(1)});
  d.drain();
  CHECK(d.end(0) == "1 succeeded, intend 2#1, launch 2#1");
}

TEST_CASE("a job without tasks succeeds at once") {
  Driver d = started({});
  CHECK(d.drain() == "job succeeded");
}

TEST_CASE("a failure ends what follows on success and the job") {
  //   0 ──> 1 ──> 2
  Driver d = started({{}, after(0), after(1)});
  d.drain();
  CHECK(d.end(0, exit_3) == "0 failed, 1 upstream_failed, 2 upstream_failed, job failed");
  CHECK(d.status().cause() == exit_3);
}

TEST_CASE("a failure lets start what waits for one and the job fails all the same") {
  //   0 ──failed──> 1
  Driver d = started({{}, after(0, On::failed)});
  d.drain();
  CHECK(d.end(0, exit_3) == "0 failed, intend 1#1, launch 1#1");
  CHECK(d.end(1) == "job failed");
}

TEST_CASE("what waits for a failure is skipped after a success and passes the skip on") {
  //   0 ──failed──> 1 ──> 2
  Driver d = started({{}, after(0, On::failed), after(1)});
  d.drain();
  CHECK(d.end(0) == "1 skipped, 2 skipped, job succeeded");
}

TEST_CASE("an allowed failure fails neither its dependents nor the job") {
  //   0? ──> 1
  Driver d = started({{.numbers = {.allow_failure = true}}, after(0)});
  d.drain();
  CHECK(d.end(0, exit_3) == "0 failed, intend 1#1, launch 1#1");
  CHECK(d.end(1) == "job succeeded");
}

TEST_CASE("an edge to a fan-out waits for all of its elements") {
  //   0[0] 0[1] 0[2] ──> 1
  Driver d = started({{.numbers = {.count = 3}}, after(0)});
  CHECK(d.drain() == "intend 0#1, launch 0#1, intend 1#1, launch 1#1, intend 2#1");
  CHECK(d.end(1) == "launch 2#1");
  CHECK(d.end(0).empty());
  CHECK(d.end(2) == "intend 3#1, launch 3#1");
}

TEST_CASE("the longest remaining path goes first on the critical path") {
  //   0
  //   1 ──> 2
  Driver d = started({{}, {}, after(1)}, 1, no_intents_ahead);
  CHECK(d.drain() == "intend 1#1, launch 1#1");
}

TEST_CASE("a larger priority goes before a longer path") {
  Driver d = started({{.numbers = {.priority = 1}}, {}, after(1)}, 1, no_intents_ahead);
  CHECK(d.drain() == "intend 0#1, launch 0#1");
}

TEST_CASE("first come is first served under fifo") {
  Driver d = started({{}, {}, after(1)}, 1, fifo);
  CHECK(d.drain() == "intend 0#1, launch 0#1");
  CHECK(d.end(0) == "intend 1#1, launch 1#1");
}

// --- intents ------------------------------------------------------------------------------------

TEST_CASE("intents go ahead of free resources by as many as the policy says") {
  Driver d = started({{.numbers = {.count = 9}}}, 2, {.intents_ahead = 3});
  CHECK(d.drain() ==
        "intend 0#1, launch 0#1, intend 1#1, launch 1#1, intend 2#1, intend 3#1, intend 4#1");
  CHECK(d.end(1) == "launch 2#1, intend 5#1");
}

TEST_CASE("a paused policy starts nothing new and still decides") {
  Driver d = started({{.numbers = {.kind = TaskKind::join}}, after(0)}, 2, {.paused = true});
  CHECK(d.drain() == "0 succeeded");
}

TEST_CASE("a paused job starts nothing until it is resumed") {
  Driver d = started({{}, after(0)});
  d.drain();
  d.record(JobPaused{});
  CHECK(d.end(0).empty());
  d.record(JobResumed{});
  CHECK(d.drain() == "intend 1#1, launch 1#1");
}

// --- capacity -----------------------------------------------------------------------------------

TEST_CASE("what does not fit waits while something smaller goes by") {
  auto parts = asking_for({cpu(2), cpu(1)});
  Driver d(
      job_of(
          {{.numbers = {.priority = 2}}, {.numbers = {.priority = 1}}, {.numbers = {.shape = {1}}}},
          std::move(parts)),
      {{.name = "local", .resources = cpu(3)}}, no_intents_ahead);
  d.start();
  CHECK(d.drain() == "intend 0#1, launch 0#1, intend 2#1, launch 2#1");
  CHECK(d.end(0) == "intend 1#1, launch 1#1");
}

TEST_CASE("shares of a device go where the least is left") {
  auto parts = asking_for({gpu(250), gpu(1000)});
  Driver d(job_of({{.numbers = {.count = 2}}, {.numbers = {.count = 2, .shape = {1}}}},
                  std::move(parts)),
           {{.name = "local", .resources = gpu(2000)}}, no_intents_ahead);
  d.start();
  CHECK(d.drain() ==
        "intend 0#1, launch 0#1 gpu0:250, intend 1#1, launch 1#1 gpu0:250, "
        "intend 2#1, launch 2#1 gpu1");
}

TEST_CASE("the first node by name that has room is used") {
  auto parts = asking_for({cpu(1)});
  Driver d(job_of({{.numbers = {.count = 3}}}, std::move(parts)),
           {{.name = "b", .resources = cpu(1)}, {.name = "a", .resources = cpu(1)}},
           no_intents_ahead);
  d.start();
  CHECK(d.drain() == "intend 0#1, launch 0#1@a, intend 1#1, launch 1#1@b");
  CHECK(d.end(1) == "intend 2#1, launch 2#1@b");
}

TEST_CASE("a job takes no more sessions at a time than its cap") {
  auto parts = asking_for({Resources{}});
  parts.max_parallel = 2;
  Driver d(job_of({{.numbers = {.count = 3}}}, std::move(parts)),
           {{.name = "local", .resources = {}}}, no_intents_ahead);
  d.start();
  CHECK(d.drain() == "intend 0#1, launch 0#1, intend 1#1, launch 1#1");
  CHECK(d.end(0) == "intend 2#1, launch 2#1");
}

TEST_CASE("a fan-out takes no more sessions at a time than its cap and others go by") {
  Driver d = started({{.numbers = {.count = 3, .priority = 1, .max_parallel = 1}}, {}}, 4,
                     no_intents_ahead);
  CHECK(d.drain() == "intend 0#1, launch 0#1, intend 3#1, launch 3#1");
  CHECK(d.end(0) == "intend 1#1, launch 1#1");
}

TEST_CASE("a slot that only the job has limits the job") {
  Resources asked = cpu(1);
  asked.set("licence", {1000});
  auto parts = asking_for({asked});
  parts.job_slots = {{SlotId{1}, 1000}};
  Driver d(job_of({{.numbers = {.count = 2}}}, std::move(parts)),
           {{.name = "local", .resources = cpu(4)}}, no_intents_ahead);
  d.start();
  CHECK(d.drain() == "intend 0#1, launch 0#1");
  CHECK(d.end(0) == "intend 1#1, launch 1#1");
}

TEST_CASE("a cap on a slot of the nodes holds beside what the nodes have") {
  auto parts = asking_for({cpu(1)});
  parts.capped_slots = {{SlotId{0}, 2000}};
  Driver d(job_of({{.numbers = {.count = 3}}}, std::move(parts)),
           {{.name = "local", .resources = cpu(1)}}, no_intents_ahead);
  d.start();
  CHECK(d.drain() == "intend 0#1, launch 0#1");
  d.set_nodes({{.name = "local", .resources = cpu(4)}});
  CHECK(d.drain() == "intend 1#1, launch 1#1");
}

TEST_CASE("a node that comes later is used at once") {
  Driver d = started({{.numbers = {.count = 2}}}, 1, no_intents_ahead);
  CHECK(d.drain() == "intend 0#1, launch 0#1");
  d.set_nodes({{.name = "local", .resources = cpu(2)}});
  CHECK(d.drain() == "intend 1#1, launch 1#1");
}

// --- retries and timeouts -----------------------------------------------------------------------

TEST_CASE("a failed attempt is retried as often as its limit says") {
  Driver d = started({{.retry = {{.limit = 1, .backoff = {.initial = 2_s}}}}});
  d.drain();
  CHECK(d.end(0, exit_3) == "retry 0#1 after 2s");
  CHECK(d.scheduler().wake_at() == d.now() + 2_s);
  CHECK(d.wait(1_s).empty());
  CHECK(d.wait(1_s) == "intend 0#2, launch 0#2");
  CHECK(d.end(0, exit_3) == "0 failed, job failed");
}

TEST_CASE("a retry that succeeds lets the next task start") {
  Driver d = started({{.retry = {{.limit = 1}}}, after(0)});
  d.drain();
  CHECK(d.end(0, exit_3) == "retry 0#1 after 0s, intend 0#2, launch 0#2");
  CHECK(d.end(0) == "intend 1#1, launch 1#1");
}

TEST_CASE("a lost node uses no retry up to five times in a row") {
  Driver d = started({{}});
  d.drain();
  for (int i = 1; i <= 5; ++i) {
    CHECK(d.end(0, {Kind::node_lost}).starts_with("retry 0#" + std::to_string(i) + " after 0s"));
  }
  CHECK(d.end(0, {Kind::node_lost}) == "0 failed, job failed");
}

TEST_CASE("a failure that cannot be recovered from is not retried") {
  Driver d = started({{.retry = {{.limit = 9}}}});
  d.drain();
  CHECK(d.end(0, {Kind::non_recoverable}) == "0 failed, job failed");
}

TEST_CASE("a session that runs for too long is stopped and fails for that reason") {
  Driver d = started({{.timeouts = {.run = 5_s}}});
  d.drain();
  CHECK(d.scheduler().wake_at() == Instant{5'000'000});
  CHECK(d.wait(4_s).empty());
  CHECK(d.wait(1_s) == "stop 0#1 timeout_run");
  CHECK_FALSE(d.scheduler().wake_at());
  CHECK(d.end(0) == "0 failed, job failed");
  CHECK(d.status().cause() == Cause{Kind::timeout_run});
}

TEST_CASE("a session that ends in time is not stopped later") {
  Driver d = started({{.timeouts = {.run = 5_s}}, after(0)});
  d.drain();
  d.end(0);
  CHECK_FALSE(d.scheduler().wake_at());
  CHECK(d.wait(9_s).empty());
}

// --- cancelling ---------------------------------------------------------------------------------

TEST_CASE("cancel ends what has no session and stops what has one") {
  //   0 ──> 1     2 waits for a core
  Driver d = started({{.numbers = {.priority = 1}}, after(0), {}}, 1);
  d.drain();
  d.record(JobCancelRequested{"ann"});
  CHECK(d.drain() == "stop 0#1 cancelled_by_user, 1 cancelled, 2 cancelled");
  CHECK(d.end(0) == "0 cancelled, job cancelled");
}

TEST_CASE("what succeeds before it stops stays succeeded in a cancelled job") {
  Driver d = started({{}, after(0)});
  d.drain();
  d.record(JobCancelRequested{});
  d.drain();
  d.record(AttemptEnded{.instance = {0}, .attempt = 1});
  CHECK(d.drain() == "job cancelled");
  CHECK(d.state(0) == State::succeeded);
}

TEST_CASE("a failure during a cancel is not retried") {
  Driver d = started({{.retry = {{.limit = 5}}}});
  d.drain();
  d.record(JobCancelRequested{});
  d.drain();
  d.record(AttemptEnded{.instance = {0}, .attempt = 1, .cause = exit_3});
  CHECK(d.drain() == "0 failed, job failed");
}

TEST_CASE("cancel ends what waits for a retry") {
  Driver d = started({{.retry = {{.limit = 5, .backoff = {.initial = 1_h}}}}});
  d.drain();
  d.end(0, exit_3);
  d.record(JobCancelRequested{});
  CHECK(d.drain() == "0 cancelled, job cancelled");
  CHECK_FALSE(d.scheduler().wake_at());
}

// --- several jobs -------------------------------------------------------------------------------

TEST_CASE("a later job uses what an earlier one cannot") {
  Scheduler scheduler(no_intents_ahead);
  const auto wide = job_of({{.numbers = {.count = 2}}}, asking_for({cpu(2)}));
  const auto narrow = job_of({{.numbers = {.count = 2}}}, asking_for({cpu(1)}));
  scheduler.apply({.fact = NodesChanged{{{.name = "local", .resources = cpu(3)}}}}, {});
  scheduler.apply({.job = {1}, .fact = JobStarted{wide}}, {});
  scheduler.apply({.job = {2}, .fact = JobStarted{narrow}}, {});
  CHECK(std::get<IntendAttempt>(*scheduler.next({})).job == JobId{1});
  CHECK(std::get<IntendAttempt>(*scheduler.next({})).job == JobId{2});
  CHECK_FALSE(scheduler.next({}));
}

TEST_CASE("facts about an unknown job change nothing") {
  Scheduler scheduler{{}};
  scheduler.apply({.job = {9}, .fact = AttemptEnded{.instance = {3}, .attempt = 1}}, {});
  CHECK_FALSE(scheduler.next({}));
}

TEST_CASE("a job is served in the places that it was given") {
  Driver driver(job_of({{.numbers = {.count = 3}}}, asking_for({cpu(1)})),
                {{.name = "local", .resources = cpu(1)}},
                {.order = Order::fifo, .intents_ahead = 0});
  driver.scheduler().serve(Driver::id, {.places = {2, 0, 1}});
  driver.start();
  CHECK(driver.drain() == "intend 1#1, launch 1#1");
  CHECK(driver.end(1) == "intend 2#1, launch 2#1");
}

//   0 -> 1 (long)    2  3  (short, one core each, in line for the only core)
TEST_CASE("what becomes ready is served before what was intended if its place is better") {
  const auto job = job_of({{.numbers = {.priority = 9}},
                           {.numbers = {.priority = 9}, .after = {{TaskId{0}}}},
                           {.numbers = {.count = 2}}},
                          asking_for({cpu(1)}));
  Driver driver(job, {{.name = "local", .resources = cpu(1)}});
  driver.start();
  driver.drain();
  const std::string told = driver.end(0);
  CHECK(told.find("launch 1#1") != std::string::npos);
}

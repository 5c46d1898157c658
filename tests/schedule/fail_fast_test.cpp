// With fail_fast nothing new starts after a failure that counts, and what runs goes on.
#include <headway/schedule/scheduler.hpp>

#include "support/catch.hpp"
#include "support/grown_graphs.hpp"
#include "support/scheduler_driver.hpp"

using namespace headway;
using Kind = Cause::Kind;
using State = InstanceState;

namespace {

constexpr Cause exit_3{Kind::exit_code, 3};

/// Tasks that ask for a core each, of which there are `cpus`.
Driver driver(std::vector<NumberedTask> tasks, Answers answers = {}, std::int64_t cpus = 2) {
  auto parts = asking_for({cpu(1)});
  parts.fail_fast = true;
  Driver made(job_of(std::move(tasks), std::move(parts)),
              {{.name = "local", .resources = cpu(cpus)}}, {.intents_ahead = 0});
  made.answers = std::move(answers);
  made.start();
  made.drain();
  return made;
}

}  // namespace

TEST_CASE("after a failure what waits is cancelled and what runs goes on") {
  Driver d = driver({{.numbers = {.count = 3}}, then(0, {})});
  CHECK(d.end(0, exit_3) == "0 failed, 2 cancelled, 3 cancelled");
  CHECK(d.status().instance({2}).cause == Cause{Kind::fail_fast});
  CHECK(d.end(1) == "job failed");
  CHECK(d.status().cause() == exit_3);
}

TEST_CASE("what fails after the failure is not tried again") {
  Driver d = driver({{}, {.retry = {{.limit = 5}}}});
  d.end(0, exit_3);
  CHECK(d.end(1, exit_3) == "1 failed, job failed");
}

TEST_CASE("what waits between attempts is cancelled after a failure") {
  Driver d = driver({{}, {.retry = {{.limit = 5, .backoff = {.initial = 1_h}}}}});
  d.end(1, exit_3);
  CHECK(d.end(0, exit_3) == "0 failed, 1 cancelled, job failed");
}

TEST_CASE("what waits for a person is cancelled after a failure") {
  Driver d = driver({NumberedTask{}, asking(TaskKind::approval)},
                    Answers().say(1, InstanceWaiting{.instance = {1}}));
  CHECK(d.end(0, exit_3) == "0 failed, 1 cancelled, job failed");
}

TEST_CASE("an allowed failure halts nothing") {
  Driver d = driver({allowed(), {.numbers = {.count = 2}}});
  CHECK(d.end(0, exit_3) == "0 failed, intend 2#1, launch 2#1");
}

TEST_CASE("a tolerated element halts nothing and the one too many does") {
  Driver d = driver({map_of({}, {.amount = 1}), {.numbers = {.count = 3}}},
                    Answers().say(0, elements({0}, 3)), 1);
  CHECK(d.end(4, exit_3) == "4 failed");
  CHECK(d.end(1) == "intend 2#1, launch 2#1");
  CHECK(d.end(5, exit_3) == "5 failed, 3 cancelled");
  CHECK(d.end(6) == "0 failed");
}

TEST_CASE("a map that failed is failed though elements of it were cancelled") {
  Driver d = driver({growing(TaskKind::map, job_of({NumberedTask{}}, asking_for({cpu(1)})))},
                    Answers().say(0, elements({0}, 3)));
  CHECK(d.end(1, exit_3) == "1 failed, 3 cancelled");
  CHECK(d.end(2) == "0 failed, job failed");
}

TEST_CASE("a failure inside of what may fail halts nothing") {
  //   0 is a repeat that may fail, 1[0] and 1[1] have one core left between them
  Driver d = driver({allowed(repeat_of({NumberedTask{}})), {.numbers = {.count = 2}}},
                    Answers().say(0, round_of({0}, 0)), 1);
  CHECK(d.end(3, exit_3) == "3 failed, 0 failed");
  CHECK(d.end(1) == "intend 2#1, launch 2#1");
}

TEST_CASE("a failure in a round halts the job before its repeat has ended") {
  Driver d = driver({repeat_of({{}, {}}), {.numbers = {.count = 2}}},
                    Answers().say(0, round_of({0}, 0)), 1);
  CHECK(d.end(3, exit_3) == "3 failed, 2 cancelled");
}

TEST_CASE("no new round begins after a failure") {
  Driver d = driver({repeat_of({NumberedTask{}}), NumberedTask{}},
                    Answers()
                        .say(0, round_of({0}, 0))
                        .say(0, InstanceWaiting{.instance = {0}, .until = Instant{5'000'000}}));
  d.end(1, exit_3);
  CHECK(d.end(2) == "ask 0, 0 cancelled, job failed");
}

TEST_CASE("an inner job with fail_fast halts itself alone") {
  PipelineJobParts parts;
  parts.fail_fast = true;
  const Plan inner = job_of({{}, {}, then(1, {})}, std::move(parts));
  Driver d(job_of({growing(TaskKind::pipeline), {}, then(1, {})}),
           {{.name = "local", .resources = {}}});
  d.answers = Answers().say(0, inner_job({0}, inner));
  d.start();
  d.drain();
  CHECK(d.end(3, exit_3) == "3 failed, 5 cancelled");
  CHECK(d.end(1) == "intend 2#1, launch 2#1");
  CHECK(d.end(4) == "0 failed");
}

TEST_CASE("a cancel stops what runs in an inner job that had halted itself") {
  PipelineJobParts parts;
  parts.fail_fast = true;
  Driver d(job_of({growing(TaskKind::pipeline)}), {{.name = "local", .resources = {}}});
  d.answers = Answers().say(0, inner_job({0}, job_of({{}, {}}, std::move(parts))));
  d.start();
  d.drain();
  d.end(1, exit_3);
  d.record(JobCancelRequested{"ann"});
  CHECK(d.drain() == "stop 2#1 cancelled_by_user");
  CHECK(d.end(2) == "2 cancelled, 0 cancelled, job cancelled");
}

// The end of a job, and of inner ones: tasks, then after a failure rollback and on_failure, then
// finally.
#include <headway/schedule/scheduler.hpp>

#include "support/catch.hpp"
#include "support/grown_graphs.hpp"
#include "support/scheduler_driver.hpp"

using namespace headway;
using Kind = Cause::Kind;
using State = InstanceState;

namespace {

constexpr Cause exit_3{Kind::exit_code, 3};

/// A job that does all that can be done at its end, with a task each.
PipelineJobParts all_ends() {
  PipelineJobParts parts;
  parts.rollback = true;
  parts.on_failure = single();
  parts.finally = single();
  return parts;
}

PipelineJobParts rolling_back() {
  PipelineJobParts parts;
  parts.rollback = true;
  return parts;
}

Driver driver(std::vector<NumberedTask> tasks, PipelineJobParts parts, Answers answers = {}) {
  Driver made(job_of(std::move(tasks), std::move(parts)), {{.name = "local", .resources = {}}});
  made.answers = std::move(answers);
  made.start();
  made.drain();
  return made;
}

}  // namespace

TEST_CASE("after a failure come rollback then on_failure then finally") {
  //   0 ──> 1        0 can be undone
  Driver d = driver({undoable(), then(0, {})}, all_ends());
  d.end(0);
  CHECK(d.end(1, exit_3) == "1 failed, add compensation of 0, intend 2#1, launch 2#1");
  CHECK(d.status().name({2}) == "0.compensate");
  CHECK(d.end(2) == "add on_failure, intend 3#1, launch 3#1");
  CHECK(d.end(3) == "add finally, intend 4#1, launch 4#1");
  CHECK(d.end(4) == "job failed");
  CHECK(d.status().cause() == exit_3);
}

TEST_CASE("after success comes finally alone") {
  Driver d = driver({undoable()}, all_ends());
  CHECK(d.end(0) == "add finally, intend 1#1, launch 1#1");
  CHECK(d.end(1) == "job succeeded");
}

TEST_CASE("after a failure that is allowed comes finally alone") {
  Driver d = driver({allowed()}, all_ends());
  CHECK(d.end(0, exit_3) == "0 failed, add finally, intend 1#1, launch 1#1");
  CHECK(d.end(1) == "job succeeded");
}

TEST_CASE("after a cancel comes finally alone") {
  Driver d = driver({undoable(), then(0, {})}, all_ends());
  d.end(0);
  d.record(JobCancelRequested{"ann"});
  CHECK(d.drain() == "stop 1#1 cancelled_by_user");
  CHECK(d.end(1) == "1 cancelled, add finally, intend 2#1, launch 2#1");
  CHECK(d.end(2) == "job cancelled");
}

TEST_CASE("a finally that fails fails the job and nothing is rolled back for it") {
  Driver d = driver({undoable()}, all_ends());
  d.end(0);
  CHECK(d.end(1, exit_3) == "1 failed, job failed");
  CHECK(d.status().cause() == exit_3);
}

TEST_CASE("an on_failure that fails is followed by finally") {
  Driver d = driver({NumberedTask{}}, all_ends());
  CHECK(d.end(0, exit_3) == "0 failed, add on_failure, intend 1#1, launch 1#1");
  CHECK(d.end(1, {Kind::signal, 9}) == "1 failed, add finally, intend 2#1, launch 2#1");
  CHECK(d.end(2) == "job failed");
  CHECK(d.status().cause() == exit_3);
}

TEST_CASE("the tasks of an end wait for each other as all tasks do") {
  PipelineJobParts parts;
  parts.finally = job_of({{}, then(0, {})});
  Driver d = driver({NumberedTask{}}, std::move(parts));
  CHECK(d.end(0) == "add finally, intend 1#1, launch 1#1");
  CHECK(d.end(1) == "intend 2#1, launch 2#1");
}

// --- rollback -----------------------------------------------------------------------------------

TEST_CASE("the newest success is undone first and one after the other") {
  //   0, 1, 2 end in the order 1, 0; then 2 fails
  Driver d = driver({undoable(), undoable(), NumberedTask{}}, rolling_back());
  d.end(1);
  d.end(0);
  CHECK(d.end(2, exit_3) == "2 failed, add compensation of 0, intend 3#1, launch 3#1");
  CHECK(d.end(3) == "add compensation of 1, intend 4#1, launch 4#1");
  CHECK(d.end(4) == "job failed");
}

TEST_CASE("a compensation that fails is recorded and the others go on") {
  Driver d = driver({undoable(), undoable(), NumberedTask{}}, rolling_back());
  d.end(0);
  d.end(1);
  d.end(2, exit_3);
  CHECK(d.end(3, {Kind::signal, 9}) == "3 failed, add compensation of 0, intend 4#1, launch 4#1");
  CHECK(d.state(3) == State::failed);
  CHECK(d.end(4) == "job failed");
  CHECK(d.status().cause() == exit_3);
}

TEST_CASE("a compensation is tried again as its rules say") {
  Driver d = driver({undoable({}, {.retry = {{.limit = 1}}}), NumberedTask{}}, rolling_back());
  d.end(0);
  d.end(1, exit_3);
  CHECK(d.end(2, exit_3) == "retry 2#1 after 0s, intend 2#2, launch 2#2");
  CHECK(d.end(2) == "job failed");
}

TEST_CASE("every element of a map is undone by itself") {
  Driver d =
      driver({map_of(undoable()), then(0, {})}, rolling_back(), Answers().say(0, elements({0}, 2)));
  d.end(2);
  d.end(3);
  CHECK(d.end(1, exit_3) == "1 failed, add compensation of 3, intend 4#1, launch 4#1");
  CHECK(d.status().name({4}) == "0[1].compensate");
  CHECK(d.end(4) == "add compensation of 2, intend 5#1, launch 5#1");
}

TEST_CASE("what failed or never ran is not undone") {
  Driver d = driver({undoable(), then(0, undoable())}, rolling_back());
  CHECK(d.end(0, exit_3) == "0 failed, 1 upstream_failed, job failed");
}

TEST_CASE("a cached success is not undone") {
  Driver d = driver({asking(undoable()), then(0, {})}, rolling_back(),
                    Answers().say(0, InstanceEnded{.instance = {0}, .cause = {Kind::cached}}));
  CHECK(d.end(1, exit_3) == "1 failed, job failed");
}

TEST_CASE("without rollback nothing is undone") {
  Driver d = driver({undoable(), then(0, {})}, {});
  d.end(0);
  CHECK(d.end(1, exit_3) == "1 failed, job failed");
}

TEST_CASE("a cancel during rollback lets the compensation end and finally follow") {
  auto parts = all_ends();
  Driver d = driver({undoable(), undoable(), NumberedTask{}}, std::move(parts));
  d.end(0);
  d.end(1);
  d.end(2, exit_3);
  d.record(JobCancelRequested{"ann"});
  CHECK(d.drain().empty());
  CHECK(d.end(3) == "add finally, intend 4#1, launch 4#1");
  CHECK(d.end(4) == "job failed");
}

TEST_CASE("a cancel stops on_failure and lets finally run") {
  Driver d = driver({NumberedTask{}}, all_ends());
  d.end(0, exit_3);
  d.record(JobCancelRequested{"ann"});
  CHECK(d.drain() == "stop 1#1 cancelled_by_user");
  CHECK(d.end(1) == "1 cancelled, add finally, intend 2#1, launch 2#1");
  CHECK(d.end(2) == "job failed");
}

TEST_CASE("a compensation that an engine did not live to see goes on and is added once") {
  Driver d = driver({undoable(), then(0, {})}, rolling_back());
  d.end(0);
  d.end(1, exit_3);
  Driver next(d.status().shared_job(), {{.name = "local", .resources = {}}});
  next.replay(d.events());
  CHECK(next.drain().empty());
  CHECK(next.end(2) == "job failed");
}

// --- inner jobs ---------------------------------------------------------------------------------

TEST_CASE("an inner job has an end of its own before the task is over") {
  //   0/0 fails: instances 1 the task inside, 2 on_failure, 3 finally
  Driver d = driver({growing(TaskKind::pipeline)}, {},
                    Answers().say(0, inner_job({0}, job_of({NumberedTask{}}, all_ends()))));
  CHECK(d.end(1, exit_3) == "1 failed, add on_failure of 0, intend 2#1, launch 2#1");
  CHECK(d.end(2) == "add finally of 0, intend 3#1, launch 3#1");
  CHECK(d.end(3) == "0 failed, job failed");
}

TEST_CASE("a finally that fails fails its inner job") {
  Driver d = driver({growing(TaskKind::pipeline)}, {},
                    Answers().say(0, inner_job({0}, job_of({NumberedTask{}}, all_ends()))));
  CHECK(d.end(1) == "add finally of 0, intend 2#1, launch 2#1");
  CHECK(d.end(2, exit_3) == "2 failed, 0 failed, job failed");
}

TEST_CASE("the end of an inner job keeps within its limits") {
  //   0/0, then two sessions of its finally, one at a time
  PipelineJobParts inner;
  inner.max_parallel = 1;
  inner.finally = job_of({NumberedTask{.numbers = {.count = 2}}});
  Driver d = driver({growing(TaskKind::pipeline)}, {},
                    Answers().say(0, inner_job({0}, job_of({NumberedTask{}}, std::move(inner)))));
  d.end(1);
  CHECK(d.sessions().size() == 1);
}

TEST_CASE("an inner job that fails undoes what it did and the job around it the rest") {
  //   0 ──> 1 (1/0 ──> 1/1 fails)
  const Plan inner = job_of({undoable(), then(0, {})}, rolling_back());
  Driver d = driver({undoable(), then(0, growing(TaskKind::pipeline))}, rolling_back(),
                    Answers().say(1, inner_job({1}, inner)));
  d.end(0);
  d.end(2);
  CHECK(d.end(3, exit_3) == "3 failed, add compensation of 2, intend 4#1, launch 4#1");
  CHECK(d.end(4) == "1 failed, add compensation of 0, intend 5#1, launch 5#1");
  CHECK(d.end(5) == "job failed");
}

TEST_CASE("the success of an inner job is undone before what was done in it") {
  //   0 (0/0) ──> 1 fails
  Driver d = driver({undoable(growing(TaskKind::pipeline)), then(0, {})}, rolling_back(),
                    Answers().say(0, inner_job({0}, single(undoable()))));
  d.end(2);
  CHECK(d.end(1, exit_3) == "1 failed, add compensation of 0, intend 3#1, launch 3#1");
  CHECK(d.end(3) == "add compensation of 2, intend 4#1, launch 4#1");
}

TEST_CASE("a cancel runs the finally of inner jobs and of the job") {
  PipelineJobParts parts;
  parts.finally = single();
  PipelineJobParts inner = all_ends();
  Driver d = driver({growing(TaskKind::pipeline)}, std::move(parts),
                    Answers().say(0, inner_job({0}, job_of({NumberedTask{}}, std::move(inner)))));
  d.record(JobCancelRequested{"ann"});
  d.drain();
  CHECK(d.end(1) == "1 cancelled, add finally of 0, intend 2#1, launch 2#1");
  CHECK(d.end(2) == "0 cancelled, add finally, intend 3#1, launch 3#1");
  CHECK(d.end(3) == "job cancelled");
}

// What waits: for a person, a time, a callback. It holds nothing, and costs nothing.
#include <headway/schedule/scheduler.hpp>

#include "support/catch.hpp"
#include "support/grown_graphs.hpp"
#include "support/scheduler_driver.hpp"

using namespace headway;
using Kind = Cause::Kind;
using State = InstanceState;

namespace {

constexpr Cause exit_3{Kind::exit_code, 3};

/// One core, and tasks that ask for it.
Driver driver(std::vector<NumberedTask> tasks, Answers answers = {}) {
  Driver made(job_of(std::move(tasks), asking_for({cpu(1)})),
              {{.name = "local", .resources = cpu(1)}}, {.intents_ahead = 0});
  made.answers = std::move(answers);
  made.start();
  return made;
}

Driver resumed(const Driver& of) {
  Driver next(of.status().shared_job(), {{.name = "local", .resources = cpu(1)}},
              {.intents_ahead = 0});
  next.replay(of.events());
  return next;
}

InstanceWaiting waiting(InstanceId id, std::int64_t until_second = 0) {
  return {.instance = id, .until = {until_second * 1'000'000}};
}

/// 0 waits for a person until second 60, 1 follows.
Driver with_approval(Answers answers = {}) {
  Driver d = driver({asking(TaskKind::approval), then(0, {})},
                    std::move(answers.say(0, waiting({0}, 60))));
  d.drain();
  return d;
}

}  // namespace

TEST_CASE("a person that approves lets the next task start") {
  Driver d = with_approval();
  CHECK(d.state(0) == State::waiting);
  d.record(InstanceEnded{.instance = {0}});
  CHECK(d.drain() == "intend 1#1, launch 1#1");
  CHECK_FALSE(d.scheduler().wake_at());
}

TEST_CASE("a person that rejects fails the task") {
  Driver d = with_approval();
  d.record(failed({0}, Kind::rejected));
  CHECK(d.drain() == "1 upstream_failed, job failed");
  CHECK(d.status().cause() == Cause{Kind::rejected});
}

TEST_CASE("the first answer is final") {
  Driver d = with_approval();
  d.record(failed({0}, Kind::rejected));
  d.record(InstanceEnded{.instance = {0}});
  d.drain();
  CHECK(d.state(0) == State::failed);
}

TEST_CASE("when its time is up what waits is asked about once") {
  Driver d = with_approval(Answers());
  d.answers = Answers().say(0, failed({0}, Kind::timeout_approval));
  CHECK(d.scheduler().wake_at() == Instant{60'000'000});
  CHECK(d.wait(59_s).empty());
  CHECK(d.wait(1_s) == "ask 0, 1 upstream_failed, job failed");
}

TEST_CASE("what waits without an end wakes nobody") {
  Driver d = driver({asking(TaskKind::approval)}, Answers().say(0, waiting({0})));
  d.drain();
  CHECK_FALSE(d.scheduler().wake_at());
}

TEST_CASE("what waits holds no slot") {
  Driver d = driver({asking(TaskKind::approval), {}}, Answers().say(0, waiting({0})));
  CHECK(d.drain() == "ask 0, intend 1#1, launch 1#1");
}

TEST_CASE("a wait ends with its time") {
  Driver d = driver({asking(TaskKind::wait), then(0, {})}, Answers().say(0, waiting({0}, 10)));
  d.drain();
  CHECK(d.wait(10_s) == "ask 0, intend 1#1, launch 1#1");
}

TEST_CASE("a wait goes on over a resume and is over when its time passed meanwhile") {
  Driver d = driver({asking(TaskKind::wait), then(0, {})}, Answers().say(0, waiting({0}, 10)));
  d.drain();
  Driver next = resumed(d);
  CHECK(next.drain().empty());
  CHECK(next.state(0) == State::waiting);
  CHECK(next.wait(1_h) == "ask 0, intend 1#1, launch 1#1");
}

TEST_CASE("a cancel ends what waits") {
  Driver d = with_approval();
  d.record(JobCancelRequested{"ann"});
  CHECK(d.drain() == "0 cancelled, 1 cancelled, job cancelled");
}

TEST_CASE("what begins to wait after a cancel is cancelled at once") {
  //   the round of 0 ends well while the job is being cancelled
  Driver d = driver({repeat_of({NumberedTask{}})},
                    Answers().say(0, round_of({0}, 0)).say(0, waiting({0}, 3600)));
  d.drain();
  d.record(JobCancelRequested{"ann"});
  d.drain();
  d.record(AttemptEnded{.instance = {1}, .attempt = 1});
  CHECK(d.drain() == "ask 0, 0 cancelled, job cancelled");
}

TEST_CASE("a question that was open when the engine died is asked again") {
  Driver d = driver({asking(TaskKind::approval)}, Answers().say(0, waiting({0})));
  Driver next = resumed(d);  // job_started alone
  next.answers = Answers().say(0, waiting({0}));
  CHECK(next.drain() == "ask 0");
  CHECK(next.state(0) == State::waiting);
}

TEST_CASE("a question about a round is not asked again when the next has begun") {
  Driver d = driver({repeat_of({NumberedTask{}})},
                    Answers().say(0, round_of({0}, 0)).say(0, round_of({0}, 1)));
  d.drain();
  d.end(1);
  Driver next = resumed(d);
  CHECK(next.drain().empty());
  CHECK(next.end(2) == "ask 0, job succeeded");
}

TEST_CASE("the end of an earlier rest does not end a later one") {
  //   0 rests until 10 and then until 99; 3 runs for too long meanwhile, and will not stop
  Driver d = driver({repeat_of({NumberedTask{}}), {.timeouts = {.run = 5_s}}},
                    Answers()
                        .say(0, round_of({0}, 0))
                        .say(0, waiting({0}, 10))
                        .say(0, round_of({0}, 1))
                        .say(0, waiting({0}, 99)));
  d.drain();
  d.end(2);
  d.wait(10_s);
  d.end(3);
  Driver next = resumed(d);
  CHECK(next.drain() == "stop 1#1 timeout_run");
  CHECK(next.state(0) == State::waiting);
  CHECK(next.scheduler().wake_at() == Instant{99'000'000});
}

// --- callbacks ----------------------------------------------------------------------------------

TEST_CASE("a parked attempt holds nothing") {
  Driver d = driver({{.numbers = {.priority = 1}}, {}});
  d.drain();
  CHECK(d.park(0) == "intend 1#1, launch 1#1");
  CHECK(d.state(0) == State::waiting);
}

TEST_CASE("a callback brings the result of a parked attempt") {
  Driver d = driver({{}, then(0, {})});
  d.drain();
  d.park(0);
  d.record(AttemptEnded{.instance = {0}, .attempt = 1});
  CHECK(d.drain() == "intend 1#1, launch 1#1");
}

TEST_CASE("the time of a session does not count while it is parked") {
  Driver d = driver({{.timeouts = {.run = 5_s}}});
  d.drain();
  d.park(0);
  CHECK_FALSE(d.scheduler().wake_at());
  CHECK(d.wait(1_h).empty());
}

TEST_CASE("a callback that does not come in time is a failure of the attempt") {
  Driver d = driver(
      {{.retry = {{.limit = 1}}}},
      Answers().say(
          0, AttemptEnded{.instance = {0}, .attempt = 1, .cause = {Kind::timeout_callback}}));
  d.drain();
  d.park(0, Instant{60'000'000});
  CHECK(d.wait(60_s) == "ask 0, retry 0#1 after 0s, intend 0#2, launch 0#2");
}

TEST_CASE("a callback that comes first is not asked about later") {
  Driver d = driver({{}, then(0, {})});
  d.drain();
  d.park(0, Instant{60'000'000});
  d.record(AttemptEnded{.instance = {0}, .attempt = 1});
  d.drain();
  CHECK(d.wait(60_s).empty());
}

TEST_CASE("a deadline counts while an attempt is parked") {
  Driver d = driver({{.timeouts = {.deadline = 10_s}}});
  d.drain();
  d.park(0);
  CHECK(d.wait(10_s) == "0 failed, job failed");
  CHECK(d.status().cause() == Cause{Kind::timeout_deadline});
}

TEST_CASE("a cancel ends what is parked") {
  Driver d = driver({NumberedTask{}});
  d.drain();
  d.park(0);
  d.record(JobCancelRequested{"ann"});
  CHECK(d.drain() == "0 cancelled, job cancelled");
}

TEST_CASE("a parked attempt is neither looked up nor launched after a resume") {
  Driver d = driver({{}, then(0, {})});
  d.drain();
  d.park(0, Instant{60'000'000});
  Driver next = resumed(d);
  CHECK(next.drain().empty());
  next.record(AttemptEnded{.instance = {0}, .attempt = 1});
  CHECK(next.drain() == "intend 1#1, launch 1#1");
}

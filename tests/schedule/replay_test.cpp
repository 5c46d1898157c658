// Resuming a job: its events go through a fresh scheduler, which goes on where the old one stopped.
#include <headway/schedule/scheduler.hpp>

#include "support/catch.hpp"
#include "support/numbered_jobs.hpp"
#include "support/scheduler_driver.hpp"

using namespace headway;
using Kind = Cause::Kind;
using State = InstanceState;

namespace {

Driver fresh(std::vector<NumberedTask> tasks) {
  return {job_of(std::move(tasks), asking_for({cpu(1)})),
          {{.name = "local", .resources = cpu(1)}},
          {.intents_ahead = 1}};
}

/// A fresh driver that takes up the first `count` events of `of`.
Driver resumed(const Driver& of, std::size_t count) {
  Driver next{
      of.status().shared_job(), {{.name = "local", .resources = cpu(1)}}, {.intents_ahead = 1}};
  next.replay({of.events().begin(), of.events().begin() + static_cast<std::ptrdiff_t>(count)});
  return next;
}

/// One core, two tasks: 0 is launched, 1 intended ahead.
Driver two_open() {
  Driver d = fresh({{.numbers = {.count = 2}}});
  d.start();
  d.drain();
  return d;
}

}  // namespace

TEST_CASE("an open intent is not launched before it was looked up") {
  // job_started, 0 intended
  Driver d = resumed(two_open(), 2);
  CHECK(d.drain() == "intend 1#1, launch 1#1");
}

TEST_CASE("an intent that never became a session is launched under its own number") {
  Driver d = resumed(two_open(), 2);
  d.record(AttemptAbsent{{0}, 1});
  CHECK(d.drain() == "launch 0#1, intend 1#1");
}

TEST_CASE("an intent whose session is found holds its resources") {
  Driver d = resumed(two_open(), 2);
  d.record(SessionAccepted{{0}, 1, std::make_shared<Placement>(Placement{"local", cpu(1)})});
  CHECK(d.drain() == "intend 1#1");
  CHECK(d.end(0) == "launch 1#1");
}

TEST_CASE("a session found without its placement still holds what it asked for") {
  Driver d = resumed(two_open(), 2);
  d.record(SessionAccepted{{0}, 1});
  CHECK(d.drain() == "intend 1#1");
}

TEST_CASE("an intent whose session was lost is followed by another attempt") {
  Driver d = resumed(two_open(), 2);
  d.record(AttemptEnded{.instance = {0}, .attempt = 1, .cause = {Kind::node_lost}});
  CHECK(d.drain() == "retry 0#1 after 0s, intend 0#2, launch 0#2, intend 1#1");
}

TEST_CASE("a running session holds its resources after a resume") {
  Driver all = two_open();
  Driver d = resumed(all, all.events().size());
  CHECK(d.drain().empty());
  d.record(AttemptAbsent{{1}, 1});
  CHECK(d.end(0) == "launch 1#1");
}

TEST_CASE("a decision that was due when the engine died is made after a resume") {
  Driver d = two_open();
  d.record(AttemptEnded{.instance = {0}, .attempt = 1, .cause = {Kind::exit_code, 1}});
  Driver next = resumed(d, d.events().size());
  CHECK(next.drain() == "0 failed");
}

TEST_CASE("a run timeout goes on counting over a resume") {
  Driver d = fresh({{.timeouts = {.run = 5_s}}});
  d.start();
  d.drain();
  Driver next = resumed(d, d.events().size());
  CHECK(next.wait(5_s) == "stop 0#1 timeout_run");
}

TEST_CASE("a cancel goes on after a resume") {
  Driver d = two_open();
  d.record(JobCancelRequested{});
  Driver next = resumed(d, d.events().size());
  CHECK(next.drain() == "stop 0#1 cancelled_by_user");
  next.record(AttemptAbsent{{1}, 1});
  CHECK(next.drain() == "1 cancelled");
  CHECK(next.end(0) == "0 cancelled, job cancelled");
}

TEST_CASE("a session found in a cancelled job is stopped") {
  Driver d = two_open();
  d.record(JobCancelRequested{});
  Driver next = resumed(d, d.events().size());
  next.drain();
  next.record(SessionAccepted{{1}, 1, std::make_shared<Placement>(Placement{"local", cpu(1)})});
  CHECK(next.drain() == "stop 1#1 cancelled_by_user");
}

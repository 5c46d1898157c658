// Which tasks may start as others end.
#include <headway/event/frontier.hpp>

#include "support/catch.hpp"
#include "support/numbered_jobs.hpp"

#include <string>

using namespace headway;
using State = InstanceState;
using On = EdgeCondition;

namespace {

/// What a frontier decided, as text: `2 start`, `3 skip`.
struct Decided {
  std::string text;
  void operator()(TaskId task, Verdict verdict) {
    const std::string word =
        verdict == Verdict::start ? "start" : std::string(to_string(state_of(verdict)));
    text += (text.empty() ? "" : ", ") + std::to_string(task.value) + ' ' + word;
  }
};

std::string decided_by(Frontier& frontier, const PipelineJob& job, std::uint32_t instance,
                       InstanceState state) {
  Decided decided;
  frontier.end(job, {instance}, state, decided);
  return decided.text;
}

Verdict verdict_of(EdgeCondition condition, InstanceState state, bool allow_failure = false) {
  return judge(condition, state, JobTask{.allow_failure = allow_failure});
}

}  // namespace

TEST_CASE("an edge on success passes success and hands on the rest") {
  CHECK(verdict_of(On::succeeded, State::succeeded) == Verdict::start);
  CHECK(verdict_of(On::succeeded, State::failed) == Verdict::upstream_failed);
  CHECK(verdict_of(On::succeeded, State::upstream_failed) == Verdict::upstream_failed);
  CHECK(verdict_of(On::succeeded, State::skipped) == Verdict::skip);
}

TEST_CASE("an edge on success passes a failure that its task allows") {
  CHECK(verdict_of(On::succeeded, State::failed, true) == Verdict::start);
  CHECK(verdict_of(On::succeeded, State::upstream_failed, true) == Verdict::upstream_failed);
}

TEST_CASE("an edge on completion passes everything but a cancellation") {
  for (const auto state :
       {State::succeeded, State::failed, State::upstream_failed, State::skipped}) {
    CHECK(verdict_of(On::completed, state) == Verdict::start);
  }
}

TEST_CASE("an edge on failure skips after success and after a skip") {
  CHECK(verdict_of(On::failed, State::failed) == Verdict::start);
  CHECK(verdict_of(On::failed, State::succeeded) == Verdict::skip);
  CHECK(verdict_of(On::failed, State::skipped) == Verdict::skip);
  CHECK(verdict_of(On::failed, State::upstream_failed) == Verdict::upstream_failed);
}

TEST_CASE("an edge on success or skip passes both") {
  CHECK(verdict_of(On::succeeded_or_skipped, State::skipped) == Verdict::start);
  CHECK(verdict_of(On::succeeded_or_skipped, State::succeeded) == Verdict::start);
  CHECK(verdict_of(On::succeeded_or_skipped, State::failed) == Verdict::upstream_failed);
  CHECK(verdict_of(On::succeeded_or_skipped, State::upstream_failed) == Verdict::upstream_failed);
}

TEST_CASE("every edge to a cancelled task cancels") {
  for (const auto condition :
       {On::succeeded, On::completed, On::failed, On::succeeded_or_skipped}) {
    CHECK(verdict_of(condition, State::cancelled) == Verdict::cancel);
  }
}

TEST_CASE("a task is decided once all of its predecessors have ended") {
  //   0 ──┐
  //       ├─> 2
  //   1 ──┘
  const auto job = job_of({{}, {}, {.after = {{{0}}, {{1}}}}});
  Frontier frontier(*job);
  CHECK(decided_by(frontier, *job, 1, State::succeeded).empty());
  CHECK(decided_by(frontier, *job, 0, State::succeeded) == "2 start");
}

TEST_CASE("failure beats skip whichever comes first") {
  const auto job = job_of({{}, {}, {.after = {{{0}}, {{1}}}}});
  for (const auto& [first, second] :
       {std::pair{State::skipped, State::failed}, std::pair{State::failed, State::skipped}}) {
    Frontier frontier(*job);
    decided_by(frontier, *job, 0, first);
    CHECK(decided_by(frontier, *job, 1, second) == "2 upstream_failed");
  }
}

TEST_CASE("a fan-out is judged once when its last element has ended") {
  //   0[0] 0[1] 0[2] ──> 1
  const auto job = job_of({{.numbers = {.count = 3}}, {.after = {{{0}, On::failed}}}});
  Frontier frontier(*job);
  CHECK(decided_by(frontier, *job, 1, State::failed).empty());
  CHECK(decided_by(frontier, *job, 0, State::succeeded).empty());
  CHECK(decided_by(frontier, *job, 2, State::succeeded) == "1 start");
  CHECK(frontier.state({0}) == State::failed);
}

TEST_CASE("a fan-out is skipped only when all of its elements were") {
  const auto job = job_of({{.numbers = {.count = 2}}, {.after = {{{0}}}}});
  Frontier frontier(*job);
  decided_by(frontier, *job, 0, State::skipped);
  CHECK(decided_by(frontier, *job, 1, State::succeeded) == "1 start");
}

TEST_CASE("a fan-out without elements succeeds at once and lets its dependents start") {
  //   0 ──> 1[] ──> 2
  const auto job = job_of({{}, {.numbers = {.count = 0}, .after = {{{0}}}}, {.after = {{{1}}}}});
  Frontier frontier(*job);
  CHECK(decided_by(frontier, *job, 0, State::succeeded) == "2 start");
}

TEST_CASE("tasks without predecessors start first") {
  const auto job = job_of({{}, {.after = {{{0}}}}, {}});
  Decided decided;
  Frontier(*job).begin(*job, decided);
  CHECK(decided.text == "0 start, 2 start");
}

// Why an instance stands as it does: a story of events, and what is said of it.
#include "support/catch.hpp"

#include <headway/job/compile.hpp>
#include <headway/run/check.hpp>
#include <headway/run/explanation.hpp>

#include <string>
#include <vector>

using namespace headway;
using enum InstanceState;

namespace {

/// A job of some tasks, told event by event.
class Tale {
 public:
  explicit Tale(const std::string& tasks)
      : status_(compile(load("headway: v1\nname: tale\n" + tasks, "tale.yaml"), {})) {
    tell(JobStarted{.job = status_.shared_job()});
  }

  Tale& tell(Fact fact) {
    now_ = now_ + 1_s;
    events_.push_back({.time = now_, .job = {1}, .fact = std::move(fact)});
    status_.apply(events_.back());
    return *this;
  }
  Tale& starts(const std::string& name) {
    const Attempt attempt = status_.instance(id(name)).attempts + 1;
    tell(AttemptIntended{id(name), attempt});
    tell(SessionAccepted{.instance = id(name), .attempt = attempt, .handle = "h"});
    return tell(SessionStarted{id(name), attempt, "group"});
  }
  Tale& does(const std::string& name, Values outputs = {}) {
    starts(name);
    return tell(AttemptEnded{.instance = id(name),
                             .attempt = status_.instance(id(name)).attempts,
                             .outputs = std::make_shared<const Values>(std::move(outputs))});
  }
  Tale& breaks(const std::string& name, Cause cause, const std::string& message = {}) {
    starts(name);
    return tell(AttemptEnded{.instance = id(name),
                             .attempt = status_.instance(id(name)).attempts,
                             .cause = cause,
                             .message = message});
  }
  Tale& ends(const std::string& name, InstanceState state, Cause cause,
             const std::string& message = {}) {
    return tell(
        InstanceEnded{.instance = id(name), .state = state, .cause = cause, .message = message});
  }

  [[nodiscard]] InstanceId id(const std::string& name) const {
    return status_.graphs().find(name).value();
  }
  [[nodiscard]] Explanation explained(const std::string& name) const {
    return explain(status_, events_, {1}, Folders("/nowhere"), id(name));
  }
  /// The reasons, a line each: `kind: text`.
  [[nodiscard]] std::string why(const std::string& name) const {
    std::string lines;
    for (const Reason& reason : explained(name).reasons) {
      lines += reason.kind + ": " + reason.text + '\n';
    }
    return lines;
  }

 private:
  Instant now_{1'800'000'000'000'000};
  JobStatus status_;
  std::vector<Event> events_{};
};

constexpr Cause exit_3{Cause::Kind::exit_code, 3};
constexpr Cause upstream{Cause::Kind::upstream};

// load → clean → train → report;  clean ─(failed)→ page
constexpr const char* line = R"(tasks:
  load: {command: [a]}
  clean: {depends_on: [load], command: [a]}
  train: {depends_on: [clean, load], command: [a], resources: {cpu: 4, gpu: 1}}
  report: {depends_on: {train: completed}, command: [a]}
  page: {depends_on: {clean: failed}, command: [a]}
)";

}  // namespace

TEST_CASE("a pending instance waits for the predecessors that go on") {
  Tale tale(line);
  tale.does("load").starts("clean");
  CHECK(tale.why("train") == "edge: waits for clean, which is running\n");
  CHECK(tale.explained("train").reasons.front().instance == "clean");
  CHECK(tale.why("report") ==
        "edge: waits for train, which is pending (this waits for it to have completed)\n");
}

TEST_CASE("a fan-out is waited for as a whole") {
  Tale tale(R"(tasks:
  train: {matrix: {axes: {seed: [1, 2, 3]}}, command: [a]}
  best: {depends_on: [train], command: [a]}
)");
  tale.does("train[seed=2]");
  CHECK(tale.why("best") == "edge: waits for train: 1 of 3 have ended\n");
}

TEST_CASE("a ready instance waits for slots and is told who holds them") {
  Tale tale(line);
  tale.does("load").does("clean");
  CHECK(tale.why("train") ==
        "slots: waits for cpu=4, gpu=1 to be free; this job holds nothing now\n");
  Tale caps(R"(tasks:
  a: {matrix: {axes: {i: [1, 2]}}, max_parallel: 1, command: [a]}
)");
  caps.starts("a[i=1]");
  CHECK(
      caps.why("a[i=2]") ==
      "slots: waits for cpu=1 to be free; this job holds cpu=1\ncap: at most 1 of a run at once\n");
}

TEST_CASE("what ran is told with what let it run") {
  Tale tale(line);
  tale.does("load").does("clean");
  tale.starts("train");
  CHECK(tale.why("train") == "edge: clean succeeded\nedge: load succeeded\n");
  CHECK(tale.why("load") == "edge: it depends on nothing\n");
}

TEST_CASE("a failure is told with its attempts and the rules that allowed them") {
  Tale tale(R"(tasks:
  a:
    command: [a]
    retry:
      - {limit: 1, causes: [oom_killed]}
      - {limit: 1, causes: [exit_code(3)]}
)");
  tale.breaks("a", {Cause::Kind::oom_killed});
  tale.tell(InstanceRetrying{.instance = {0}, .attempt = 1, .rule = 0});
  tale.breaks("a", exit_3).tell(InstanceRetrying{.instance = {0}, .attempt = 2, .rule = 1});
  tale.breaks("a", exit_3, "no luck").ends("a", failed, exit_3, "no luck");
  CHECK(tale.why("a") ==
        "cause: failed with exit_code(3): no luck\n"
        "attempt: attempt 1 ended at 2027-01-15T08:00:05.000000Z with oom_killed; retry rule 1 "
        "(oom_killed, up to 1) allowed another\n"
        "attempt: attempt 2 ended at 2027-01-15T08:00:10.000000Z with exit_code(3); retry rule 2 "
        "(exit_code(3), up to 1) allowed another\n"
        "attempt: attempt 3 ended at 2027-01-15T08:00:15.000000Z with exit_code(3): no luck\n"
        "retry: retry rule 2 (exit_code(3), up to 1) allows no more\n");
}

TEST_CASE("a failure that was not tried again though a rule would allow it is told why") {
  constexpr const char* two = "tasks:\n  a: {command: [a], retry: 2}\n  b: {command: [a]}\n";
  Tale late(two);
  late.breaks("a", exit_3).ends("a", failed, {Cause::Kind::timeout_deadline});
  CHECK(late.why("a").ends_with("retry: timeout_deadline is never tried again\n"));
  Tale ended(two);
  ended.tell(JobCancelRequested{"1000"}).breaks("a", exit_3).ends("a", failed, exit_3);
  CHECK(ended.why("a").ends_with("retry: the job was asked to end, and nothing is tried again\n"));
  Tale fast(std::string("fail_fast: true\n") + two);
  fast.starts("a").breaks("b", exit_3).ends("b", failed, exit_3);
  fast.tell(AttemptEnded{.instance = fast.id("a"), .attempt = 1, .cause = exit_3});
  fast.ends("a", failed, exit_3);
  CHECK(fast.why("a").ends_with(
      "retry: b failed, the pipeline says fail_fast, and nothing is tried again\n"));
  Tale large(R"(tasks:
  a: {command: [a], retry: [{limit: 2, resources: {mem: "${{ 2 * resources.mem }}"}}], resources: {mem: 1Gi}}
)");
  large.breaks("a", exit_3).ends("a", failed, exit_3, "no node holds mem=2");
  CHECK(large.why("a").ends_with(
      "retry: retry rule 1 (any cause, up to 2) allowed another, but no node holds mem=2\n"));
}

TEST_CASE("an instance between attempts is told until when and why") {
  Tale tale("tasks:\n  a: {command: [a], retry: 2}\n");
  tale.breaks("a", exit_3);
  tale.tell(InstanceRetrying{.instance = {0}, .attempt = 1, .until = {1'800'000'060'000'000}});
  CHECK(
      tale.why("a").starts_with("retry: is tried again at 2027-01-15T08:01:00.000000Z\n"
                                "attempt: attempt 1 ended"));
  CHECK(tale.explained("a").reasons.front().until == Instant{1'800'000'060'000'000});
}

TEST_CASE("what is kept from running leads down to the first failure") {
  Tale tale(line);
  tale.does("load").breaks("clean", exit_3, "bad label").ends("clean", failed, exit_3, "bad label");
  tale.ends("train", upstream_failed, upstream);
  CHECK(tale.why("train") == "edge: clean failed with exit_code(3): bad label\n");
  Tale deep(
      "tasks:\n  a: {command: [a]}\n  b: {depends_on: [a], command: [a]}\n"
      "  c: {depends_on: [b], command: [a]}\n");
  deep.breaks("a", exit_3).ends("a", failed, exit_3);
  deep.ends("b", upstream_failed, upstream).ends("c", upstream_failed, upstream);
  CHECK(deep.why("c") == "edge: b upstream_failed\nedge: a failed with exit_code(3)\n");
}

TEST_CASE("a skip is told with the edge that asked for something else") {
  Tale tale(line);
  tale.does("load").does("clean");
  tale.ends("page", skipped, upstream);
  CHECK(tale.why("page") == "edge: clean succeeded, and the edge asks for `failed`\n");
}

TEST_CASE("a condition is told with the values of its names") {
  Tale tale(R"(params: {least: 0.9}
tasks:
  measure: {command: [a], outputs: {accuracy: float}}
  ship:
    depends_on: [measure]
    when: tasks.measure.outputs.accuracy > params.least
    command: [a]
)");
  tale.does("measure", {{"accuracy", Value(0.5)}});
  tale.ends("ship", skipped, {Cause::Kind::condition_false});
  CHECK(tale.why("ship") ==
        "condition: its `when` is false: tasks.measure.outputs.accuracy > params.least, where "
        "tasks.measure.outputs.accuracy = 0.5, params.least = 0.9\n");
}

TEST_CASE("an approval names whom it waits for and until when") {
  Tale tale(R"(tasks:
  ask: {approval: {message: "Ship it?", approvers: [ada, bob], timeout: 1h}}
)");
  tale.tell(
      InstanceWaiting{.instance = {0}, .until = {1'800'003'600'000'000}, .message = "Ship it?"});
  CHECK(tale.why("ask") ==
        "person: waits for ada or bob to approve until 2027-01-15T09:00:00.000000Z: Ship it?\n"
        "time: without an answer it then fails\n");
}

TEST_CASE("a callback and a pause name their times") {
  Tale tale(R"(tasks:
  far: {command: [a], callback: {timeout: 1h}}
  nap: {wait: 1h}
)");
  tale.starts("far");
  tale.tell(AttemptParked{.instance = {0}, .attempt = 1, .until = {1'800'003'600'000'000}});
  tale.tell(InstanceWaiting{.instance = {1}, .until = {1'800'003'600'000'000}});
  CHECK(tale.why("far") ==
        "callback: its session has ended, and it waits for a callback until "
        "2027-01-15T09:00:00.000000Z\n");
  CHECK(tale.why("nap") == "time: waits until 2027-01-15T09:00:00.000000Z\n");
}

TEST_CASE("a map tells how far its elements are and the first that failed") {
  Tale tale(R"(params: {shards: {type: list(int), default: [1, 2, 3]}}
tasks:
  score: {map: {over: params.shards}, command: [a]}
)");
  tale.tell(
      GraphAdded{.instance = {0}, .values = std::make_shared<const Value>(Value::List{1, 2, 3})});
  tale.does("score[0]").breaks("score[2]", exit_3).ends("score[2]", failed, exit_3);
  CHECK(tale.why("score") ==
        "graph: 2 of 3 elements ended, 1 failure; score[2] failed with exit_code(3)\n");
  CHECK(tale.why("score[1]").starts_with("slots: "));
}

TEST_CASE("who owns what waits for an answer names it") {
  // g: [ask 0, ask 1, ask 2]
  Tale tale(R"(tasks:
  g: {map: {over: "[1, 2, 3]"}, approval: {message: "Good?", approvers: [ada]}}
)");
  tale.tell(
      GraphAdded{.instance = {0}, .values = std::make_shared<const Value>(Value::List{1, 2, 3})});
  tale.tell(InstanceWaiting{.instance = tale.id("g[0]"), .message = "Good?"});
  tale.tell(InstanceWaiting{.instance = tale.id("g[2]"), .message = "Good?"});
  tale.ends("g[0]", succeeded, {});
  CHECK(tale.why("g") ==
        "graph: 1 of 3 elements ended\n"
        "person: g[2] waits for ada to approve: Good?\n");
  CHECK(tale.explained("g").reasons.back().instance == "g[2]");
}

TEST_CASE("the end of lost sessions is told without any retry rule") {
  const Cause lost{Cause::Kind::node_lost};
  Tale tale("tasks: {a: {command: [a]}}\n");
  for (int i = 0; i < 6; ++i) tale.breaks("a", lost);
  tale.ends("a", failed, lost);
  CHECK(tale.why("a").ends_with(
      "retry: of lost sessions, 5 in a row are tried again by themselves\n"));
  Tale resumed("fail_fast: true\ntasks: {a: {command: [a]}, b: {command: [a]}}\n");
  for (int i = 0; i < 4; ++i) resumed.breaks("a", lost);
  resumed.tell(JobResumed{}).breaks("a", lost).breaks("b", exit_3).ends("b", failed, exit_3);
  resumed.breaks("a", lost).ends("a", failed, lost);
  CHECK(resumed.why("a").ends_with(
      "retry: b failed, the pipeline says fail_fast, and nothing is tried again\n"));
  resumed.tell(JobCancelRequested{"1000"});
  CHECK(resumed.why("a").ends_with("fail_fast, and nothing is tried again\n"));
}

TEST_CASE("a cancelled instance names the request or the failure") {
  Tale tale(line);
  tale.tell(JobCancelRequested{"1000"});
  tale.ends("load", cancelled, {Cause::Kind::cancelled_by_user});
  CHECK(
      tale.why("load") ==
      "cancel: the job was asked to end, which its engine took in at 2027-01-15T08:00:02.000000Z\n");
  Tale fast("fail_fast: true\ntasks:\n  a: {command: [a]}\n  b: {command: [a]}\n");
  fast.breaks("a", exit_3).ends("a", failed, exit_3);
  fast.ends("b", cancelled, {Cause::Kind::fail_fast});
  CHECK(fast.why("b") == "cancel: a failed, and the pipeline says fail_fast\n");
}

TEST_CASE("a paused job says so first") {
  Tale tale(line);
  tale.tell(JobPaused{"interrupted"});
  CHECK(tale.why("load").starts_with("paused: the job is paused"));
}

// What earlier jobs tell of tasks, and when a job that goes on is likely to be over.
#include "support/catch.hpp"

#include <headway/job/compile.hpp>
#include <headway/run/check.hpp>
#include <headway/run/plan.hpp>
#include <headway/run/task_history.hpp>

#include <string>
#include <vector>

using namespace headway;

namespace {

/// A job told event by event, at times of its own.
class Chronicle {
 public:
  explicit Chronicle(const std::string& tasks)
      : job_(compile(load("headway: v1\nname: p\n" + tasks, "p.yaml"), {})), status_(job_) {
    at(0_s, JobStarted{.job = job_});
  }
  Chronicle& at(Duration time, Fact fact) {
    events_.push_back({.time = begin + time, .job = {1}, .fact = std::move(fact)});
    status_.apply(events_.back());
    return *this;
  }
  Chronicle& starts(const std::string& name, Duration time) {
    const InstanceId id = status_.graphs().find(name).value();
    const Attempt attempt = status_.instance(id).attempts + 1;
    at(time, AttemptIntended{id, attempt});
    at(time, SessionAccepted{.instance = id, .attempt = attempt, .handle = "h"});
    return at(time, SessionStarted{id, attempt, "group"});
  }
  Chronicle& ends(const std::string& name, Duration time, Cause cause = {}) {
    const InstanceId id = status_.graphs().find(name).value();
    return at(time, AttemptEnded{.instance = id,
                                 .attempt = status_.instance(id).attempts,
                                 .cause = cause,
                                 .outputs = std::make_shared<const Values>()});
  }
  void teach(TaskHistory& history) const { history.add(job_, events_); }
  [[nodiscard]] const JobStatus& status() const { return status_; }
  [[nodiscard]] InstanceId id(const std::string& name) const {
    return status_.graphs().find(name).value();
  }

  static constexpr Instant begin{1'800'000'000'000'000};

 private:
  std::shared_ptr<const PipelineJob> job_;
  JobStatus status_;
  std::vector<Event> events_{};
};

constexpr const char* two = "tasks: {a: {command: [x]}, b: {command: [x], depends_on: [a]}}\n";

TaskHistory of_two(std::initializer_list<Duration> of_a) {
  TaskHistory history;
  for (const Duration taken : of_a) {
    Chronicle(two).starts("a", 5_s).ends("a", 5_s + taken).teach(history);
  }
  return history;
}

const std::vector<Node> machine{{.name = "local", .resources = {{"cpu", 4}}}};

}  // namespace

TEST_CASE("an attempt that succeeded tells how long its task takes and one that failed does not") {
  TaskHistory history;
  Chronicle(two)
      .starts("a", 1_s)
      .ends("a", 61_s, {Cause::Kind::exit_code, 1})
      .starts("a", 70_s)
      .ends("a", 72_s)
      .teach(history);
  CHECK(history.durations("a") == std::vector<Duration>{2_s});
  CHECK(history.durations("b").empty());
}

TEST_CASE("instances of a matrix are known by themselves and as their task") {
  TaskHistory history;
  Chronicle("tasks: {t: {command: [x], matrix: {axes: {n: [1, 2]}}}}\n")
      .starts("t[n=1]", 0_s)
      .starts("t[n=2]", 0_s)
      .ends("t[n=1]", 3_s)
      .ends("t[n=2]", 9_s)
      .teach(history);
  CHECK(history.durations("t") == std::vector<Duration>{3_s, 9_s});
  CHECK(history.durations("t[n=2]") == std::vector<Duration>{9_s});
}

TEST_CASE("a map and a repeat are expected to be as wide as they were last") {
  TaskHistory history;
  Chronicle job("tasks: {m: {command: [x], map: {over: '[1]'}}}\n");
  const auto items = std::make_shared<const Value>(Value::List{Value(1), Value(2), Value(3)});
  job.at(1_s, GraphAdded{.instance = job.id("m"), .kind = GraphKind::elements, .values = items});
  job.starts("m[1]", 1_s).ends("m[1]", 5_s).teach(history);
  CHECK(history.width("m") == 3);
  CHECK(history.durations("m") == std::vector<Duration>{4_s});
  PlanOptions options;
  options.nodes = machine;
  options.history = history;
  const auto unknown = load(
      "headway: v1\nname: p\ntasks:\n  l: {command: [x], outputs: {v: {type: list(int)}}}\n"
      "  m: {command: [x], map: {over: '${{ tasks.l.outputs.v }}'}}\n",
      "p.yaml");
  CHECK(plan(unknown, options).instances.size() == 5);
}

TEST_CASE("a running task is expected to take what it took when it took longer than it has now") {
  const TaskHistory history = of_two({10_s, 20_s, 30_s, 40_s, 50_s});
  Chronicle job(two);
  job.starts("a", 0_s);
  const auto end = eta(job.status(), {1}, history, machine, Chronicle::begin + 25_s);
  REQUIRE(end);
  CHECK(end->p50 >= 6_s);   // 30 s - 25 s, and a second for b
  CHECK(end->p90 == 26_s);  // 50 s - 25 s, and b
}

TEST_CASE("a task that takes longer than ever is expected to need a quarter more") {
  const TaskHistory history = of_two({10_s});
  Chronicle job(two);
  job.starts("a", 0_s);
  CHECK(eta(job.status(), {1}, history, machine, Chronicle::begin + 40_s)->p50 == 11_s);
}

TEST_CASE("what has ended takes no more time and a job that has ended has no end to come") {
  const TaskHistory history = of_two({10_s});
  Chronicle job(two);
  job.starts("a", 0_s).ends("a", 3_s).starts("b", 3_s);
  CHECK(eta(job.status(), {1}, history, machine, Chronicle::begin + 3_s)->p50 == 1_s);
  job.ends("b", 4_s).at(4_s, JobEnded{});
  CHECK_FALSE(eta(job.status(), {1}, history, machine, Chronicle::begin + 5_s));
}

TEST_CASE("half of the draws are over by the first number and nine of ten by the second") {
  PlanOptions options;
  options.nodes = machine;
  options.history = of_two({1_s, 2_s, 3_s, 4_s, 5_s, 6_s, 7_s, 8_s, 9_s, 10_s});
  const auto made = plan(load(std::string("headway: v1\nname: p\n") + two, "p.yaml"), options);
  REQUIRE(made.eta);
  CHECK(made.eta->p50 >= 5_s);
  CHECK(made.eta->p50 <= 8_s);
  CHECK(made.eta->p90 >= 10_s);
  CHECK(made.eta->p90 <= 11_s);
}

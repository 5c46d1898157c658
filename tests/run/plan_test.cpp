// Plans of pipelines: what is foreseen, and when it would be.
#include "support/catch.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/job/compile.hpp>
#include <headway/run/check.hpp>
#include <headway/run/plan.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace headway;

namespace {

Pipeline written(const std::string& text) {
  return load("headway: v1\nname: p\n" + text, "p.yaml");
}

/// A machine with so many cores.
PlanOptions on_cores(double cores) {
  PlanOptions options;
  options.nodes = {{.name = "local", .resources = {{"cpu", cores}}}};
  return options;
}

const PlannedInstance& instance(const JobPlan& plan, const std::string& name) {
  const auto found = std::find_if(plan.instances.begin(), plan.instances.end(),
                                  [&](const PlannedInstance& one) { return one.id == name; });
  REQUIRE(found != plan.instances.end());
  return *found;
}

std::vector<std::string> names(const JobPlan& plan) {
  std::vector<std::string> all;
  for (const PlannedInstance& one : plan.instances) all.push_back(one.id);
  return all;
}

// load ─→ train[rate=1] ┐
//     └─→ train[rate=2] ┴→ best
constexpr const char* fan = R"(tasks:
  load: {command: [a], resources: {cpu: 1}, estimate: 10s}
  train:
    matrix: {axes: {rate: [1, 2]}}
    command: [b]
    depends_on: [load]
    resources: {cpu: 2}
    estimate: 1m
  best: {command: [c], depends_on: [train], estimate: 5s}
)";

}  // namespace

TEST_CASE("a plan follows the edges and fills the machine") {
  const JobPlan wide = plan(written(fan), on_cores(4));
  CHECK(wide.makespan == 75_s);
  CHECK(wide.optimal());
  CHECK(names(wide) == std::vector<std::string>{"load", "train[rate=1]", "train[rate=2]", "best"});
  CHECK(instance(wide, "train[rate=2]").start == 10_s);
  CHECK(instance(wide, "best").end == 75_s);
  CHECK(plan(written(fan), on_cores(2)).makespan == 135_s);
}

TEST_CASE("the longest chain is told by its instances") {
  const JobPlan made = plan(written(fan), on_cores(4));
  CHECK(made.critical_path == std::vector<std::string>{"load", "train[rate=1]", "best"});
  CHECK(instance(made, "load").critical);
  CHECK_FALSE(instance(made, "train[rate=2]").critical);
}

TEST_CASE("given durations come before estimates and an instance before its task") {
  PlanOptions options = on_cores(4);
  options.durations = {{"train", {20_s}}, {"train[rate=2]", {30_s}}};
  const JobPlan made = plan(written(fan), options);
  CHECK(instance(made, "train[rate=1]").end - instance(made, "train[rate=1]").start == 20_s);
  CHECK(made.makespan == 45_s);
  CHECK(made.guessed == 0);
}

TEST_CASE("of what is not known a second is assumed and counted") {
  const JobPlan made =
      plan(written("tasks: {a: {command: [x]}, b: {command: [x]}}\n"), on_cores(2));
  CHECK(made.guessed == 2);
  CHECK(made.makespan == 1_s);
}

TEST_CASE("a name in the durations that the pipeline has not is a finding") {
  PlanOptions options = on_cores(4);
  options.durations = {{"trian", {20_s}}};
  try {
    plan(written(fan), options);
    FAIL("nothing was found");
  } catch (const InvalidPipeline& invalid) {
    REQUIRE(invalid.diagnostics().size() == 1);
    CHECK(invalid.diagnostics()[0].code == "unknown-task");
    CHECK(invalid.diagnostics()[0].candidates == std::vector<std::string>{"train"});
  }
}

TEST_CASE("a policy is one pass and the planner is never worse") {
  const Pipeline pipeline = written(R"(tasks:
  a: {command: [x], resources: {cpu: 1}, estimate: 3s}
  b: {command: [x], resources: {cpu: 1}, estimate: 3s}
  c: {command: [x], resources: {cpu: 1}, estimate: 3s}
  d: {command: [x], resources: {cpu: 1}, estimate: 2s}
  e: {command: [x], resources: {cpu: 1}, estimate: 2s}
  f: {command: [x], resources: {cpu: 1}, estimate: 2s}
  g: {command: [x], resources: {cpu: 1}, estimate: 3s}
)");
  PlanOptions options = on_cores(3);
  const Duration planned = plan(pipeline, options).makespan;
  for (const Order order : {Order::fifo, Order::critical_path}) {
    options.policy = order;
    const JobPlan one = plan(pipeline, options);
    CHECK(one.schedules_evaluated == 1);
    CHECK(planned <= one.makespan);
    CHECK(one.lower_bound <= planned);
  }
}

TEST_CASE("max_parallel slots of the job and shares of the nodes' slots hold in a plan") {
  const std::string tasks = R"(tasks:
  t:
    matrix: {axes: {n: [1, 2, 3, 4]}}
    command: [x]
    resources: {cpu: 1, licence: 1}
    estimate: 1s
)";
  CHECK(plan(written(tasks + "limits: {slots: {licence: 2}}\n"), on_cores(4)).makespan == 2_s);
  CHECK(plan(written(tasks + "limits: {max_parallel: 1, slots: {licence: 9}}\n"), on_cores(4))
            .makespan == 4_s);
  CHECK(plan(written(tasks + "limits: {slots: {licence: 9, cpu: 2}}\n"), on_cores(4)).makespan ==
        2_s);
}

TEST_CASE("devices are given in parts and no device beyond all of it") {
  PlanOptions options;
  options.nodes = {{.name = "a", .resources = {{"cpu", 8}, {"gpu", 1}}},
                   {.name = "b", .resources = {{"cpu", 8}, {"gpu", 2}}}};
  const JobPlan made = plan(written(R"(tasks:
  half: {matrix: {axes: {n: [1, 2, 3]}}, command: [x], resources: {gpu: 0.5}, estimate: 4s}
  two: {command: [x], resources: {gpu: 2}, estimate: 4s}
)"),
                            options);
  CHECK(made.makespan == 8_s);
  CHECK(instance(made, "two").node == "b");
  CHECK(instance(made, "two").gpus == std::vector<DeviceShare>{{0, 1000}, {1, 1000}});
  CHECK(instance(made, "half[n=1]").gpus.front().thousandths == 500);
}

TEST_CASE("what is decided later is foreseen") {
  const JobPlan made = plan(written(R"(params: {full: {type: bool, default: false}}
tasks:
  list: {command: [x], outputs: {items: {type: list(int)}}, estimate: 1s}
  score: {map: {over: "${{ tasks.list.outputs.items }}"}, command: [x], estimate: 2s}
  tune:
    depends_on: [score]
    repeat:
      max_rounds: 5
      delay: 3s
      until: "tasks.fit.outputs.good"
      tasks: {fit: {command: [x], outputs: {good: {type: bool}}, estimate: 4s}}
  extra: {when: "params.full", command: [x], estimate: 1h}
  after: {depends_on: [extra], command: [x], estimate: 1h}
  pause: {wait: 10s, depends_on: [tune]}
finally:
  tidy: {command: [x], estimate: 5s}
)"),
                            on_cores(1));
  CHECK(names(made) == std::vector<std::string>{"list", "score", "score[0]", "tune", "tune#0.fit",
                                                "pause", "tidy"});
  CHECK(made.makespan == 22_s);
  CHECK(instance(made, "tidy").start == 17_s);
  CHECK(instance(made, "pause").node.empty());
}

TEST_CASE("rounds follow each other with the pause between them as often as last time") {
  TaskHistory history;
  // three rounds of 4 s each were made last time
  const std::string text = R"(tasks:
  tune:
    repeat:
      max_rounds: 5
      delay: 3s
      until: "tasks.fit.outputs.good"
      tasks: {fit: {command: [x], outputs: {good: {type: bool}}, estimate: 4s}}
)";
  const auto job = compile(written(text), {});
  std::vector<Event> events{{.time = {1}, .job = {1}, .fact = JobStarted{.job = job}}};
  for (std::uint32_t round = 0; round < 3; ++round) {
    events.push_back(
        {.time = {1},
         .job = {1},
         .fact = GraphAdded{.instance = {0}, .kind = GraphKind::round, .number = round}});
  }
  history.add(job, events);
  CHECK(history.width("tune") == 0);  // it goes on
  events.push_back({.time = {1}, .job = {1}, .fact = InstanceEnded{.instance = {0}}});
  history.add(job, events);
  PlanOptions options = on_cores(1);
  options.history = history;
  CHECK(plan(written(text), options).makespan == 18_s);
}

TEST_CASE("a request that no node could hold is a finding and a capacity without a plan") {
  const Pipeline pipeline =
      written("tasks: {a: {command: [x], resources: {gpu: 2}, estimate: 1s}}\n");
  CHECK_THROWS_AS(plan(pipeline, on_cores(4)), InvalidPipeline);
  const auto points = what_if(pipeline, on_cores(4), "gpu", {1000}, {3000}, {1000});
  REQUIRE(points.size() == 3);
  CHECK_FALSE(points[0].plan);
  CHECK(points[1].plan->makespan == 1_s);
}

TEST_CASE("a larger capacity never makes a longer plan") {
  std::string tasks = "tasks:\n";
  for (int i = 0; i < 24; ++i) {
    tasks += "  t" + std::to_string(i) +
             ": {command: [x], resources: {cpu: " + std::to_string(1 + i % 3) +
             "}, estimate: " + std::to_string(1 + i * 7 % 11) + "s}\n";
  }
  const auto points = what_if(written(tasks), on_cores(3), "cpu", {3000}, {9000}, {1000});
  for (std::size_t i = 1; i < points.size(); ++i) {
    CHECK(points[i].plan->makespan <= points[i - 1].plan->makespan);
  }
}

TEST_CASE("a task that fails on purpose lets those start that wait for its failure") {
  const JobPlan made = plan(written(R"(tasks:
  stop: {fail: {error: Broken, message: "as planned"}}
  after: {depends_on: {stop: failed}, command: [x], estimate: 3s}
  never: {depends_on: [stop], command: [x], estimate: 1h}
)"),
                            on_cores(1));
  CHECK(names(made) == std::vector<std::string>{"stop", "after"});
  CHECK(made.makespan == 3_s);
}

TEST_CASE("nothing starts later than it could for no reason") {
  const JobPlan made = plan(written(R"(tasks:
  pause: {wait: 5s}
  long: {command: [x], estimate: 30s}
  short: {command: [x], estimate: 1s}
)"),
                            on_cores(2));
  CHECK(instance(made, "pause").start == 0_s);
  CHECK(instance(made, "short").start == 0_s);
}

TEST_CASE("what if goes up to the largest quantity") {
  const Quantity largest{INT64_MAX};
  const auto points = what_if(written("tasks: {a: {command: [x], estimate: 1s}}\n"), on_cores(4),
                              "cpu", {largest.raw - 5}, largest, {1000});
  CHECK(points.size() == 1);
}

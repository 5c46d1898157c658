// Compilation: params bound, defaults merged, matrices expanded, demands interned.
#include "support/catch.hpp"
#include "support/pipelines.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/job/compile.hpp>

using namespace headway;
using namespace headway::literals;
using namespace pipelines;

namespace {

Diagnostics findings_of(const Pipeline& pipeline, const CompileOptions& options) {
  try {
    compile(pipeline, options);
  } catch (const InvalidPipeline& invalid) {
    return invalid.diagnostics();
  }
  return {};
}

Diagnostic only_finding(const Pipeline& pipeline, const CompileOptions& options) {
  const Diagnostics found = findings_of(pipeline, options);
  INFO(render(found));
  REQUIRE(found.size() == 1);
  return found[0];
}

std::vector<std::uint32_t> tasks_of(const JobEdges& edges) {
  std::vector<std::uint32_t> tasks;
  for (const JobEdge& edge : edges) tasks.push_back(edge.task.value);
  return tasks;
}

using Ids = std::vector<std::uint32_t>;

/// The demand of a task as text, e.g. `cpu=1000 gpu=500`.
std::string demand_of(const PipelineJob& job, std::uint32_t task) {
  std::string text;
  for (const auto& [slot, raw] : job.demand(job.task({task}).shape)) {
    text += (text.empty() ? "" : " ") + job.slots()[slot.value] + '=' + std::to_string(raw);
  }
  return text;
}

const std::vector<Node> two_nodes{{"big", {{"cpu", 16}, {"mem", 8_GiB}}},
                                  {"gpus", {{"cpu", 4}, {"gpu", 2}}}};

}  // namespace

TEST_CASE("given params win over defaults") {
  const auto job = compile(of({}, {param("a", Type::Kind::integer, Value(1)),
                                   param("b", Type::Kind::integer, Value(2))}),
                           {.params = {{"b", 3}}});
  CHECK(job->params() == Values{{"a", 1}, {"b", 3}});
}

TEST_CASE("a param without a value is missing") {
  const auto finding = only_finding(of({}, {param("source", Type::Kind::string)}), {});
  CHECK(finding.code == "missing-param");
  CHECK(finding.notes == std::vector<std::string>{"give it: -p source=…"});
}

TEST_CASE("a param that the pipeline does not have comes with likely names") {
  const auto finding = only_finding(of({}, {param("epochs", Type::Kind::integer, Value(1))}),
                                    {.params = {{"epoch", 3}}});
  CHECK(finding.code == "unknown-param");
  CHECK(finding.candidates == std::vector<std::string>{"epochs"});
}

TEST_CASE("a given value is of the param's type and within its bounds") {
  Param epochs = param("epochs", Type::Kind::integer, Value(1));
  epochs.max = Value(10);
  CHECK(only_finding(of({}, {epochs}), {.params = {{"epochs", 1.5}}}).code == "wrong-type");
  CHECK(only_finding(of({}, {epochs}), {.params = {{"epochs", 11}}}).code == "out-of-range");
}

//   a -> c, b -> c (implied twice), a -> b
TEST_CASE("written edges come before implied ones and each edge once") {
  Task c = after({"a"}, command("c", {"${{ tasks.b.outputs.x }}"}), EdgeCondition::completed);
  c = with_env(c, "A", "${{ tasks.a.outputs.x }} ${{ tasks.b.outputs.x }}");
  const auto job = compile(
      of({with_output(command("a"), "x"), with_output(after({"a"}, command("b")), "x"), c}), {});
  CHECK(tasks_of(job->predecessors({2})) == Ids{0, 1});
  CHECK(job->predecessors({2})[0].condition == EdgeCondition::completed);
  CHECK(job->predecessors({2})[1].condition == EdgeCondition::succeeded);
  CHECK(tasks_of(job->dependents({0})) == Ids{1, 2});
}

TEST_CASE("tasks keep the order they were written in") {
  const auto job = compile(of({after({"b"}, command("a")), command("b")}), {});
  CHECK(job->written({0}).name == "a");
  CHECK(tasks_of(job->dependents({1})) == Ids{0});
}

TEST_CASE("the last axis of a matrix runs fastest") {
  const auto job = compile(
      of({command("x"), with_matrix(command("t"), {{"a", {1, 2}}, {"b", {"u", "v", "w"}}})}), {});
  REQUIRE(job->instance_count() == 7);
  CHECK(job->instance_name({1}) == "t[a=1,b=u]");
  CHECK(job->instance_name({2}) == "t[a=1,b=v]");
  CHECK(job->instance_name({6}) == "t[a=2,b=w]");
}

TEST_CASE("exclude takes combinations away and include adds whole ones at the end") {
  Task task = with_matrix(command("t"), {{"a", {1, 2}}, {"b", {0.5, 1.5}}});
  task.matrix->exclude = {{{{"a", 1}, {"b", 0.5}}, {}}, {{{"b", 1.5}}, {}}};
  task.matrix->include = {{{{"b", 9.5}, {"a", 7}}, {}}};
  const auto job = compile(of({task}), {});
  REQUIRE(job->instance_count() == 2);
  CHECK(job->instance_name({0}) == "t[a=2,b=0.5]");
  CHECK(job->instance_name({1}) == "t[a=7,b=9.5]");
  CHECK(job->matrix_of({1}) == Values{{"a", 7}, {"b", 9.5}});
}

TEST_CASE("an axis takes its values from the bound param") {
  Task task = with_matrix(command("t"), {});
  task.matrix->axes = {{"rate", "${{ params.rates }}", {}}};
  const Param rates{.name = "rates", .type = list_of({Type::Kind::floating})};
  const auto job = compile(of({task}, {rates}), {.params = {{"rates", Value::List{0.5, 0.25}}}});
  CHECK(job->instance_name({1}) == "t[rate=0.25]");
}

TEST_CASE("a session has a core unless somebody says otherwise") {
  Task zero = with_resource(command("zero"), "cpu", {0});
  Task share = with_resource(command("share"), "gpu", {500});
  Task join = after({"zero"}, Task{.name = "join"});
  const auto job = compile(of({zero, share, join}), {});
  CHECK(demand_of(*job, 0).empty());
  CHECK(demand_of(*job, 1) == "gpu=500 cpu=1000");
  CHECK(demand_of(*job, 2).empty());
  CHECK(job->task({2}).kind == TaskKind::join);
}

TEST_CASE("defaults merge by slot and null takes one away") {
  Pipeline pipeline = of({with_resource(command("a"), "mem", 2_GiB), command("b")});
  pipeline.defaults.resources = {{"cpu", Quantity{2000}}, {"mem", 1_GiB}};
  pipeline.tasks[1].settings.resources = {{"mem", Setting<Quantity>::null()}};
  const auto job = compile(pipeline, {});
  CHECK(demand_of(*job, 0) == "cpu=2000 mem=2147483648");
  CHECK(demand_of(*job, 1) == "cpu=2000");
}

TEST_CASE("equal demands are one shape whatever order they were written in") {
  const Task a = with_resource(with_resource(command("a"), "cpu", {2000}), "gpu", {1000});
  const Task b = with_resource(with_resource(command("b"), "gpu", {1000}), "cpu", {2000});
  const auto job = compile(of({a, b, command("c")}), {});
  CHECK(job->task({0}).shape == job->task({1}).shape);
  CHECK(job->shapes().size() == 2);
}

TEST_CASE("what the scheduler needs of a task is in numbers") {
  Task task = with_matrix(command("t"), {{"x", {1, 2, 3}}});
  task.max_parallel = Spanned<std::uint32_t>{2, {}};
  task.settings.retry = Setting(RetryRules{{.limit = 3, .backoff = {.initial = 2_s}}});
  task.settings.timeout = Setting(Timeouts{.run = 1_h});
  task.settings.priority = Setting(7);
  task.settings.allow_failure = Setting(true);
  const auto job = compile(of({task}), {});
  const JobTask& compiled = job->task({0});
  CHECK(compiled.count == 3);
  CHECK(compiled.max_parallel == 2);
  CHECK(job->retry(compiled) == RetryRules{{.limit = 3, .backoff = {.initial = 2_s}}});
  CHECK(job->timeouts(compiled).run == 1_h);
  CHECK(compiled.priority == 7);
  CHECK(compiled.allow_failure);
}

TEST_CASE("a request that no node could ever hold is refused") {
  const auto finding =
      only_finding(of({with_resource(command("a"), "mem", 9_GiB)}), {.nodes = two_nodes});
  CHECK(finding.code == "too-large-request");
  CHECK(finding.message ==
        "no node can hold mem: 9Gi of the task \"a\"; the largest node, \"big\", has 8Gi");
}

TEST_CASE("slots that fit on different nodes only are refused together") {
  const Task task = with_resource(with_resource(command("a"), "mem", 1_GiB), "gpu", {1000});
  CHECK(only_finding(of({task}), {.nodes = two_nodes}).message ==
        "no node can hold cpu=1, gpu=1, mem=1Gi of the task \"a\" at once");
}

TEST_CASE("a request of the defaults is told once") {
  Pipeline pipeline = of({command("a"), command("b"), command("c")});
  pipeline.defaults.resources = {{"cpu", Quantity{99'000}}};
  CHECK(only_finding(pipeline, {.nodes = two_nodes}).code == "too-large-request");
}

TEST_CASE("a slot is a node's or the job's own") {
  Pipeline pipeline = of({with_resource(command("a"), "licence", {1000})});
  CHECK(only_finding(pipeline, {.nodes = two_nodes}).code == "unknown-slot");
  CHECK(findings_of(pipeline, {}).empty());
  pipeline.limits.slots = {{"licence", {Quantity{2000}, {}}}};
  const auto job = compile(pipeline, {.nodes = two_nodes});
  REQUIRE(job->job_slots().size() == 1);
  CHECK(job->slots()[job->job_slots()[0].first.value] == "licence");
  CHECK(job->job_slots()[0].second == 2000);
}

TEST_CASE("a limit on a slot that machines have is a cap and not a slot of the job") {
  Pipeline pipeline = of({with_resource(command("a"), "gpu", {1000})});
  pipeline.limits.slots = {{"gpu", {Quantity{1000}, {}}}};
  const auto job = compile(pipeline, {.nodes = two_nodes});
  CHECK(job->job_slots().empty());
  REQUIRE(job->capped_slots().size() == 1);
  CHECK(job->slots()[job->capped_slots()[0].first.value] == "gpu");
}

TEST_CASE("a request above the job's own limit is refused") {
  Pipeline pipeline = of({with_resource(command("a"), "licence", {3000})});
  pipeline.limits.slots = {{"licence", {Quantity{2000}, {}}}};
  CHECK(only_finding(pipeline, {.nodes = two_nodes}).message ==
        "no node can hold licence: 3 of the task \"a\"; the job, by limits.slots, has 2");
}

TEST_CASE("a callable that is not registered is refused where that is asked for") {
  Task task{.name = "a"};
  task.body = CallBody{.target = {"cpp:trian", {}}};
  CHECK(findings_of(of({task}), {}).empty());
  const auto finding = only_finding(of({task}), {.callables = {"train"}, .check_callables = true});
  CHECK(finding.code == "unknown-callable");
  CHECK(finding.candidates == std::vector<std::string>{"train"});
}

// a ──> inner: b { finally: c }, undone by d
TEST_CASE("a callable of an inner pipeline or of what undoes it is asked for before it runs") {
  const auto calling = [](const std::string& name, const std::string& target) {
    Task task{.name = name};
    task.body = CallBody{.target = {target, {}}};
    return task;
  };
  Pipeline inner = of({calling("b", "cpp:x")});
  inner.finally = {calling("c", "cpp:y")};
  Task a{.name = "a", .body = PipelineBody{.path = {"inner.yaml", {}}}};
  std::get<PipelineBody>(a.body).loaded = std::make_shared<const Pipeline>(std::move(inner));
  Task d = command("d");
  d.compensate = CallBody{.target = {"cpp:z", {}}};
  CHECK(findings_of(of({a, d}), {}).empty());
  std::vector<std::string> paths;
  for (const auto& finding : findings_of(of({a, d}), {.check_callables = true})) {
    paths.push_back(finding.path);
  }
  CHECK(paths == std::vector<std::string>{"tasks.a.pipeline.tasks.b.call",
                                          "tasks.a.pipeline.finally.c.call",
                                          "tasks.d.compensate.call"});
}

TEST_CASE("what validation finds and what compilation finds come together") {
  const Pipeline pipeline =
      of({with_resource(command("a", {"${{ params.x }}"}), "licence", {1000})},
         {param("y", Type::Kind::string)});
  CHECK(findings_of(pipeline, {.nodes = two_nodes}).size() == 3);
}

TEST_CASE("a job does not change with the pipeline it was made from") {
  Pipeline pipeline = of({command("a")});
  const auto job = compile(pipeline, {});
  pipeline.tasks[0].name = "b";
  CHECK(job->instance_name({0}) == "a");
}

// Names in expressions: where each has a meaning, of what type, and which edges it makes.
#include "support/catch.hpp"
#include "support/inner_graphs.hpp"
#include "support/pipelines.hpp"

#include <headway/job/compile.hpp>
#include <headway/job/validate.hpp>

using namespace headway;
using namespace pipelines;

namespace {

using Codes = std::vector<std::string>;

Codes codes_of(const Pipeline& pipeline) {
  Codes codes;
  for (const Diagnostic& finding : validate(pipeline)) codes.push_back(finding.code);
  return codes;
}

Codes codes_of(const Task& task) { return codes_of(of({task})); }

void check_sound(const Pipeline& pipeline) {
  const Diagnostics found = validate(pipeline);
  INFO(render(found));
  CHECK(found.empty());
}

Task reads(std::string expression) {
  return with_env(command("reader"), "X", "${{ " + std::move(expression) + " }}");
}

//   source, fan[2], each[…], reader
Pipeline around(Task reader) {
  Task source = with_output(command("source"), "x");
  source.outputs.push_back({.name = "list", .type = list_of({Type::Kind::string})});
  const Task fan = with_output(with_matrix(command("fan"), {{"rate", {0.1, 0.2}}}), "y");
  const Task each = with_output(with_map(command("each"), "tasks.source.outputs.list"), "z");
  return of({source, fan, each, std::move(reader)}, {param("n", Type::Kind::integer, Value(3))});
}

}  // namespace

TEST_CASE("a task is known by outputs and state and cause and instances") {
  const auto* expression =
      GENERATE("tasks.source.outputs.x + params.n", "tasks.fan.outputs.y[0]",
               "tasks.each.outputs.z.map(z, z + 1)", "tasks.each.cause.startsWith('exit')",
               "tasks.fan.instances.map(i, i.matrix.rate)",
               "tasks.each.instances.filter(i, i.outputs.z > 0)", "tasks.each.instances[0].item",
               "size(tasks.source.instances) == 1",
               "tasks.fan.instances.exists(i, i.state == 'failed' && i.index > 0)");
  check_sound(around(reads(expression)));
}

TEST_CASE("a state that is always the same is warned about") {
  const Task asks = reads("tasks.source.state == 'failed'");
  const auto found = validate(around(asks));
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "constant-state");
  CHECK(found[0].severity == Severity::warning);
  check_sound(around(after({"source"}, asks, EdgeCondition::completed)));
  check_sound(around(after({"fan"}, reads("tasks.fan.state"), EdgeCondition::failed)));
}

TEST_CASE("what a task does not have is told") {
  const auto [expression, code] = GENERATE(table<std::string, std::string>({
      {"tasks.source.state == 'suceeded'", "wrong-operand"},
      {"tasks.source.cause == 3", "wrong-operand"},
      {"tasks.fan.instances[0].matrix > 1", "wrong-operand"},
      {"tasks.source.instances[0].item", "unknown-field"},
      {"tasks.fan.instances[0].outputs.nope", "unknown-field"},
      {"tasks.source.stat", "unknown-name"},
      {"tasks.each.outputs.z + 1", "wrong-operand"},
  }));
  CHECK(codes_of(around(reads(expression))) == Codes{code});
}

TEST_CASE("item has the type of the elements of the list") {
  Task task = with_output(with_map(command("each2"), "tasks.source.outputs.list"), "z");
  task = with_env(task, "X", "${{ item.startsWith('a') && item_index > 0 }}");
  check_sound(around(task));
  task.settings.env[0].second = Setting<std::string>("${{ item + 1 }}");
  CHECK(codes_of(around(task)) == Codes{"wrong-operand"});
}

TEST_CASE("item has no meaning without a map nor in the list itself") {
  CHECK(codes_of(reads("item")) == Codes{"name-not-available"});
  CHECK(codes_of(reads("item_index")) == Codes{"name-not-available"});
  CHECK(codes_of(with_map(command("a"), "[item]")) == Codes{"name-not-available"});
}

TEST_CASE("a map goes over a list") {
  check_sound(of({with_map(command("a"), "[1, 2].filter(x, x > 1)")}));
  CHECK(codes_of(with_map(command("a"), "3")) == Codes{"wrong-type"});
  CHECK(codes_of(with_map(command("a"), "[1, ")) == Codes{"expression-syntax"});
}

TEST_CASE("a value of the matrix has the type of its axis") {
  Task task = with_matrix(command("a"), {{"rate", {0.1}}, {"arch", {"cnn"}}});
  task.when = Text{"matrix.rate > 0.5 && matrix.arch == 'cnn'", {}};
  check_sound(of({task}));
  task.when = Text{"matrix.arch", {}};
  CHECK(codes_of(task) == Codes{"wrong-operand"});
}

TEST_CASE("an axis of a param has the type of the elements of that param") {
  Task task = command("a", {"run", "${{ matrix.x + 'b' }}"});
  task.matrix = Matrix{.axes = {{"x", "${{ params.list }}", {}}}};
  Param list{.name = "list", .type = list_of({Type::Kind::integer})};
  CHECK(codes_of(of({task}, {list})) == Codes{"wrong-operand"});
}

TEST_CASE("round belongs to the tasks of a repeat and to its until and outputs") {
  Task one =
      with_output(command("step", {"run", "${{ round.index == 0 ? 0 : round.previous.x }}"}), "x");
  Task tune = repeats("tune", {one}, "round.index > 2 && outputs.x > 0");
  tune = gives(tune, "x", "${{ tasks.step.outputs.x + round.index }}");
  check_sound(of({tune, with_env(command("b"), "X", "${{ tasks.tune.outputs.x + 1 }}")}));
  CHECK(codes_of(reads("round.index")) == Codes{"name-not-available"});
}

TEST_CASE("what a round does not have is told") {
  const auto [expression, code] = GENERATE(table<std::string, std::string>({
      {"round.previous.nope", "unknown-field"},
      {"round.idx", "unknown-name"},
      {"round", "unknown-name"},
      {"outputs.x", "name-not-available"},
  }));
  const Task one = with_env(with_output(command("step"), "x"), "X", "${{ " + expression + " }}");
  const Task tune =
      gives(repeats("tune", {one}, "outputs.x > 1"), "x", "${{ tasks.step.outputs.x }}");
  CHECK(codes_of(tune) == Codes{code});
}

TEST_CASE("until sees the outputs of the round and the tasks of the body") {
  const auto [until, codes] = GENERATE(table<std::string, Codes>({
      {"outputs.x >= 3 && tasks.step.state == 'succeeded'", {}},
      {"outputs.nope >= 3", {"unknown-output"}},
      {"outputs.x", {"wrong-operand"}},
      {"outputs", {"unknown-output"}},
      {"item > 1", {"name-not-available"}},
      {"matrix.rate > 1", {"name-not-available"}},
      {"resources.mem > 1", {"name-not-available"}},
  }));
  const Task one = with_output(command("step"), "x");
  CHECK(codes_of(gives(repeats("tune", {one}, until), "x", "${{ tasks.step.outputs.x }}")) ==
        codes);
}

TEST_CASE("a repeat sees its own tasks only") {
  const Task outer = with_output(command("outer"), "x");
  const auto finding =
      validate(of({outer, repeats("tune", {reads("tasks.outer.outputs.x")}, "true")}));
  REQUIRE(finding.size() == 1);
  CHECK(finding[0].code == "name-not-available");
  CHECK(finding[0].path == "tasks.tune.repeat.tasks.reader.env.X");
  CHECK(finding[0].notes.front() ==
        "let the repeat depend on it: its files arrive as $HEADWAY_INPUT1, … of the repeat's first "
        "tasks");
}

TEST_CASE("the tasks of a repeat are not seen from outside") {
  const Task one = with_output(command("step"), "x");
  CHECK(codes_of(of({repeats("tune", {one}, "true"), reads("tasks.step.outputs.x")})) ==
        Codes{"unknown-task"});
}

TEST_CASE("the tasks of a repeat have the matrix and the item of the repeat") {
  const Task of_matrix = with_env(command("step"), "X", "${{ matrix.rate * 2.0 }}");
  check_sound(of({with_matrix(repeats("tune", {of_matrix}, "true"), {{"rate", {0.1}}})}));
  const Task of_map = with_env(command("step"), "X", "${{ item + item_index }}");
  check_sound(of({with_map(repeats("tune", {of_map}, "true"), "[1, 2]")}));
  CHECK(codes_of(repeats("tune", {of_map}, "true")) ==
        Codes{"name-not-available", "name-not-available"});
}

TEST_CASE("until and outputs of a repeat have its matrix and its item") {
  const Task one = with_output(command("step"), "x");
  const Task tune = gives(repeats("tune", {one}, "outputs.x > 1 && matrix.rate < 1.0"), "x",
                          "${{ tasks.step.outputs.x }}");
  check_sound(of({with_matrix(gives(tune, "y", "${{ matrix.rate }}"), {{"rate", {0.1}}})}));
  CHECK(codes_of(tune) == Codes{"name-not-available"});
  const Task each = gives(repeats("each", {one}, "item > item_index"), "y", "${{ item }}");
  check_sound(of({with_map(each, "[1, 2]")}));
  CHECK(codes_of(with_map(repeats("each", {one}, "item == 'a'"), "[1, 2]")) ==
        Codes{"wrong-operand"});
}

//   tune: { step, again: { inner } }
TEST_CASE("a repeat inside a repeat has rounds of its own") {
  const Task inner = with_output(command("inner", {"run", "${{ round.previous.y }}"}), "y");
  const Task again =
      gives(repeats("again", {inner}, "outputs.y > 1"), "y", "${{ tasks.inner.outputs.y }}");
  const Task tune =
      gives(repeats("tune", {again}, "outputs.x"), "x", "${{ tasks.again.outputs.y > 2 }}");
  check_sound(of({tune}));
}

TEST_CASE("resources stand in the resources of a retry rule") {
  Task task = with_resource(command("a"), "mem", {1 << 20});
  task.settings.retry =
      Setting<RetryRules>({{.limit = 1,
                            .resources = {{"mem", {"${{ 2 * resources.mem }}", {}}},
                                          {"cpu", {"${{ resources.cpu + 1.0 }}", {}}}}}});
  check_sound(of({task}));
  CHECK(codes_of(reads("resources.mem")) == Codes{"name-not-available"});
}

TEST_CASE("a retry raises what the task asks for and in numbers") {
  const auto [text, code] = GENERATE(table<std::string, std::string>({
      {"${{ 2 * resources.disk }}", "unknown-slot"},
      {"${{ resources.cpu > 1.0 }}", "wrong-type"},
      {"${{ 2 * resources.cpu }}", "wrong-operand"},
      {"${{ resources }}", "unknown-slot"},
      {"lots", "bad-quantity"},
  }));
  Task task = command("a");
  task.settings.retry = Setting<RetryRules>({{.limit = 1, .resources = {{"disk", {text, {}}}}}});
  CHECK(codes_of(task) == Codes{code});
}

TEST_CASE("secrets are read in env and in notify and nowhere else") {
  Pipeline pipeline = of({reads("secrets.KEY")});
  pipeline.secrets = {{"KEY", {"env:KEY", {}}}};
  pipeline.defaults.env = {{"B", Setting<std::string>("${{ secrets.KEY }}")}};
  pipeline.notify = {{.events = {{"failed", {}}}, .slack = {"${{ secrets.KEY }}", {}}}};
  check_sound(pipeline);
  pipeline.tasks[0] = command("a", {"run", "${{ secrets.KEY }}", "${{ secrets.NO }}"});
  CHECK(codes_of(pipeline) == Codes{"name-not-available", "name-not-available"});
  pipeline.tasks[0] = reads("secrets.KYE");
  CHECK(codes_of(pipeline) == Codes{"unknown-secret"});
}

TEST_CASE("the end of a job knows its state and reads all of its tasks without edges") {
  Pipeline pipeline = of({with_output(command("a"), "x")});
  const Task clean = with_env(
      with_output(command("clean", {"run", "${{ job.state }} ${{ job.first_failure }}"}), "y"), "X",
      "${{ has(tasks.a.outputs.x) ? tasks.a.outputs.x : 0 }} ${{ tasks.a.state }}");
  pipeline.finally = {clean, with_env(command("report"), "Y", "${{ tasks.clean.outputs.y }}")};
  check_sound(pipeline);
  const auto job = compile(pipeline, {});
  REQUIRE(job->finally());
  CHECK(job->finally()->predecessors({0}).empty());
  CHECK(job->finally()->predecessors({1}).size() == 1);
}

TEST_CASE("the state of the job is not known while its tasks go on") {
  CHECK(codes_of(reads("job.state")) == Codes{"name-not-available"});
  CHECK(codes_of(reads("job.first_failure")) == Codes{"name-not-available"});
  Pipeline pipeline = of({command("a")});
  pipeline.outputs = {{"state", {"${{ job.state == 'succeeded' }}", {}}}};
  check_sound(pipeline);
}

TEST_CASE("the end of a job has no edges to its tasks") {
  Pipeline pipeline = of({command("a")});
  pipeline.on_failure = {after({"a"}, command("b"))};
  const auto found = validate(pipeline);
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "name-not-available");
  CHECK(found[0].path == "on_failure.b.depends_on");
}

TEST_CASE("a task that is undone may read what it gave") {
  Task task = with_output(command("a"), "id");
  task.compensate = CommandBody{{{"undo", {}}, {"${{ tasks.a.outputs.id }}", {}}}};
  check_sound(of({task}));
}

//   a -> when, b -> command, c -> output value, d -> over, e -> mount, f -> compensate
TEST_CASE("a name of a task in any key makes an edge in the order of the reference") {
  std::vector<Task> tasks;
  for (const char* name : {"f", "e", "d", "c", "b", "a"}) {
    tasks.push_back(with_output(command(name), "x", list_of({Type::Kind::string})));
  }
  Task last = with_map(command("last", {"run", "${{ tasks.b.outputs.x }}"}), "tasks.d.outputs.x");
  last.when = Text{"size(tasks.a.outputs.x) > 0", {}};
  last.settings.image = Setting<std::string>("${{ tasks.c.outputs.x[0] }}");
  last.settings.mounts = Setting(std::vector<Text>{{"${{ tasks.e.outputs.x[0] }}:/data", {}}});
  last.compensate = CommandBody{{{"undo", {}}, {"${{ tasks.f.outputs.x }}", {}}}};
  tasks.push_back(last);
  const auto job = compile(of(tasks), {});
  std::string order;
  for (const JobEdge& edge : job->predecessors({6})) order += job->written(edge.task).name;
  CHECK(order == "abdcef");
}

TEST_CASE("keys take the types that they are for") {
  const auto [key, codes] = GENERATE(table<std::string, Codes>({
      {"${{ 'python:3.12' }}", {}},
      {"${{ params.n }}", {"wrong-type"}},
      {"${{ [1] }}", {"wrong-type"}},
      {"v${{ params.n }}", {}},
  }));
  Task task = command("a");
  task.settings.image = Setting<std::string>(key);
  CHECK(codes_of(of({task}, {param("n", Type::Kind::integer, Value(3))})) == codes);
}

TEST_CASE("a wait ends at a time or at a text that is one") {
  const auto [until, codes] = GENERATE(table<std::string, Codes>({
      {"2030-01-31T09:00:00Z", {}},
      {"2030-01-31T10:00:00+01:00", {}},
      {"2030-02-31T09:00:00Z", {"bad-time"}},
      {"2030-01-31", {"bad-time"}},
      {"params.when", {}},
      {"params.n", {"wrong-type"}},
      {"nope", {"unknown-name"}},
  }));
  Task task{.name = "a"};
  task.body = WaitBody{.until = {until, {}}};
  CHECK(codes_of(of({task}, {param("n", Type::Kind::integer, Value(3)),
                             param("when", Type::Kind::string, Value("2030-01-31T09:00:00Z"))})) ==
        codes);
}

TEST_CASE("a computed output is of the type it is declared with") {
  const auto [type, value, codes] = GENERATE(table<std::string, std::string, Codes>({
      {"int", "${{ 1 + 2 }}", {}},
      {"float", "${{ 1 + 2 }}", {"wrong-type"}},
      {"float", "${{ double(1) }}", {}},
      {"optional(int)", "${{ null }}", {}},
      {"int", "${{ null }}", {"wrong-type"}},
      {"string", "text", {}},
      {"int", "3", {"wrong-type"}},
      {"list(int)", "${{ [1, 2] }}", {}},
      {"list(int)", "${{ ['a'] }}", {"wrong-type"}},
      {"map(int)", "${{ {'a': 1} }}", {}},
      {"json", "${{ {'a': [1]} }}", {}},
      {"file", "${{ 'a' }}", {"wrong-type"}},
  }));
  Task join = with_output(after({"a"}, Task{.name = "join"}), "x", *parse_type(type));
  join.outputs[0].value = Text{value, {}};
  CHECK(codes_of(of({command("a"), join})) == codes);
}

// Validation: every mistake is found, in one pass, with its code.
#include "support/catch.hpp"
#include "support/pipelines.hpp"

#include <headway/job/validate.hpp>

#include <rapidcheck.h>

using namespace headway;
using namespace pipelines;

namespace {

std::vector<std::string> codes_of(const Pipeline& pipeline) {
  std::vector<std::string> codes;
  for (const Diagnostic& finding : validate(pipeline)) codes.push_back(finding.code);
  return codes;
}

using Codes = std::vector<std::string>;

Diagnostic only_finding(const Pipeline& pipeline) {
  const Diagnostics found = validate(pipeline);
  INFO(render(found));
  REQUIRE(found.size() == 1);
  return found[0];
}

Task script(std::string name, std::string text) {
  Task task{.name = std::move(name)};
  task.body = ScriptBody{.text = {std::move(text), {}}};
  return task;
}

Task call(std::string name, std::string target) {
  Task task{.name = std::move(name)};
  task.body = CallBody{.target = {std::move(target), {}}};
  return task;
}

}  // namespace

//   prep -> train[2] -> best
TEST_CASE("a sound pipeline has no findings") {
  const Task train =
      with_matrix(after({"prep"}, command("train", {"t", "${{ matrix.rate }}", "${{ params.n }}"})),
                  {{"rate", {0.1, 0.01}}});
  const Task best =
      with_env(command("best"), "ALL", "${{ tasks.train.outputs.acc }} ${{ job.id }}");
  CHECK(validate(of({command("prep"), with_output(train, "acc"), best},
                    {param("n", Type::Kind::integer, Value(3))}))
            .empty());
}

TEST_CASE("all findings come at once") {
  Pipeline pipeline = of({after({"pre"}, command("prep", {"${{ params.x }}", "${{ oops }}"})),
                          script("s", "echo ${{ job.id }}"), command("s")});
  CHECK(codes_of(pipeline) == Codes{"duplicate-name", "interpolation-in-script", "unknown-task",
                                    "unknown-param", "unknown-name"});
}

//   a -> b -> c -> a
TEST_CASE("a cycle is told with its path") {
  const auto finding = only_finding(
      of({after({"c"}, command("a")), after({"a"}, command("b")), after({"b"}, command("c"))}));
  CHECK(finding.code == "cycle");
  CHECK(finding.message == "these tasks wait for each other: a -> b -> c -> a");
}

//   a -> b (written), b -> a (implied)
TEST_CASE("an edge that a reference implies closes a cycle too") {
  const Task a = with_output(with_env(command("a"), "X", "${{ tasks.b.outputs.y }}"), "x");
  const Task b = with_output(after({"a"}, command("b")), "y");
  CHECK(only_finding(of({a, b})).message == "these tasks wait for each other: a -> b -> a");
}

//   a -> b -> a     c -> d -> c
TEST_CASE("each of several cycles is told") {
  CHECK(codes_of(of({after({"b"}, command("a")), after({"a"}, command("b")),
                     after({"d"}, command("c")), after({"c"}, command("d"))})) ==
        Codes{"cycle", "cycle"});
}

TEST_CASE("a task that waits for itself is told once and not as a cycle") {
  CHECK(codes_of(of({after({"a"}, command("a"))})) == Codes{"self-dependency"});
}

TEST_CASE("a dependency written twice is told") {
  CHECK(codes_of(of({command("a"), after({"a", "a"}, command("b"))})) ==
        Codes{"duplicate-dependency"});
}

TEST_CASE("an unknown task comes with likely names") {
  const auto finding = only_finding(of({command("prepare"), after({"prepre"}, command("b"))}));
  CHECK(finding.code == "unknown-task");
  CHECK(finding.candidates == std::vector<std::string>{"prepare"});
}

TEST_CASE("references are told apart by what is unknown") {
  const auto [text, code] = GENERATE(table<std::string, std::string>({
      {"${{ params.nope }}", "unknown-param"},
      {"${{ params }}", "unknown-param"},
      {"${{ params.n.deeper }}", "unknown-field"},
      {"${{ matrix.nope }}", "unknown-axis"},
      {"${{ tasks.nope.outputs.x }}", "unknown-task"},
      {"${{ tasks.source.outputs.nope }}", "unknown-output"},
      {"${{ tasks.source.outputs }}", "unknown-output"},
      {"${{ tasks.source.nope }}", "unknown-name"},
      {"${{ tasks.reader.outputs.x }}", "self-dependency"},
      {"${{ job.state }}", "name-not-available"},
      {"${{ job.nope }}", "unknown-name"},
      {"${{ secrets.KEY }}", "name-not-available"},
      {"${{ item }}", "name-not-available"},
      {"${{ param.n }}", "unknown-name"},
  }));
  const Task reader = with_matrix(command("reader", {"run", text}), {{"rate", {1, 2}}});
  CHECK(codes_of(of({with_output(command("source"), "x"), reader},
                    {param("n", Type::Kind::integer, Value(3))})) == Codes{code});
}

TEST_CASE("matrix has no meaning in a task without one") {
  const auto finding = only_finding(of({command("a", {"run", "${{ matrix.rate }}"})}));
  CHECK(finding.code == "name-not-available");
  CHECK(finding.path == "tasks.a.command[1]");
}

TEST_CASE("the defaults name neither tasks nor a matrix") {
  Pipeline pipeline = of({with_output(command("a"), "x")});
  pipeline.defaults.env = {{"A", Setting<std::string>("${{ tasks.a.outputs.x }}")},
                           {"B", Setting<std::string>("${{ matrix.x }}")}};
  CHECK(codes_of(pipeline) == Codes{"name-not-available", "name-not-available"});
}

TEST_CASE("strings inside an input are looked at at any depth") {
  Task task = command("a");
  task.inputs.push_back(
      {"x", {Value(Value::List{Value(Value::Map{{"k", "${{ params.no }}"}})}), {}}});
  CHECK(only_finding(of({task})).path == "tasks.a.inputs.x");
}

TEST_CASE("the outputs of a task that failed cannot be read") {
  const Task reader =
      with_env(after({"a"}, command("b"), EdgeCondition::failed), "X", "${{ tasks.a.outputs.x }}");
  CHECK(codes_of(of({with_output(command("a"), "x"), reader})) == Codes{"output-of-failed-task"});
}

TEST_CASE("a workdir that is a number is of the wrong type") {
  Task task = command("a");
  task.settings.workdir = Setting<std::string>("${{ params.n }}");
  CHECK(codes_of(of({task}, {param("n", Type::Kind::integer, Value(3))})) == Codes{"wrong-type"});
}

TEST_CASE("an expression in a script is refused and the env to write is shown") {
  const auto finding = only_finding(
      of({with_matrix(script("a", "train --rate ${{ matrix.rate }}"), {{"rate", {0.1}}})}));
  CHECK(finding.code == "interpolation-in-script");
  CHECK(finding.notes.back() == "    env: {RATE: \"${{ matrix.rate }}\"}");
}

TEST_CASE("a key that is taken literally holds no expression") {
  Task task = with_output(command("a"), "x");
  task.outputs[0].path = Text{"${{ params.n }}.json", {}};
  task.sources = {{"${{ params.n }}.py", {}}};
  CHECK(codes_of(of({task}, {param("n", Type::Kind::integer, Value(3))})) ==
        Codes{"expression-not-allowed", "expression-not-allowed"});
}

TEST_CASE("params are checked against their types and bounds") {
  Param wrong = param("a", Type::Kind::floating, Value(1));
  Param low = param("b", Type::Kind::integer, Value(0));
  low.min = Value(1);
  Param upside_down = param("c", Type::Kind::integer);
  upside_down.min = Value(2), upside_down.max = Value(1);
  Param bound = param("d", Type::Kind::string);
  bound.max = Value(1);
  Param word{.name = "e", .type = {Type::Kind::enumeration, {}, {"dev", "prod"}}};
  word.default_value = Value("prd");
  const auto found = validate(of({}, {wrong, low, upside_down, bound, word}));
  REQUIRE(found.size() == 5);
  CHECK(found[0].notes == std::vector<std::string>{"an int is no float: write 1.0"});
  CHECK(found[1].message == "the default of \"b\" is 0, below its min 1");
  CHECK(found[2].code == "out-of-range");
  CHECK(found[3].code == "wrong-type");
  CHECK(found[4].candidates == std::vector<std::string>{"prod"});
}

TEST_CASE("names that become one environment variable collide") {
  CHECK(codes_of(of({command("my-task"), command("my_task")},
                    {param("rate", Type::Kind::integer), param("RATE", Type::Kind::integer)})) ==
        Codes{"colliding-names", "colliding-names"});
}

TEST_CASE("illegal and reserved names are refused") {
  const auto found =
      codes_of(of({with_env(with_env(command("1st"), "HEADWAY_JOB_ID", "x"), "a b", "x"),
                   with_resource(command("b"), "my slot", {1000})},
                  {param("a-b", Type::Kind::integer)}));
  CHECK(found ==
        Codes{"illegal-name", "illegal-name", "reserved-name", "illegal-name", "illegal-name"});
}

TEST_CASE("a secret is declared and given once") {
  Task task = with_env(command("a"), "KEY", "x");
  task.settings.secrets = Setting(std::vector<Text>{{"KEY", {}}, {"KYE", {}}});
  Pipeline pipeline = of({task});
  pipeline.secrets = {{"KEY", {"env:KEY", {}}}, {"OTHER", {"hunter2", {}}}};
  CHECK(codes_of(pipeline) == Codes{"bad-secret", "colliding-names", "unknown-secret"});
}

TEST_CASE("gpus are a share of one device or whole devices") {
  const auto raw = GENERATE(250, 1000, 4000);
  CHECK(validate(of({with_resource(command("a"), "gpu", {raw})})).empty());
  CHECK(codes_of(of({with_resource(command("a"), "gpu", {raw + 1001})})) ==
        Codes{"fractional-devices"});
}

TEST_CASE("a task without a body only joins others") {
  Task join{.name = "join"};
  CHECK(codes_of(of({join})) == Codes{"missing-body"});
  CHECK(validate(of({command("a"), after({"a"}, join)})).empty());
  CHECK(codes_of(of({command("a"), with_output(after({"a"}, join), "x")})) ==
        Codes{"missing-body"});
}

TEST_CASE("a call names a C++ function or one of a Python module") {
  CHECK(validate(of({call("a", "cpp:train")})).empty());
  CHECK(validate(of({call("a", "python:p.m:f")})).empty());
  CHECK(validate(of({call("a", "${{ job.name }}")})).empty());
  CHECK(codes_of(of({call("a", "python:m")})) == Codes{"bad-call"});
  CHECK(codes_of(of({call("a", "python:m.:f")})) == Codes{"bad-call"});
  CHECK(codes_of(of({call("a", "train")})) == Codes{"bad-call"});
}

TEST_CASE("a command names a program") {
  CHECK(codes_of(of({command("a", {}), command("b", {""})})) ==
        Codes{"empty-command", "empty-command"});
}

TEST_CASE("the file of an output stays in the output folder") {
  const auto [path, fine] = GENERATE(table<std::string, bool>({{"a/b..c.json", true},
                                                               {"/etc/passwd", false},
                                                               {"../x", false},
                                                               {"a/../b", false},
                                                               {"", false}}));
  Task task = with_output(command("a"), "x");
  task.outputs[0].path = Text{path, {}};
  CHECK(codes_of(of({task})) == (fine ? Codes{} : Codes{"illegal-path"}));
}

TEST_CASE("axes have scalars that differ") {
  CHECK(codes_of(of({with_matrix(command("a"), {})})) == Codes{"empty-matrix"});
  CHECK(codes_of(of({with_matrix(command("a"), {{"x", {}}})})) == Codes{"empty-matrix"});
  CHECK(codes_of(of({with_matrix(command("a"), {{"x", {1, 1}}})})) ==
        Codes{"duplicate-axis-value"});
  CHECK(codes_of(of({with_matrix(command("a"), {{"x", {1, "1"}}})})) ==
        Codes{"duplicate-axis-value"});
  CHECK(codes_of(of({with_matrix(command("a"), {{"x", {Value(Value::List{1})}}})})) ==
        Codes{"wrong-type"});
}

TEST_CASE("an axis of a param needs a list of scalars") {
  Task task = with_matrix(command("a"), {});
  task.matrix->axes = {{"x", "${{ params.p }}", {}}};
  Param scalar = param("p", Type::Kind::integer, Value(1));
  Param list{.name = "p", .type = list_of({Type::Kind::integer})};
  CHECK(codes_of(of({task}, {scalar})) == Codes{"wrong-type"});
  CHECK(validate(of({task}, {list})).empty());
  list.default_value = Value(Value::List{1, 1});
  CHECK(codes_of(of({task}, {list})) == Codes{"duplicate-axis-value"});
  CHECK(codes_of(of({task})) == Codes{"unknown-param"});
}

TEST_CASE("exclude and include name what the axes have") {
  Task task = with_matrix(command("a"), {{"rate", {0.1, 0.2}}, {"arch", {"cnn"}}});
  task.matrix->exclude = {{{{"rat", 0.1}}, {}}, {{{"rate", 1}}, {}}};
  task.matrix->include = {{{{"rate", 0.3}}, {}}};
  CHECK(codes_of(of({task})) ==
        Codes{"unknown-axis", "unknown-axis-value", "incomplete-combination"});
}

TEST_CASE("a combination included twice or a matrix excluded whole is refused") {
  Task task = with_matrix(command("a"), {{"x", {1, 2}}});
  task.matrix->include = {{{{"x", 2}}, {}}};
  CHECK(codes_of(of({task})) == Codes{"duplicate-combination"});
  task.matrix->include.clear();
  task.matrix->exclude = {{{{"x", 1}}, {}}, {{{"x", 2}}, {}}};
  CHECK(codes_of(of({task})) == Codes{"empty-matrix"});
}

TEST_CASE("a fan-out is counted before it is made") {
  Value::List hundred;
  for (int i = 0; i < 100; ++i) hundred.emplace_back(i);
  std::vector<std::pair<std::string, Value::List>> axes{{"a", hundred}, {"b", hundred}};
  CHECK(validate(of({with_matrix(command("t"), axes)})).empty());
  for (char name = 'c'; name < 'z'; ++name) axes.emplace_back(std::string(1, name), hundred);
  CHECK(codes_of(of({with_matrix(command("t"), axes)})) == Codes{"fan-out-too-large"});
}

TEST_CASE("a job of more instances than memory should hold is refused") {
  Value::List wide;
  for (int i = 0; i < 10'000; ++i) wide.emplace_back(i);
  std::vector<Task> tasks;
  for (int i = 0; i < 201; ++i) {
    tasks.push_back(with_matrix(command("t" + std::to_string(i)), {{"x", wide}}));
  }
  CHECK(codes_of(of(std::move(tasks))) == Codes{"fan-out-too-large"});
}

TEST_CASE("max_parallel caps a matrix and is not zero") {
  Task task = command("a");
  task.max_parallel = Spanned<std::uint32_t>{2, {}};
  CHECK(codes_of(of({task})) == Codes{"out-of-range"});
  task = with_matrix(task, {{"x", {1, 2}}});
  CHECK(validate(of({task})).empty());
}

TEST_CASE("of thousands of unknown names a thousand are told and cost no square") {
  std::vector<Task> tasks;
  for (int i = 0; i < 20'000; ++i) {
    tasks.push_back(after({"nobody" + std::to_string(i)}, command("t" + std::to_string(i))));
  }
  const Diagnostics found = validate(of(std::move(tasks)));
  CHECK(found.size() == 1001);
  CHECK(found[1000].code == "too-many-findings");
}

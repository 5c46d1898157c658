// What a pipeline file becomes, key by key.
#include "support/catch.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/yaml/load.hpp>
#include <headway/yaml/save.hpp>

#include <string>

using namespace headway;

namespace {

Pipeline load(const std::string& text) {
  return yaml::load("headway: v1\n" + text, "dir/small.yaml");
}

/// The one task of a file that has these lines for it.
Task task(const std::string& flow_map) {
  return load("tasks: {t: " + flow_map + "}\n").tasks.at(0);
}

std::vector<std::string> argv(const Task& from) {
  std::vector<std::string> words;
  for (const auto& word : std::get<CommandBody>(from.body).argv) words.push_back(word.value);
  return words;
}

std::vector<std::string> codes(const Diagnostics& found) {
  std::vector<std::string> result;
  for (const auto& finding : found) result.push_back(finding.code);
  return result;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a pipeline without a name has that of its file") {
  CHECK(load("tasks: {}\n").name == "small");
  CHECK(yaml::load("headway: v1\ntasks: {}\n", "a.b/archive.tar.gz").name == "archive.tar");
  CHECK(yaml::load("headway: v1\ntasks: {}\n", ".hidden").name == ".hidden");
  CHECK(yaml::load("headway: v1\ntasks: {}\n", "").name == "pipeline");
  CHECK(load("name: own\ntasks: {}\n").name == "own");
}

TEST_CASE("lists keep the order of the file") {
  auto pipeline = load("labels: {b: x, a: y}\ntasks: {z: {}, y: {}, x: {}}\n");
  CHECK(pipeline.labels[0].first == "b");
  CHECK(pipeline.tasks[0].name == "z");
  CHECK(pipeline.tasks[2].name == "x");
}

TEST_CASE("the short form of a param takes its type from the default") {
  auto pipeline = load("params: {a: 5, b: 0.5, c: text, d: true, e: [1, 2], f: []}\ntasks: {}\n");
  CHECK(to_string(pipeline.params[0].type) == "int");
  CHECK(to_string(pipeline.params[1].type) == "float");
  CHECK(to_string(pipeline.params[2].type) == "string");
  CHECK(to_string(pipeline.params[3].type) == "bool");
  CHECK(to_string(pipeline.params[4].type) == "list(int)");
  CHECK(pipeline.params[0].default_value == Value(5));
}

TEST_CASE("the long form of a param has bounds and a description") {
  auto param =
      load("params: {a: {type: int, min: 1, max: 9, description: d}}\ntasks: {}\n").params[0];
  CHECK(param == Param{.name = "a",
                       .type = {Type::Kind::integer},
                       .min = Value(1),
                       .max = Value(9),
                       .description = "d"});
}

TEST_CASE("a default of null is a default") {
  auto params = load("params: {a: {type: optional(int), default: null}}\ntasks: {}\n").params;
  REQUIRE(params[0].default_value);
  CHECK(params[0].default_value->is_null());
}

TEST_CASE("an enum has its values also inside of a list") {
  auto params = load("params: {a: {type: list(enum), values: [x, y]}}\ntasks: {}\n").params;
  CHECK(params[0].type.element.at(0).values == Words{"x", "y"});
}

TEST_CASE("a command is a list of words or a string of them") {
  CHECK(argv(task("{command: [echo, 'a b']}")) == Words{"echo", "a b"});
  auto split = task("{command: \"echo 'a b' ${{ params.x }}\"}");
  CHECK(argv(split) == Words{"echo", "a b", "${{ params.x }}"});
}

TEST_CASE("the words of a string know their columns") {
  auto pipeline = load("tasks:\n  t:\n    command: echo one\n");
  const auto& words = std::get<CommandBody>(pipeline.tasks[0].body).argv;
  CHECK(words[0].span.column == 14);
  CHECK(words[1].span.column == 19);
  CHECK(words[1].span.length == 3);
  CHECK(words[1].span.line == 4);
}

TEST_CASE("a script has its shell whichever comes first") {
  auto first = task("{shell: [sh, -c], script: echo}");
  auto second = task("{script: echo, shell: [sh, -c]}");
  CHECK(first == second);
  CHECK(std::get<ScriptBody>(first.body).shell == Words{"sh", "-c"});
  CHECK(std::get<ScriptBody>(task("{script: echo}").body).shell.at(0) == "bash");
}

TEST_CASE("a task without a body is a join") {
  CHECK(std::holds_alternative<JoinBody>(task("{depends_on: [a]}").body));
  CHECK(std::holds_alternative<JoinBody>(task("").body));
}

TEST_CASE("edges are a list or a map of conditions") {
  auto list = task("{depends_on: [a, b]}").depends_on;
  CHECK(list == std::vector<Dependency>{{"a"}, {"b"}});
  auto map = task("{depends_on: {a: completed, b: failed, c: succeeded_or_skipped}}").depends_on;
  CHECK(map == std::vector<Dependency>{{"a", EdgeCondition::completed},
                                       {"b", EdgeCondition::failed},
                                       {"c", EdgeCondition::succeeded_or_skipped}});
}

TEST_CASE("retry is a number or one rule") {
  CHECK(*task("{retry: 3}").settings.retry == RetryRules{{.limit = 3}});
  auto rule =
      *task("{retry: {limit: 2, backoff: {initial: 2s, multiplier: 3, max: 1m, jitter: 0.1}}}")
           .settings.retry;
  CHECK(rule == RetryRules{{2, {2_s, 3.0, 1_min, 0.1}}});
}

TEST_CASE("a timeout is that of the session") {
  CHECK(task("{timeout: 90s}").settings.timeout->run == 90_s);
  CHECK(task("{timeout: {run: 2h}}").settings.timeout->run == 2_h);
}

TEST_CASE("null takes a default away and is not the same as nothing") {
  auto settings =
      task("{retry: null, timeout: ~, workdir: , resources: {cpu: null}, env: {A: null}}").settings;
  CHECK((settings.retry.written() && !settings.retry.given()));
  CHECK((settings.timeout.written() && !settings.timeout.given()));
  CHECK((settings.workdir.written() && !settings.workdir.given()));
  CHECK((settings.resources[0].second.written() && !settings.resources[0].second.given()));
  CHECK((settings.env[0].second.written() && !settings.env[0].second.given()));
  CHECK_FALSE(settings.estimate.written());
}

TEST_CASE("quantities are read by the unit of their slot") {
  auto resources =
      task("{resources: {cpu: 0.5, mem: 8Gi, gpu: '2', license: 1}}").settings.resources;
  CHECK(*resources[0].second == Quantity{500});
  CHECK(*resources[1].second == 8_GiB);
  CHECK(*resources[2].second == Quantity{2000});
}

TEST_CASE("a matrix has axes of scalars or of one expression") {
  auto matrix = *task(
                     "{matrix: {axes: {a: [1, 0.5, x, true], b: '${{ params.b }}'},"
                     " exclude: [{a: 1}], include: [{a: 2, b: 3}]}}")
                     .matrix;
  CHECK(std::get<Value::List>(matrix.axes[0].values) == Value::List{1, 0.5, "x", true});
  CHECK(std::get<std::string>(matrix.axes[1].values) == "${{ params.b }}");
  CHECK(matrix.exclude[0].values.at(0).first == "a");
  CHECK(matrix.include[0].values.size() == 2);
}

TEST_CASE("outputs are a type word or a type and a path") {
  auto outputs =
      task("{outputs: {a: int, b: {type: file, path: out/b.bin}, c: list(string)}}").outputs;
  CHECK(outputs[0] == OutputDeclaration{.name = "a", .type = {Type::Kind::integer}});
  CHECK(outputs[1].path->value == "out/b.bin");
  CHECK(to_string(outputs[2].type) == "list(string)");
}

TEST_CASE("inputs are values of any form") {
  auto inputs = task("{call: 'cpp:f', inputs: {a: 1, b: [x], c: {d: null}}}").inputs;
  CHECK(inputs[1].value.value == Value(Value::List{"x"}));
  CHECK(inputs[2].value.value == Value(Value::Map{{"d", Value()}}));
}

TEST_CASE("keys that begin with x- are free wherever keys are fixed") {
  auto pipeline = load(
      "x-a: {anything: [1]}\ndefaults: {x-b: 1}\n"
      "tasks: {t: {x-c: !!str 1, retry: {limit: 1, x-d: 1}}}\n");
  CHECK(pipeline.tasks.size() == 1);
}

TEST_CASE("an anchor under a free key serves several tasks") {
  auto pipeline = load("x-env: &env {A: one}\ntasks:\n  a: {env: *env}\n  b: {env: *env}\n");
  CHECK(pipeline.tasks[1].settings.env == pipeline.tasks[0].settings.env);
  CHECK(*pipeline.tasks[1].settings.env[0].second == "one");
}

TEST_CASE("elements know where they were written") {
  auto pipeline = load("params:\n  x: 1\ntasks:\n  t:\n    depends_on: [a]\n    priority: 5\n");
  CHECK(pipeline.params[0].span.line == 3);
  CHECK(pipeline.tasks[0].span.line == 5);
  CHECK(pipeline.tasks[0].span.column == 3);
  CHECK(pipeline.tasks[0].depends_on[0].span.column == 18);
  CHECK(pipeline.tasks[0].settings.priority.span().line == 7);
  CHECK(pipeline.tasks[0].span.source->name == "dir/small.yaml");
}

TEST_CASE("JSON gives the same pipeline as YAML") {
  auto yaml = load("params: {x: 0.5}\ntasks: {t: {command: [a, \"1\"], resources: {cpu: 2}}}\n");
  auto json = yaml::load(
      R"({"headway": "v1", "params": {"x": 0.5},
          "tasks": {"t": {"command": ["a", "1"], "resources": {"cpu": 2}}}})",
      "small.json");
  CHECK(json == yaml);
}

TEST_CASE("reading goes on after a mistake and load throws all of them") {
  auto text = "headway: v1\ntasks:\n  a: {comand: [x]}\n  b: {priority: high, command: [y]}\n";
  auto loaded = yaml::read(text, "a.yaml");
  CHECK(codes(loaded.diagnostics) == Words{"unknown-key", "wrong-type"});
  CHECK(loaded.pipeline.tasks.size() == 2);
  CHECK_THROWS_AS(yaml::load(text, "a.yaml"), InvalidPipeline);
}

TEST_CASE("a thousand findings are enough") {
  std::string text = "headway: v1\ntasks: {}\n";
  for (int i = 0; i < 5000; ++i) text += "q" + std::to_string(i) + ": 1\n";
  CHECK(yaml::read(text, "a.yaml").diagnostics.size() == 1001);
}

TEST_CASE("a file is read with the folder it lies in") {
  testing::TemporaryFolder folder;
  testing::write_file(folder / "digits.yaml", "headway: v1\ntasks: {}\n");
  auto pipeline = yaml::load_file(folder / "digits.yaml");
  CHECK(pipeline.folder == folder.path());
  CHECK(pipeline.name == "digits");
}

TEST_CASE("a file that is not there or is a folder is unreadable") {
  testing::TemporaryFolder folder;
  CHECK(codes(yaml::read_file(folder / "none.yaml").diagnostics) == Words{"unreadable-file"});
  CHECK(codes(yaml::read_file(folder.path()).diagnostics) == Words{"unreadable-file"});
}

TEST_CASE("a file without an end is cut off at the limit") {
  CHECK(codes(yaml::read_file("/dev/zero").diagnostics) == Words{"file-too-large"});
}

TEST_CASE("a value is read from YAML and from JSON") {
  CHECK(yaml::load_value("{a: [1, 2.5, yes], b: null}", "params.yaml") ==
        Value(Value::Map{{"a", Value::List{1, 2.5, "yes"}}, {"b", Value()}}));
  CHECK(yaml::load_value("[1, \"a\"]", "params.json") == Value(Value::List{1, "a"}));
  CHECK(yaml::load_value("", "params.yaml").is_null());
  CHECK_THROWS_AS(yaml::load_value("[1", "params.json"), InvalidPipeline);
  CHECK_THROWS_AS(yaml::load_value("a: 1\na: 2\n", "params.yaml"), InvalidPipeline);
}

TEST_CASE("a canonical text is read beyond the size of a file and whatever its name") {
  Pipeline large = yaml::load("headway: v1\ntasks: {t: {script: s}}\n", "large.yaml");
  while (large.description.size() < std::size_t{5} << 20U) large.description += "many words ";
  const std::string text = yaml::save(large);
  CHECK_THROWS_AS(yaml::load(text, "large.yaml"), InvalidPipeline);
  CHECK(yaml::load_canonical(text, "large.json").description == large.description);
}

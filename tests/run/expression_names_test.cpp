// The names of expressions, row by row of the tables in the docs: where each may stand, what is
// said where it may not, and what it is worth when the job gets there.
#include "support/catch.hpp"
#include "support/engine_scenes.hpp"

#include <algorithm>

using namespace headway;
using namespace headway::testing;

namespace {

using Words = std::vector<std::string>;

const Words everywhere{"params.n", "job.id", "job.name"};
const Words of_tasks{"tasks.source.outputs.x", "tasks.source.state", "tasks.source.cause",
                     "tasks.source.instances"};
const Words of_matrix{"matrix.rate"};
const Words of_map{"item", "item_index"};
const Words of_rounds{"round.index", "round.previous"};
const Words of_the_end{"job.state", "job.first_failure"};
const Words of_until{"outputs.x"};
const Words of_retry{"resources.mem"};
const Words of_secrets{"secrets.KEY"};

Words operator+(Words a, const Words& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

const Words all = everywhere + of_tasks + of_matrix + of_map + of_rounds + of_the_end + of_until +
                  of_retry + of_secrets;

std::string replaced(std::string text, const std::string& hole, const std::string& name) {
  for (auto at = text.find(hole); at != std::string::npos; at = text.find(hole, at)) {
    text.replace(at, hole.size(), name);
    at += name.size();
  }
  return text;
}

std::string indented(const std::string& text, std::size_t by) {
  return std::string(by, ' ') + replaced(text, "\n", "\n" + std::string(by, ' '));
}

/// The findings about a file with `tasks` and what follows them; nothing else is wrong with it.
Diagnostics findings_of(const std::string& rest) {
  const std::string text =
      "headway: v1\nname: places\nparams: {n: 3, file: a.yaml}\n"
      "secrets: {KEY: \"env:KEY\"}\n" +
      rest;
  INFO(text);
  Diagnostics found = check(text, "places.yaml").diagnostics;
  CHECK(std::all_of(found.begin(), found.end(),
                    [](const Diagnostic& finding) { return finding.span.line > 0; }));
  return found;
}

/// Checks that of all names the `allowed` ones alone may stand where NAME is.
void check_names(const std::string& rest, const Words& allowed) {
  for (const std::string& name : all) {
    const bool may = std::find(allowed.begin(), allowed.end(), name) != allowed.end();
    const Diagnostics found = findings_of(replaced(rest, "NAME", name));
    INFO(replaced(rest, "NAME", name) << render(found));
    const bool refused =
        found.size() == 1 && found[0].code == "name-not-available" && !found[0].notes.empty();
    CHECK((may ? !found.has_errors() : refused));
  }
}

/// A key of a task that holds an expression, what else the task needs, and the names that may
/// stand in this key beyond those of all keys.
struct Key {
  std::string keys;
  Words more{};
};

const std::vector<Key> keys{
    {"command: [a]\nwhen: '[NAME] != []'"},
    {"command: [a, \"${{ NAME }}\"]"},
    {"command: [a]\nenv: {X: \"a${{ NAME }}\"}", of_secrets},
    {"command: [a]\nimage: \"a${{ NAME }}\""},
    {"command: [a]\nmounts: [\"/a${{ NAME }}:/b\"]"},
    {"command: [a]\nworkdir: \"a${{ NAME }}\""},
    {"command: [a]\ninputs: {x: [\"${{ NAME }}\"]}"},
    {"call: \"python:a.b:C\"\nconfig: {x: \"${{ NAME }}\"}"},
    {"call: \"python:a.b:${{ NAME }}\""},
    {"pipeline: {path: inner.yaml, params: {x: \"${{ NAME }}\"}}"},
    {"pipeline: {from: '[NAME] == [] ? params.file : params.file'}"},
    {"approval: {message: \"a${{ NAME }}\"}"},
    {"wait: {until: '[NAME] == [] ? params.file : params.file'}"},
    {"fail: {error: A, message: \"a${{ NAME }}\"}"},
    {"command: [a]\nresources: {mem: 1Mi}\n"
     "retry: {limit: 1, resources: {mem: \"${{ [NAME] == [] ? 1 : 2 }}\"}}",
     of_retry},
    {"command: [a]\ncompensate: {command: [a, \"${{ NAME }}\"]}"},
};

const std::string source = "source: {command: [a], outputs: {x: int}}\n";

std::string reader(const std::string& keys_of_it, const std::string& more = {}) {
  return "reader:\n" + indented(keys_of_it + more, 2) + "\n";
}

std::string tasks(const std::string& text) { return "tasks:\n" + indented(text, 2) + "\n"; }

std::string tuning(const std::string& body, const std::string& fan_out = {},
                   const std::string& until = "outputs.x > 1", const std::string& output = "1") {
  return "tune:\n" + fan_out + "  repeat:\n    tasks:\n" + indented(body, 6) +
         "\n    outputs: {x: \"${{ tasks.source.outputs.x }}\", y: \"${{ " + output +
         " }}\"}\n    until: '" + until + "'\n    max_rounds: 3\n";
}

const std::string by_matrix = "  matrix: {axes: {rate: [1, 2]}}\n";
const std::string by_map = "  map: {over: '[1, 2]'}\n";

}  // namespace

TEST_CASE("each key of a task has the names of its place and no others") {
  const std::size_t number = GENERATE(range(std::size_t{0}, keys.size()));
  const Key& key = keys[number];
  const Words own = everywhere + of_tasks + key.more;
  check_names(tasks(source + reader(key.keys)), own);
  check_names(tasks(source + reader(key.keys, "\nmatrix: {axes: {rate: [1, 2]}}")),
              own + of_matrix);
  check_names(tasks(source + reader(key.keys, "\nmap: {over: '[1, 2]'}")), own + of_map);
  check_names(tasks(source) + "finally:\n" + indented(reader(key.keys), 2), own + of_the_end);
  check_names(tasks(source) + "on_failure:\n" + indented(reader(key.keys), 2), own + of_the_end);
}

TEST_CASE("each key of a task in a repeat has its round and the matrix or the item of the repeat") {
  const std::size_t number = GENERATE(range(std::size_t{0}, keys.size()));
  const std::string body = source + reader(keys[number].keys);
  const Words own = everywhere + of_tasks + of_rounds + keys[number].more;
  check_names(tasks(tuning(body)), own);
  check_names(tasks(tuning(body, by_matrix)), own + of_matrix);
  check_names(tasks(tuning(body, by_map)), own + of_map);
}

TEST_CASE("a list to map over and a computed output have the names of their task") {
  check_names(tasks(source + reader("command: [a]\nmap: {over: '[NAME]'}")), everywhere + of_tasks);
  const std::string join =
      reader("depends_on: [source]\noutputs: {y: {type: json, value: \"${{ NAME }}\"}}");
  check_names(tasks(source + join), everywhere + of_tasks);
}

TEST_CASE("until and outputs of a repeat have its tasks and its round") {
  const Words own = everywhere + of_tasks + of_rounds;
  check_names(tasks(tuning(source, {}, "[NAME] != []")), own + of_until);
  check_names(tasks(tuning(source, {}, "true", "NAME")), own);
  check_names(tasks(tuning(source, by_matrix, "[NAME] != []")), own + of_until + of_matrix);
  check_names(tasks(tuning(source, by_map, "true", "NAME")), own + of_map);
}

TEST_CASE("the job as a whole has all of its tasks and its end") {
  const Words own = everywhere + of_tasks + of_the_end;
  check_names(tasks(source) + "outputs: {y: \"${{ NAME }}\"}\n", own);
  check_names(
      tasks(source) + "notify: [{events: [failed], webhook: \"https://a.example/${{ NAME }}\"}]\n",
      own + of_secrets);
}

TEST_CASE("the defaults have what holds for every task") {
  check_names(tasks(source) + "defaults: {env: {X: \"a${{ NAME }}\"}}\n", everywhere + of_secrets);
  check_names(tasks(source) + "defaults: {image: \"a${{ NAME }}\"}\n", everywhere);
}

TEST_CASE("a key that is literal takes no name at all") {
  const auto* literal =
      GENERATE("command: [a]\nsources: [\"${{ NAME }}\"]", "script: a\nshell: [\"${{ NAME }}\"]",
               "command: [a]\noutputs: {y: {type: int, path: \"${{ NAME }}\"}}",
               "approval: {message: a, approvers: [\"${{ NAME }}\"]}",
               "command: [a]\nsession: {options: {o: \"${{ NAME }}\"}}");
  for (const std::string& name : all) {
    const auto found = findings_of(replaced(tasks(source + reader(literal)), "NAME", name));
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "expression-not-allowed");
  }
}

TEST_CASE("a name that is misspelt comes with the one that was meant") {
  const auto [name, code, meant] = GENERATE(table<std::string, std::string, std::string>({
      {"parms.n", "unknown-name", "params"},
      {"params.nn", "unknown-param", "n"},
      {"job.nam", "unknown-name", "name"},
      {"task.source.state", "unknown-name", "tasks"},
      {"tasks.sorce.outputs.x", "unknown-task", "source"},
      {"tasks.source.outputs.xx", "unknown-output", "x"},
      {"tasks.source.stat", "unknown-name", "state"},
      {"tasks.source.causes", "unknown-name", "cause"},
      {"tasks.source.instances[0].inde", "unknown-field", "index"},
      {"matrix.rat", "unknown-axis", "rate"},
      {"rate", "unknown-name", "matrix.rate"},
      {"round.indx", "unknown-name", "index"},
      {"round.previous.yy", "unknown-field", "y"},
      {"secrets.KEYS", "unknown-secret", "KEY"},
  }));
  const std::string key = "command: [a]\nenv: {X: \"a${{ NAME }}\"}";
  const auto found =
      findings_of(replaced(tasks(tuning(source + reader(key), by_matrix)), "NAME", name));
  INFO(render(found));
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == code);
  REQUIRE_FALSE(found[0].candidates.empty());
  CHECK(found[0].candidates[0] == meant);
}

//   source -> fan[2], each[2], tune, inner -> all
TEST_CASE("each name is worth what the table says when the job gets there") {
  EngineBench bench;
  write_file(bench.path("inner.yaml"), R"(headway: v1
params: {n: {type: int}}
tasks: {one: {script: echo $HEADWAY_PARAM_N > $HEADWAY_OUTPUT/x, outputs: {x: int}}}
outputs: {y: "${{ tasks.one.outputs.x + 1 }}"}
)");
  write_file(bench.path("outer.yaml"), R"(headway: v1
name: outer
params: {n: 3}
tasks:
  source: {script: "echo '[\"a\", \"b\"]' > $HEADWAY_OUTPUT/x", outputs: {x: list(string)}}
  fan:
    matrix: {axes: {rate: [0.5, 1.5]}}
    script: echo $X > $HEADWAY_OUTPUT/y
    env: {X: "${{ matrix.rate * 2.0 }}"}
    outputs: {y: float}
  each:
    map: {over: tasks.source.outputs.x, tolerate_failures: 1}
    script: test $I = 0; echo $X > $HEADWAY_OUTPUT/z
    env: {X: "${{ item }}", I: "${{ item_index }}"}
    outputs: {z: string}
  tune:
    repeat:
      tasks: {one: {script: echo $X > $HEADWAY_OUTPUT/x, env: {X: "${{ round.index }}"}, outputs: {x: int}}}
      outputs: {x: "${{ tasks.one.outputs.x }}", last: "${{ has(round.previous) ? round.previous.x : -1 }}"}
      until: outputs.x >= 1 && round.index >= 1
      max_rounds: 4
  inner: {pipeline: {path: inner.yaml, params: {n: "${{ params.n }}"}}}
  fails: {command: ["false"], allow_failure: true, outputs: {never: int}}
  all: {depends_on: {fails: completed}, command: ["true"]}
outputs:
  name: "${{ job.name }}"
  state: "${{ job.state }}"
  first: "${{ job.first_failure }}"
  fan: "${{ tasks.fan.outputs.y }}"
  fan_records: "${{ tasks.fan.instances.map(i, [i.index, i.matrix.rate, i.outputs.y]) }}"
  each: "${{ tasks.each.outputs.z }}"
  each_records: "${{ tasks.each.instances.map(i, [i.item, i.state, i.cause, i.outputs.z]) }}"
  each_state: "${{ tasks.each.state }}"
  tune: "${{ [tasks.tune.outputs.x, tasks.tune.outputs.last] }}"
  tune_record: "${{ tasks.tune.instances[0].outputs }}"
  inner: "${{ tasks.inner.outputs.y }}"
  inner_record: "${{ tasks.inner.instances[0] }}"
  cause: "${{ tasks.fails.cause }}"
  never: "${{ has(tasks.fails.outputs.never) }}"
  never_record: "${{ tasks.fails.instances[0].outputs }}"
)");
  JobHandle job = bench.start(load_file(bench.path("outer.yaml")));
  CHECK(job.wait() == JobState::succeeded);
  using List = Value::List;
  using Map = Value::Map;
  const Values expected{
      {"name", "outer"},
      {"state", "succeeded"},
      {"first", ""},
      {"fan", List{1.0, 3.0}},
      {"fan_records", List{List{0, 0.5, 1.0}, List{1, 1.5, 3.0}}},
      {"each", List{"a", Value()}},
      {"each_records",
       List{List{"a", "succeeded", "", "a"}, List{"b", "failed", "exit_code(1)", Value()}}},
      {"each_state", "succeeded"},
      {"tune", List{1, 0}},
      {"tune_record", Map{{"last", 0}, {"x", 1}}},
      {"inner", 4},
      {"inner_record",
       Map{{"index", 0}, {"state", "succeeded"}, {"cause", ""}, {"outputs", Map{{"y", 4}}}}},
      {"cause", "exit_code(1)"},
      {"never", false},
      {"never_record", Map{{"never", Value()}}}};
  for (const auto& [name, value] : expected) {
    INFO(name);
    CHECK(to_json(job.outputs().at(name)) == to_json(value));
  }
}

// What the bodies of tasks become: those without a session, and what undoes a task.
#include "support/catch.hpp"

#include <headway/base/error.hpp>
#include <headway/yaml/load.hpp>

#include <string>

using namespace headway;

namespace {

Task task(const std::string& flow_map) {
  return yaml::load("headway: v1\ntasks: {t: " + flow_map + "}\n", "a.yaml").tasks.at(0);
}

template <class Body>
Body body(const std::string& flow_map) {
  return std::get<Body>(task(flow_map).body);
}

std::vector<std::string> codes(const std::string& flow_map) {
  std::vector<std::string> result;
  auto loaded = yaml::read("headway: v1\ntasks: {t: " + flow_map + "}\n", "a.yaml");
  for (const auto& finding : loaded.diagnostics) result.push_back(finding.code);
  return result;
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("braces around an expression are dropped") {
  for (const char* when : {"params.a == 1", "'${{ params.a == 1 }}'", "' ${{params.a == 1}} '"}) {
    CHECK(task("{when: " + std::string(when) + "}").when->value == "params.a == 1");
  }
  CHECK(task("{when: \"'}}' == params.a\"}").when->value == "'}}' == params.a");
  CHECK(task("{when: \"${{ '}}' == params.a }}\"}").when->value == "'}}' == params.a");
}

TEST_CASE("true and false are expressions without quotes") {
  CHECK(task("{when: true}").when->value == "true");
  CHECK(task("{when: False}").when->value == "false");
}

TEST_CASE("an expression knows where it stands within its braces") {
  auto when = task("{when: '${{ params.a }}'}").when;
  CHECK(when->span.line == 2);
  CHECK(when->span.column == 24);
  CHECK(when->span.length == 8);
}

TEST_CASE("a second expression in an expression is refused") {
  CHECK(codes("{when: '${{ a }} == ${{ b }}'}") == Codes{"interpolation-in-expression"});
  CHECK(codes("{when: 'a == \"${{\"'}").empty());
}

TEST_CASE("a repeat holds whole tasks") {
  auto repeat = body<RepeatBody>(
      "{repeat: {tasks: {step: {command: [x], outputs: {a: float}}}, "
      "outputs: {a: '${{ tasks.step.outputs.a }}'}, until: outputs.a > 1.0, max_rounds: 5, "
      "delay: 2s}}");
  CHECK(repeat.tasks.at(0).name == "step");
  CHECK(repeat.tasks.at(0).outputs.at(0).name == "a");
  CHECK(repeat.outputs.at(0).expression.value == "${{ tasks.step.outputs.a }}");
  CHECK(repeat.until.value == "outputs.a > 1.0");
  CHECK(repeat.max_rounds.value == 5);
  CHECK(repeat.delay == 2_s);
}

TEST_CASE("a repeat within a repeat is a repeat") {
  auto outer = body<RepeatBody>(
      "{repeat: {until: true, max_rounds: 1, tasks: {"
      "u: {repeat: {until: false, max_rounds: 2, tasks: {v: {wait: 1s}}}}}}}");
  const auto& inner = std::get<RepeatBody>(outer.tasks.at(0).body);
  CHECK(inner.tasks.at(0).name == "v");
}

TEST_CASE("tasks within tasks end at the levels of a document") {
  std::string text = "{wait: 1s}";
  for (int i = 0; i < 30; ++i) {
    text = "{repeat: {until: true, max_rounds: 1, tasks: {t: " + text + "}}}";
  }
  CHECK(codes(text) == Codes{"too-deep"});
}

TEST_CASE("an inner pipeline comes from a path or from a task") {
  auto from_file = body<PipelineBody>("{pipeline: {path: ./deploy.yaml, params: {a: [1]}}}");
  CHECK(from_file.path.value == "./deploy.yaml");
  CHECK(from_file.params.at(0).value.value == Value(Value::List{1}));
  CHECK(from_file.loaded == nullptr);
  auto made = body<PipelineBody>("{pipeline: {from: '${{ tasks.a.outputs.file }}'}}");
  CHECK(made.from.value == "tasks.a.outputs.file");
  CHECK(made.path.value.empty());
}

TEST_CASE("an approval asks a person and knows what silence means") {
  auto approval = body<ApprovalBody>(
      "{approval: {message: 'Go?', approvers: [lead], timeout: 48h, on_timeout: reject}}");
  CHECK(approval == ApprovalBody{.message = {"Go?"},
                                 .approvers = {{"lead"}},
                                 .timeout = 48_h,
                                 .on_timeout = ApprovalBody::OnTimeout::reject});
  CHECK(body<ApprovalBody>("{approval: {message: m}}").on_timeout == ApprovalBody::OnTimeout::fail);
}

TEST_CASE("a wait is a pause or a time") {
  CHECK(body<WaitBody>("{wait: 5m}").pause == 5_min);
  CHECK(body<WaitBody>("{wait: {until: 2026-02-03T04:05:06Z}}").until.value ==
        "2026-02-03T04:05:06Z");
  CHECK(body<WaitBody>("{wait: {until: '${{ params.t }}'}}").until.value == "params.t");
}

TEST_CASE("a fail has a name") {
  CHECK(body<FailBody>("{fail: {error: NoData, message: m}}") == FailBody{{"NoData"}, {"m"}});
}

TEST_CASE("a callback may have nothing to say") {
  CHECK(task("{command: [x], callback: {timeout: 1h}}").callback->timeout == 1_h);
  CHECK(task("{command: [x], callback: {}}").callback == Callback{});
  CHECK(task("{command: [x], callback: }").callback == Callback{});
  CHECK_FALSE(task("{command: [x]}").callback);
}

TEST_CASE("what undoes a task is a command or a script or a call") {
  CHECK(*task("{command: [x], compensate: {command: y z}}").compensate ==
        CompensationBody{CommandBody{{{"y"}, {"z"}}}});
  CHECK(*task("{command: [x], compensate: {script: y, shell: [sh, -c]}}").compensate ==
        CompensationBody{ScriptBody{{"y"}, {"sh", "-c"}}});
  CHECK(*task("{command: [x], compensate: {call: 'cpp:y'}}").compensate ==
        CompensationBody{CallBody{{"cpp:y"}}});
}

TEST_CASE("a map has a list and bears some failures") {
  CHECK(*task("{map: {over: tasks.a.outputs.b}}").map == Map{.over = {"tasks.a.outputs.b"}});
  CHECK(task("{map: {over: x, tolerate_failures: 3}}").map->tolerate_failures ==
        Tolerance{3, false});
  CHECK(task("{map: {over: x, tolerate_failures: 5%}}").map->tolerate_failures ==
        Tolerance{5, true});
  for (const char* bad :
       {"05%", "101%", "'%'", "5 %", "-1%", "5%%", "0.5", "true", "many", "1e2"}) {
    INFO(bad);
    CHECK(codes("{map: {over: x, tolerate_failures: " + std::string(bad) + "}}") ==
          Codes{"bad-tolerance"});
  }
}

TEST_CASE("a computed output has a value") {
  auto outputs = task("{outputs: {n: {type: int, value: '${{ 1 + 1 }}'}}}").outputs;
  CHECK(outputs.at(0).value->value == "${{ 1 + 1 }}");
}

TEST_CASE("a class has a config beside its inputs") {
  auto read = task("{call: 'python:m:C', config: {depth: 3}, inputs: {data: x}}");
  CHECK(read.config.at(0).name == "depth");
  CHECK(read.config.at(0).value.value == Value(3));
  CHECK(read.inputs.size() == 1);
}

TEST_CASE("the sections around the tasks hold tasks and switches") {
  auto pipeline = yaml::load(
      "headway: v1\nfail_fast: true\ntasks: {}\nrollback: true\n"
      "on_failure: {triage: {script: x}}\nfinally: {cleanup: {command: [y]}}\n"
      "notify: [{events: [failed, waiting], slack: s}, {events: [], webhook: w}]\n",
      "a.yaml");
  CHECK(pipeline.fail_fast);
  CHECK(pipeline.rollback);
  CHECK(pipeline.on_failure.at(0).name == "triage");
  CHECK(pipeline.finally.at(0).name == "cleanup");
  CHECK(pipeline.notify ==
        std::vector<Notification>{{.events = {{"failed"}, {"waiting"}}, .slack = {"s"}},
                                  {.webhook = {"w"}}});
}

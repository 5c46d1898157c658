// What FastTrack cannot express is refused by name, and what changes no result is left out and
// told.
#include "support/catch.hpp"
#include "support/pipelines.hpp"

#include <headway/interop/fasttrack.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

using namespace headway;
using namespace headway::literals;

namespace {

const std::vector<std::pair<std::string, std::string>> place{{"project", "default"},
                                                             {"scaling_group", "default"}};

Pipeline exportable() {
  Task task{.name = "a"};
  task.body = ScriptBody{.text = {"ls"}, .shell = {"/bin/sh", "-c"}};
  task.settings.image = std::string("python:3.11");
  task.settings.resources = {{"cpu", Quantity{1000}}};
  task.settings.session = SessionChoice{.options = place};
  Pipeline pipeline{.name = "demo"};
  pipeline.tasks.push_back(std::move(task));
  return pipeline;
}

/// The code and path of each finding about the pipeline after a change, a line each.
std::string findings(const std::function<void(Pipeline&, Task&)>& change) {
  auto pipeline = exportable();
  change(pipeline, pipeline.tasks[0]);
  std::string text;
  for (const auto& finding : fasttrack::write(pipeline).diagnostics) {
    text += finding.code + ' ' + finding.path + '\n';
  }
  return text;
}

using Change = std::function<void(Pipeline&, Task&)>;

}  // namespace

TEST_CASE("a plain task is exported without a word") {
  CHECK(findings([](Pipeline&, Task&) {}).empty());
}

TEST_CASE("each key that FastTrack cannot express is refused by its path") {
  const std::vector<std::pair<std::string, Change>> cases = {
      {"params.x", [](Pipeline& p, Task&) { p.params.push_back({.name = "x"}); }},
      {"limits",
       [](Pipeline& p, Task&) {
         p.limits.max_parallel = {{2U, {}}};
       }},
      {"fail_fast", [](Pipeline& p, Task&) { p.fail_fast = true; }},
      {"rollback", [](Pipeline& p, Task&) { p.rollback = true; }},
      {"on_failure", [](Pipeline& p, Task&) { p.on_failure.push_back({.name = "t"}); }},
      {"finally", [](Pipeline& p, Task&) { p.finally.push_back({.name = "t"}); }},
      {"notify", [](Pipeline& p, Task&) { p.notify.push_back({}); }},
      {"outputs", [](Pipeline& p, Task&) { p.outputs.push_back({.name = "o"}); }},
      {"tasks.a.when", [](Pipeline&, Task& t) { t.when = Text{"params.x"}; }},
      {"tasks.a.call", [](Pipeline&, Task& t) { t.body = CallBody{{"python:m:f"}}; }},
      {"tasks.a.pipeline", [](Pipeline&, Task& t) { t.body = PipelineBody{}; }},
      {"tasks.a.repeat", [](Pipeline&, Task& t) { t.body = RepeatBody{}; }},
      {"tasks.a.approval", [](Pipeline&, Task& t) { t.body = ApprovalBody{}; }},
      {"tasks.a.wait", [](Pipeline&, Task& t) { t.body = WaitBody{}; }},
      {"tasks.a.fail", [](Pipeline&, Task& t) { t.body = FailBody{}; }},
      {"tasks.a.command", [](Pipeline&, Task& t) { t.body = CommandBody{{{"${{ job.id }}"}}}; }},
      {"tasks.a.script",
       [](Pipeline&, Task& t) { t.body = ScriptBody{.text = {"ls $HEADWAY_OUTPUT"}}; }},
      {"tasks.a.inputs", [](Pipeline&, Task& t) { t.inputs.push_back({.name = "i"}); }},
      {"tasks.a.config", [](Pipeline&, Task& t) { t.config.push_back({.name = "c"}); }},
      {"tasks.a.outputs", [](Pipeline&, Task& t) { t.outputs.push_back({.name = "o"}); }},
      {"tasks.a.matrix", [](Pipeline&, Task& t) { t.matrix = Matrix{}; }},
      {"tasks.a.map", [](Pipeline&, Task& t) { t.map = Map{}; }},
      {"tasks.a.max_parallel",
       [](Pipeline&, Task& t) {
         t.max_parallel = {{1U, {}}};
       }},
      {"tasks.a.callback", [](Pipeline&, Task& t) { t.callback = Callback{}; }},
      {"tasks.a.compensate", [](Pipeline&, Task& t) { t.compensate = CommandBody{}; }},
      {"tasks.a.depends_on.b",
       [](Pipeline&, Task& t) {
         t.depends_on = {{"b", EdgeCondition::completed, {}}};
       }},
      {"tasks.a.image",
       [](Pipeline&, Task& t) { t.settings.image = std::string("${{ params.image }}"); }},
      {"tasks.a.timeout", [](Pipeline&, Task& t) { t.settings.timeout = Timeouts{.run = 1_h}; }},
      {"tasks.a.workdir", [](Pipeline&, Task& t) { t.settings.workdir = std::string("x"); }},
      {"tasks.a.checkpoint", [](Pipeline&, Task& t) { t.settings.checkpoint = true; }},
      {"tasks.a.retry",
       [](Pipeline&, Task& t) { t.settings.retry = RetryRules{{.limit = 2}, {.limit = 1}}; }},
      {"tasks.a.retry",
       [](Pipeline&,
          Task& t) { t.settings.retry = RetryRules{{.limit = 2, .backoff = {.initial = 2_s}}}; }},
      {"tasks.a.retry",
       [](Pipeline&,
          Task& t) { t.settings.retry = RetryRules{{.limit = 1, .causes = {{"oom_killed"}}}}; }},
      {"tasks.a.env.X",
       [](Pipeline&,
          Task& t) { t.settings.env.emplace_back("X", Setting<std::string>("${{ params.x }}")); }},
      {"tasks.a.mounts",
       [](Pipeline&, Task& t) { t.settings.mounts = std::vector<Text>{{"d:/d:ro"}}; }},
      {"tasks.a.mounts",
       [](Pipeline&, Task& t) { t.settings.mounts = std::vector<Text>{{"/data:/data"}}; }},
      {"tasks.a.resources.cpu",
       [](Pipeline&, Task& t) { t = pipelines::with_resource(t, "cpu", {500}); }},
      {"tasks.a.resources.tokens",
       [](Pipeline&, Task& t) { t = pipelines::with_resource(t, "tokens", {1000}); }},
      {"tasks.a.session.options.queue", [](Pipeline&, Task& t) {
         t.settings.session = SessionChoice{.options = {{"queue", "q"}}};
       }}};
  for (const auto& [path, change] : cases) {
    INFO(path);
    CHECK(findings(change) == "not-exportable " + path + '\n');
  }
}

TEST_CASE("what changes no result is left out with a warning") {
  const std::vector<std::pair<std::string, Change>> cases = {
      {"labels.team", [](Pipeline& p, Task&) { p.labels.emplace_back("team", "vision"); }},
      {"tasks.a.sources", [](Pipeline&, Task& t) { t.sources.push_back({"*.py"}); }},
      {"tasks.a.cache", [](Pipeline&, Task& t) { t.settings.cache = CacheSettings{}; }},
      {"tasks.a.estimate", [](Pipeline&, Task& t) { t.settings.estimate = 1_min; }},
      {"tasks.a.priority", [](Pipeline&, Task& t) { t.settings.priority = 3; }},
      {"tasks.a.sandbox", [](Pipeline&, Task& t) { t.settings.sandbox = Sandbox::bubblewrap; }},
      {"tasks.a.interruptible", [](Pipeline&, Task& t) { t.settings.interruptible = true; }},
      {"tasks.a.session.backend", [](Pipeline&, Task& t) {
         t.settings.session = SessionChoice{.backend = "slurm", .options = place};
       }}};
  for (const auto& [path, change] : cases) {
    INFO(path);
    CHECK(findings(change) == "left-out " + path + '\n');
  }
}

TEST_CASE("names past FastTrack's limit and secrets outside of its store are told") {
  CHECK(findings([](Pipeline&, Task& t) { t.name = "a-name-of-20-letters"; }) ==
        "long-name tasks.a-name-of-20-letters\n");
  CHECK(findings([](Pipeline& p, Task&) {
          p.secrets.push_back({"KEY", {"file:~/key"}});
        }) == "foreign-secret secrets.KEY\n");
}

TEST_CASE("what the file says beyond the pipeline is told once") {
  auto pipeline = exportable();
  pipeline.tasks[0].settings.session = {};
  pipeline.tasks.push_back(pipeline.tasks[0]);
  pipeline.tasks[1].name = "b";
  pipeline.tasks[1].settings.resources = {};
  const auto found = fasttrack::write(pipeline).diagnostics;
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "filled-in");
  CHECK(found[0].severity == Severity::warning);
  CHECK(found[0].message.ends_with("project: default, scaling-group: default, cpu: 1"));
}

TEST_CASE("a folder whose name begins with a dot is no path") {
  const auto mounted = [](const std::string& mount) {
    return findings([&](Pipeline&, Task& t) { t.settings.mounts = std::vector<Text>{{mount}}; });
  };
  CHECK(mounted(".cache:/home/work/.cache").empty());
  for (const char* path : {"./data:/d", "../data:/d", ".:/d", "..:/d", "/data:/d", "~/data:/d"}) {
    CHECK(mounted(path) == "not-exportable tasks.a.mounts\n");
  }
}

TEST_CASE("a task without an image is told to have one") {
  CHECK(findings([](Pipeline&, Task& t) { t.settings.image = {}; }) ==
        "missing-key tasks.a.image\n");
}

TEST_CASE("nothing is written where something was refused") {
  auto pipeline = exportable();
  pipeline.rollback = true;
  CHECK(fasttrack::write(pipeline).text.empty());
}

// FastTrack's files: what they become, and what cannot become anything.
#include "support/catch.hpp"
#include "support/golden.hpp"

#include <headway/interop/fasttrack.hpp>
#include <headway/yaml/save.hpp>

#include <string>
#include <vector>

using namespace headway;
using namespace headway::literals;

namespace {

/// A file with the tasks given, each of which has a name and a command unless it says otherwise.
std::string file(const std::string& tasks, const std::string& top = "") {
  return "version: 26.4.4\nname: demo\nownership: {domain: default, scope: user}\n" + top +
         "tasks:\n" + tasks;
}

/// A task with `keys` in flow style, `, key: value`.
std::string task(const std::string& keys, const std::string& name = "a") {
  return "- {name: " + name + ", type: custom, command: ls" + keys + "}\n";
}

Loaded read(const std::string& text) { return fasttrack::read(text, "demo.yaml"); }

Pipeline converted(const std::string& text) {
  auto loaded = read(text);
  INFO(render(loaded.diagnostics));
  REQUIRE_FALSE(loaded.diagnostics.has_errors());
  return std::move(loaded.pipeline);
}

/// The task of a file that has one.
Task only_task(const std::string& keys) { return converted(file(task(keys))).tasks.front(); }

std::vector<std::string> errors(const std::string& text) {
  std::vector<std::string> codes;
  for (const auto& finding : read(text).diagnostics) {
    if (finding.severity == Severity::error) codes.push_back(finding.code);
  }
  return codes;
}

std::vector<std::string> warnings(const std::string& text) {
  std::vector<std::string> codes;
  for (const auto& finding : read(text).diagnostics) {
    if (finding.severity == Severity::warning) codes.push_back(finding.code);
  }
  return codes;
}

Quantity resource(const Task& task, const std::string& slot) {
  for (const auto& [name, quantity] : task.settings.resources) {
    if (name == slot && quantity.given()) return *quantity;
  }
  return {-1};
}

std::string option(const Task& task, const std::string& name) {
  if (!task.settings.session.given()) return {};
  for (const auto& [key, value] : task.settings.session->options) {
    if (key == name) return value;
  }
  return {};
}

const std::vector<std::string> none{};

}  // namespace

TEST_CASE("each FastTrack file becomes the pipeline of its golden file") {
  golden::check_each("fasttrack", [](const std::string& text, const std::string& name) {
    auto loaded = fasttrack::read(text, name);
    return render(loaded.diagnostics) + yaml::save(loaded.pipeline);
  });
}

TEST_CASE("each wrong FastTrack file is refused in the words of its golden file") {
  golden::check_each("diagnostics/fasttrack", [](const std::string& text, const std::string& name) {
    return render(fasttrack::read(text, name).diagnostics);
  });
}

TEST_CASE("a FastTrack file is told from a pipeline file") {
  CHECK(fasttrack::recognises(file(task("")), "a.yaml"));
  CHECK(fasttrack::recognises(R"({"name": "x", "environment": {}, "tasks": []})", "a.yaml"));
  CHECK_FALSE(fasttrack::recognises("headway: v1\ntasks: {a: {script: ls}}", "a.yaml"));
  CHECK_FALSE(fasttrack::recognises("tasks:\n- name: a\n  command: ls\n", "a.yaml"));
  CHECK_FALSE(fasttrack::recognises("tasks: {a: {dependencies: []}}", "a.yaml"));
  CHECK_FALSE(fasttrack::recognises("tasks: [", "a.yaml"));
}

TEST_CASE("an answer of FastTrack's server is told from the file in it") {
  const std::string answer = R"({"name": "x", "yaml": "name: x\ntasks: []", "dataflow": {}})";
  CHECK(fasttrack::recognises(answer, "a.json"));
  CHECK(errors(answer) == std::vector<std::string>{"not-convertible"});
}

TEST_CASE("a conversion is told") { CHECK(warnings(file(task("")))[0] == "converted-file"); }

TEST_CASE("a command is a text for FastTrack's own shell") {
  const auto text = "- name: a\n  type: Custom Task\n  command: |-\n    cd /tmp\n    ls | wc\n";
  const auto body = std::get<ScriptBody>(converted(file(text)).tasks[0].body);
  CHECK(body.text.value == "cd /tmp\nls | wc");
  CHECK(body.shell == std::vector<std::string>{"/bin/sh", "-c"});
}

TEST_CASE("resources may be quoted and nested and have two words for memory") {
  const auto flat = only_task(", resources: {cpu: '4', mem: 16g, cuda.device: '2'}");
  CHECK(resource(flat, "cpu") == Quantity{4000});
  CHECK(resource(flat, "mem") == 16_GiB);
  CHECK(resource(flat, "gpu") == Quantity{2000});
  const auto nested = only_task(", resources: {cpu: 4, memory: 16g, cuda: {device: 2}}");
  CHECK(nested.settings.resources == flat.settings.resources);
}

TEST_CASE("shares of one device are its fraction and larger ones whole devices") {
  CHECK(resource(only_task(", resources: {cuda.shares: '0.5'}"), "gpu") == Quantity{500});
  CHECK(resource(only_task(", resources: {cuda.shares: 5}"), "gpu") == Quantity{5000});
  const auto rounded = file(task(", resources: {cuda.shares: '1.5'}"));
  CHECK(resource(converted(rounded).tasks[0], "gpu") == Quantity{2000});
  CHECK(option(converted(rounded).tasks[0], "cuda_shares") == "1.5");
  CHECK(warnings(rounded) == std::vector<std::string>{"converted-file", "whole-devices"});
}

TEST_CASE("what is blank or zero is not asked for") {
  const auto blank = only_task(", resources: {cpu: 1, mem: '', cuda.device: '', cuda.shares: 0}");
  CHECK(blank.settings.resources.size() == 1);
}

TEST_CASE("the one number of an old editor may stand under both words for devices") {
  const auto devices = only_task(", resources: {cuda.device: '2', cuda.shares: '2'}");
  CHECK(resource(devices, "gpu") == Quantity{2000});
  CHECK(option(devices, "cuda_shares").empty());
  const auto share = only_task(", resources: {cuda.device: '0.5', cuda.shares: '0.5'}");
  CHECK(resource(share, "gpu") == Quantity{500});
}

TEST_CASE("two words for one resource cannot differ") {
  CHECK(errors(file(task(", resources: {mem: 1g, memory: 2g}"))) ==
        std::vector<std::string>{"conflicting-keys"});
  CHECK(errors(file(task(", resources: {cuda.device: 1, cuda.shares: 2}"))) ==
        std::vector<std::string>{"conflicting-keys"});
}

TEST_CASE("a task's own resources are all of its resources") {
  const auto pipeline = converted(file(task(", resources: {cpu: 2, mem: 1g}") + task("", "b"),
                                       "resources: {cpu: 1, memory: 1g, cuda.shares: 0.5}\n"));
  const auto& own = pipeline.tasks[0].settings;
  CHECK(merge(pipeline.defaults, own).resources[2].second.given() == false);
  CHECK(resource({.settings = merge(pipeline.defaults, pipeline.tasks[1].settings)}, "gpu") ==
        Quantity{500});
  CHECK(own.session.written());
  CHECK_FALSE(own.session.given());
}

TEST_CASE("environment at the top reaches every task") {
  const auto pipeline =
      converted(file(task(", environment: {envs: {B: 2}}") + task("", "b"),
                     "environment: {image: 'python:3.11', project: p, envs: {A: one, B: 1}}\n"));
  const auto merged = merge(pipeline.defaults, pipeline.tasks[0].settings);
  CHECK(*merged.image == "python:3.11");
  CHECK(*merged.env[0].second == "one");
  CHECK(*merged.env[1].second == "2");
  CHECK(merged.session->options ==
        std::vector<std::pair<std::string, std::string>>{{"project", "p"}});
}

TEST_CASE("options of a task are laid over those of all") {
  const auto pipeline =
      converted(file(task(", environment: {scaling-group: fast}, resource_opts: {shmem: 2g}"),
                     "environment: {project: p, scaling-group: slow}\n"));
  CHECK(option(pipeline.tasks[0], "project") == "p");
  CHECK(option(pipeline.tasks[0], "scaling_group") == "fast");
  CHECK(option(pipeline.tasks[0], "shmem") == "2g");
}

TEST_CASE("a task learns the job's name as FastTrack tells it") {
  const auto& env = converted(file(task(""))).defaults.env;
  REQUIRE(env.size() == 1);
  CHECK(env[0].first == "BACKENDAI_PIPELINE_JOB_ID");
  CHECK(*env[0].second == "${{ job.id }}");
}

TEST_CASE("values of the environment are texts as they are written") {
  const auto settings =
      only_task(", environment: {envs: {P: 8080, V: 1.10, T: true, N: }}").settings;
  std::string values;
  for (const auto& [name, value] : settings.env) values += name + '=' + *value + ' ';
  CHECK(values == "P=8080 V=1.10 T=true N= ");
}

TEST_CASE("a placeholder of a secret declares the secret") {
  const auto pipeline = converted(file(task(", environment: {envs: {K: '${{secrets.MY-KEY}}!'}}")));
  REQUIRE(pipeline.secrets.size() == 1);
  CHECK(pipeline.secrets[0].name == "MY_KEY");
  CHECK(pipeline.secrets[0].reference.value == "env:MY_KEY");
  CHECK(*pipeline.tasks[0].settings.env[0].second == "${{ secrets.MY_KEY }}!");
}

TEST_CASE("a placeholder of anything else is an error") {
  CHECK(errors(file(task(", environment: {envs: {K: '${{ params.x }}'}}"))) ==
        std::vector<std::string>{"not-convertible"});
  CHECK(errors(file(task(", environment: {envs: {K: '${{ secrets.x'}}"))) ==
        std::vector<std::string>{"not-convertible"});
}

TEST_CASE("folders are mounted in the home of a session") {
  const auto mounts = only_task(", mounts: ['data:in', models, 'a/b', 'x:/opt/x']").settings.mounts;
  REQUIRE(mounts->size() == 4);
  CHECK((*mounts)[0].value == "data:/home/work/in");
  CHECK((*mounts)[1].value == "models:/home/work/models");
  CHECK((*mounts)[2].value == "a/b:/home/work/a");
  CHECK((*mounts)[3].value == "x:/opt/x");
}

TEST_CASE("no mounts take away those of all tasks") {
  const auto pipeline = converted(file(task(", mounts: []") + task("", "b"), "mounts: [data]\n"));
  CHECK(merge(pipeline.defaults, pipeline.tasks[0].settings).mounts->empty());
  CHECK(merge(pipeline.defaults, pipeline.tasks[1].settings).mounts->size() == 1);
  CHECK_FALSE(only_task(", mounts: []").settings.mounts.written());
}

//  a (skipped)   b
//        \      /
//           c
TEST_CASE("what comes after a skipped task goes on") {
  const auto pipeline =
      converted(file(task(", skip: true") + task("", "b") + task(", dependencies: [a, b]", "c")));
  CHECK(pipeline.tasks[0].when->value == "false");
  CHECK(pipeline.tasks[2].depends_on[0].condition == EdgeCondition::succeeded_or_skipped);
  CHECK(pipeline.tasks[2].depends_on[1].condition == EdgeCondition::succeeded);
}

TEST_CASE("attempts count the first try") {
  const auto rules = *only_task(", retry: {max_attempts: 3, delay: 30}").settings.retry;
  CHECK(rules[0].limit == 2);
  CHECK(rules[0].backoff == Backoff{.initial = 30_s, .multiplier = 1.0});
  CHECK_FALSE(only_task(", retry: {max_attempts: 1}").settings.retry.written());
}

TEST_CASE("a delay before no second attempt is left out and told") {
  const std::vector<std::string> told{"converted-file", "left-out"};
  CHECK(warnings(file(task(", retry: {delay: 3}"))) == told);
  CHECK(warnings(file(task(", retry: {max_attempts: 1, delay: 3}"))) == told);
  CHECK(warnings(file(task(", retry: {max_attempts: 2, delay: 3}"))).size() == 1);
  CHECK(warnings(file(task(", retry: {max_attempts: 1}"))).size() == 1);
}

TEST_CASE("a long delay is not cut") {
  const auto rules = *only_task(", retry: {max_attempts: 2, delay: 7200}").settings.retry;
  CHECK(rules[0].backoff.max == 2_h);
}

TEST_CASE("a failure may be left behind") {
  CHECK(*only_task(", continue_on_failure: true").settings.allow_failure);
  CHECK_FALSE(only_task(", continue_on_failure: false").settings.allow_failure.written());
}

TEST_CASE("a cluster has a size and a mode") {
  const auto two = only_task(", cluster_mode: multi-node, cluster_size: 2");
  CHECK(*two.settings.cluster_size == 2);
  CHECK(option(two, "cluster_mode") == "multi-node");
  const auto one = only_task(", cluster_mode: single-node, cluster_size: 1");
  CHECK(one.settings == SessionSettings{});
}

TEST_CASE("what a file says of itself is kept as labels") {
  const auto pipeline = converted(file(task(""), "storage: {host: local, name: f}\n"));
  const std::vector<std::pair<std::string, std::string>> labels{{"fasttrack.version", "26.4.4"},
                                                                {"fasttrack.domain", "default"},
                                                                {"fasttrack.scope", "user"},
                                                                {"fasttrack.storage_host", "local"},
                                                                {"fasttrack.storage_name", "f"}};
  CHECK(pipeline.labels == labels);
}

TEST_CASE("names that are no words are made words") {
  const auto text = file(task("", "'Import data (v2)'") + task("", "'데이터'") + task("", "7zip") +
                         task(", dependencies: ['Import data (v2)', '데이터']", "last"));
  const auto pipeline = converted(text);
  CHECK(pipeline.tasks[0].name == "Import-data-v2");
  CHECK(pipeline.tasks[1].name == "task");
  CHECK(pipeline.tasks[2].name == "task-7zip");
  CHECK(pipeline.tasks[3].depends_on[0].task == "Import-data-v2");
  CHECK(pipeline.tasks[3].depends_on[1].task == "task");
  CHECK(warnings(text).size() == 4);
}

TEST_CASE("made names leave legal ones alone and differ as variables") {
  const auto pipeline =
      converted(file(task("", "'a b'") + task("", "a-b") + task("", "A_B") + task("", "train")));
  CHECK(pipeline.tasks[0].name == "a-b-2");
  CHECK(pipeline.tasks[1].name == "a-b");
  CHECK(pipeline.tasks[2].name == "A_B-3");
  CHECK(pipeline.tasks[3].name == "train");
}

TEST_CASE("tasks that headway does not have are refused by name and key") {
  const std::vector<std::string> refused{"not-convertible"};
  for (const auto* type : {"deployment", "serving", "Import from GitHub", "weird"}) {
    INFO(type);
    CHECK(errors(file("- {name: s, type: " + std::string(type) + "}\n")) == refused);
  }
  CHECK(errors(file(task(", service: {name: x}"))) == refused);
  CHECK(errors(file(task(", module_uri: 'https://example.org/x.git'"))) == refused);
}

TEST_CASE("keys that nobody knows are errors") {
  CHECK(errors(file(task(", colour: red"), "flavour: sweet\n")) ==
        std::vector<std::string>{"unknown-key", "unknown-key"});
  CHECK(errors(file(task(", resources: {tpu.device: 1}"))) ==
        std::vector<std::string>{"unknown-key"});
  CHECK(errors(file(task(""), "params: [{name: x}]\n")) ==
        std::vector<std::string>{"not-convertible"});
  CHECK(errors(file(task(""), "params: []\n")) == none);
}

TEST_CASE("a task needs a name and a command of its own") {
  CHECK(errors(file("- {name: a, type: custom}\n")) == std::vector<std::string>{"missing-key"});
  CHECK(errors(file("- {command: ls, type: custom}\n")) == std::vector<std::string>{"missing-key"});
  CHECK(errors(file("- {name: a, command: '  '}\n")) == std::vector<std::string>{"empty-command"});
  CHECK(errors(file(task("") + task(""))) == std::vector<std::string>{"duplicate-name"});
}

TEST_CASE("values of the wrong form are errors with their place") {
  const auto loaded = read(file(task(", skip: yes, mounts: data, retry: {max_attempts: lots}")));
  REQUIRE(loaded.diagnostics.size() == 4);
  for (std::size_t i = 1; i < 4; ++i) {
    CHECK(loaded.diagnostics[i].code == "wrong-type");
    CHECK(loaded.diagnostics[i].span.line == 5);
  }
  CHECK(loaded.diagnostics[1].path == "tasks[0].skip");
}

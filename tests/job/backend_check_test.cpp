// What a backend cannot do is refused when a job is compiled for it.
#include "support/catch.hpp"
#include "support/pipelines.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/job/compile.hpp>
#include <headway/job/validate.hpp>

#include <algorithm>
#include <memory>

using namespace headway;
using namespace pipelines;

namespace {

const CompileOptions plain{.backend = "plain", .capabilities = {.processes = true}};

/// `code path: message` of each finding.
std::vector<std::string> refused(const Pipeline& pipeline, const CompileOptions& options = plain) {
  std::vector<std::string> found;
  try {
    compile(pipeline, options);
  } catch (const InvalidPipeline& invalid) {
    for (const Diagnostic& finding : invalid.diagnostics()) {
      found.push_back(finding.code + ' ' + finding.path + ": " + finding.message);
    }
  }
  std::sort(found.begin(), found.end());  // they have no places to be sorted by
  return found;
}

Task with_image(Task task, const std::string& image = "python:3.12") {
  task.settings.image = image;
  return task;
}

Task call(std::string name, std::string target) {
  Task task{.name = std::move(name)};
  task.body = CallBody{{std::move(target), {}}};
  return task;
}

using Lines = std::vector<std::string>;
const std::string images = "the backend \"plain\" runs nothing in container images";

}  // namespace

TEST_CASE("every key that a backend cannot obey is refused by its name") {
  Task task = with_image(command("a"));
  task.settings.mounts = std::vector<Text>{{"/data:/data", {}}};
  task.settings.sandbox = Sandbox::bubblewrap;
  task.settings.session = SessionChoice{.options = {{"partition", "long"}}};
  task.settings.cluster_size = 2U;
  CHECK(refused(of({task})) ==
        Lines{"unsupported-by-backend tasks.a.cluster: the backend \"plain\" gives a session one "
              "node",
              "unsupported-by-backend tasks.a.image: " + images,
              "unsupported-by-backend tasks.a.mounts: the backend \"plain\" mounts no folders",
              "unsupported-by-backend tasks.a.sandbox: the backend \"plain\" has no sandbox",
              "unsupported-by-backend tasks.a.session: the backend \"plain\" knows no options of "
              "sessions"});
}

TEST_CASE("what asks for nothing that a backend lacks is not refused") {
  Task task = command("a");
  task.settings.cache = CacheSettings{.enabled = false};
  task.settings.sandbox = Sandbox::none;
  task.settings.session = SessionChoice{.backend = "plain"};
  task.settings.cluster_size = 1U;
  task.settings.checkpoint = true;
  task.settings.interruptible = true;
  CHECK(refused(of({task})).empty());
}

TEST_CASE("a session that asks for another backend is refused") {
  Task task = command("a");
  task.settings.session = SessionChoice{.backend = "slurm"};
  CHECK(refused(of({task})) ==
        Lines{"unsupported-by-backend tasks.a.session: the backend \"plain\" is the one the job is "
              "started on, and the session asks for \"slurm\""});
}

TEST_CASE("what the defaults ask for is told once and can be taken away") {
  Pipeline pipeline = of({command("a"), command("b"), with_image(command("c"), "own")});
  pipeline.defaults.image = std::string("python:3.12");
  CHECK(refused(pipeline) == Lines{"unsupported-by-backend defaults.image: " + images,
                                   "unsupported-by-backend tasks.c.image: " + images});
  for (Task& task : pipeline.tasks) task.settings.image = Setting<std::string>::null();
  CHECK(refused(pipeline).empty());
}

TEST_CASE("what waits or joins asks nothing of a backend") {
  Task join = after({"a"}, Task{.name = "join"});
  Pipeline pipeline = of({call("a", "cpp:f"), join});
  pipeline.defaults.image = std::string("python:3.12");
  CHECK(refused(pipeline, {.backend = "here", .capabilities = {.callables = true}}).empty());
}

TEST_CASE("inner tasks are refused at their places") {
  Task tune{.name = "tune"};
  tune.body =
      RepeatBody{.tasks = {with_image(command("x"))}, .until = {"true", {}}, .max_rounds = {2, {}}};
  Task deploy{.name = "deploy"};
  deploy.body =
      PipelineBody{.path = {"inner.yaml", {}},
                   .loaded = std::make_shared<const Pipeline>(of({with_image(command("y"))}))};
  Pipeline pipeline = of({tune, deploy});
  pipeline.finally = {with_image(command("z"))};
  CHECK(refused(pipeline) ==
        Lines{"unsupported-by-backend finally.z.image: " + images,
              "unsupported-by-backend tasks.deploy.pipeline.tasks.y.image: " + images,
              "unsupported-by-backend tasks.tune.repeat.tasks.x.image: " + images});
}

TEST_CASE("a backend without processes or without callables refuses what needs them") {
  CHECK(refused(of({command("a")}), {.backend = "none"}) ==
        Lines{"unsupported-by-backend tasks.a: the backend \"none\" starts no processes here"});
  CHECK(refused(of({call("a", "cpp:f")})) ==
        Lines{"unsupported-by-backend tasks.a: the backend \"plain\" runs no C++ functions of this "
              "program"});
  CHECK(refused(of({call("a", "python:m:f")})).empty());
}

TEST_CASE("a pipeline is valid whatever a backend lacks") {
  CHECK(validate(of({with_image(command("a"))})).empty());
  CHECK(refused(of({with_image(command("a"))}), {}).empty());
}

TEST_CASE("keys of a process are refused where a C++ function is called") {
  Task task = call("a", "cpp:f");
  task.settings.checkpoint = true;
  task.settings.env = {{"A", Setting<std::string>("1")}};
  task.settings.timeout = Timeouts{.heartbeat = Duration{1000}};
  std::vector<std::string> paths;
  for (const Diagnostic& finding : validate(of({task}))) {
    CHECK(finding.code == "misplaced-key");
    paths.push_back(finding.path);
  }
  std::sort(paths.begin(), paths.end());
  CHECK(paths == Lines{"tasks.a.checkpoint", "tasks.a.env", "tasks.a.timeout.heartbeat"});
}

// Python calls: what the worker is told, and what becomes of a call.
#include "../src/run/python_call.hpp"
#include "support/catch.hpp"
#include "support/engine_bench.hpp"

#include <string>
#include <vector>

using namespace headway;
using namespace headway::testing;

namespace {

/// A pipeline whose modules are in `folder`, of one task that calls `target`.
Pipeline calling(const std::string& folder, const std::string& target) {
  Pipeline pipeline{.name = "calls"};
  pipeline.folder = folder;
  pipeline.tasks = {Task{.name = "work", .body = CallBody{Text{target}}}};
  return pipeline;
}

InstanceStatus run(EngineBench& bench, const Pipeline& pipeline) {
  JobHandle job = bench.start(pipeline);
  job.wait();
  return job.status().instance(InstanceId{0});
}

}  // namespace

TEST_CASE("a target of Python has its prefix taken off") {
  CHECK(python_target("python:a.b:c") == "a.b:c");
  CHECK_FALSE(python_target("cpp:train"));
}

TEST_CASE("a description names files by the way to them") {
  PythonCall call{.target = "m:f", .inputs = {}, .config = {}, .folder = "/p"};
  call.inputs = {{"a", Artifact{"/x", "sha256:1", false}},
                 {"l", Value::List{Value::Map{{"d", Artifact{"/y", "sha256:2", true}}}}}};
  const OutputDeclaration rows{.name = "rows", .type = list_of({Type::Kind::integer})};
  CHECK(describe(call, {rows}) ==
        R"({"config":{},"directories":[["inputs","l",0,"d"]],"files":[["inputs","a"]],)"
        R"("folder":"/p","inputs":{"a":{"path":"/x","digest":"sha256:1"},)"
        R"("l":[{"d":{"path":"/y","digest":"sha256:2"}}]},)"
        R"~("outputs":[{"name":"rows","path":"rows","type":"list(int)"}],"target":"m:f"})~");
}

TEST_CASE("a function is called with its inputs and gives its outputs") {
  EngineBench bench;
  write_file(bench.path("sums.py"), "def add(a, b): return {'sum': a + b}\n");
  Pipeline pipeline = calling(bench.path(""), "python:sums:add");
  pipeline.tasks[0].inputs = {{"a", {Value(2)}}, {"b", {Value(3)}}};
  pipeline.tasks[0].outputs = {{.name = "sum", .type = {Type::Kind::integer}}};
  const auto work = run(bench, pipeline);
  CHECK(work.message == "");
  REQUIRE(work.outputs);
  CHECK(work.outputs->at("sum") == Value(5));
}

TEST_CASE("a param chooses the class that is called and config constructs it") {
  EngineBench bench;
  write_file(bench.path("scales.py"),
             "class Scale:\n"
             "    def __init__(self, by): self.by = by\n"
             "    def __call__(self, x): return x * self.by\n");
  Pipeline pipeline = calling(bench.path(""), "python:scales:${{ params.which }}");
  pipeline.params = {{.name = "which", .default_value = Value("Scale")}};
  pipeline.tasks[0].inputs = {{"x", {Value(2)}}};
  pipeline.tasks[0].config = {{"by", {Value(0.5)}}};
  pipeline.tasks[0].outputs = {{.name = "y", .type = {Type::Kind::floating}}};
  const auto work = run(bench, pipeline);
  CHECK(work.message == "");
  REQUIRE(work.outputs);
  CHECK(work.outputs->at("y") == Value(1.0));
}

TEST_CASE("an exception fails its attempt by its name") {
  EngineBench bench;
  write_file(bench.path("bad.py"), "def fail(): raise ValueError('no rows')\n");
  const auto work = run(bench, calling(bench.path(""), "python:bad:fail"));
  CHECK(to_string(work.cause) == "exception");
  CHECK(work.message == "ValueError: no rows (bad.py:1)");
}

TEST_CASE("what is returned in another shape is an invalid output") {
  EngineBench bench;
  write_file(bench.path("odd.py"), "def give(): return [1, 2]\n");
  Pipeline pipeline = calling(bench.path(""), "python:odd:give");
  pipeline.tasks[0].outputs = {{.name = "a", .type = {Type::Kind::integer}},
                               {.name = "b", .type = {Type::Kind::integer}}};
  const auto work = run(bench, pipeline);
  CHECK(to_string(work.cause) == "output_invalid");
  CHECK(work.message.find("the outputs a, b are returned as a dict") == 0);
}

TEST_CASE("a task names its error and finds its own files") {
  EngineBench bench;
  Pipeline pipeline{.name = "names"};
  Task task = shell_task("work",
                         "test -d \"$HEADWAY_CHECKPOINT\"; test ! -e \"$HEADWAY_PROGRESS\"; "
                         "echo 'DataNotReady: no rows' > \"$HEADWAY_ERROR\"; exit 4");
  task.settings.checkpoint = {true};
  pipeline.tasks = {task};
  const auto work = run(bench, pipeline);
  CHECK(to_string(work.cause) == "error");
  CHECK(work.message == "DataNotReady: no rows");
}

TEST_CASE("a checkpoint is kept from attempt to attempt") {
  EngineBench bench;
  Pipeline pipeline{.name = "keeps"};
  Task task = shell_task("work",
                         "test -e \"$HEADWAY_CHECKPOINT/seen\" || "
                         "{ touch \"$HEADWAY_CHECKPOINT/seen\"; exit 1; }");
  task.settings.checkpoint = {true};
  task.settings.retry = RetryRules{{.limit = 1}};
  pipeline.tasks = {task};
  CHECK(bench.start(pipeline).wait() == JobState::succeeded);
}

TEST_CASE("an interpreter that is not there is told by its path") {
  EngineBench bench;
  ::setenv("HEADWAY_PYTHON", "/no/such/python", 1);
  bench.reopen();  // an engine looks for it when it is made
  const auto work = run(bench, calling(bench.path(""), "python:m:f"));
  ::unsetenv("HEADWAY_PYTHON");
  CHECK(to_string(work.cause) == "spawn_failed");
  CHECK(work.message.find("/no/such/python") != std::string::npos);
}

TEST_CASE("an interpreter is looked for on the path when the engine is made") {
  ::unsetenv("HEADWAY_PYTHON");
  const std::string shell = python_interpreter("sh");
  CHECK(shell.front() == '/');
  CHECK(shell.ends_with("/sh"));
  CHECK(python_interpreter("./sh").front() == '/');
  CHECK(python_interpreter("nowhere") == "nowhere");
}

TEST_CASE("a job keeps its interpreter in another engine") {
  EngineBench bench;
  write_file(bench.path("pausing.py"),
             "import os, time\n"
             "def wait(file):\n"
             "    while not os.path.exists(file): time.sleep(0.01)\n");
  Pipeline pipeline = calling(bench.path(""), "python:pausing:wait");
  pipeline.tasks[0].inputs = {{"file", {Value(bench.path("go"))}}};
  const JobId id = bench.start(pipeline).id();
  ::setenv("HEADWAY_PYTHON", "/no/such/python", 1);
  bench.reopen();
  write_file(bench.path("go"), "");
  const JobState state = bench.executor().resume(id).wait();
  ::unsetenv("HEADWAY_PYTHON");
  CHECK(state == JobState::succeeded);
}

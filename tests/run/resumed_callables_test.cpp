// Whoever resumes a job has every C++ function that it may call.
#include "support/catch.hpp"
#include "support/engine_bench.hpp"

using namespace headway;
using namespace headway::testing;

namespace {

Task calling(const std::string& name) {
  return {.name = name, .body = CallBody{.target = Text{"cpp:count"}}};
}

Pipeline of_tasks(std::vector<Task> tasks) {
  Pipeline pipeline{.name = "counted"};
  pipeline.tasks = std::move(tasks);
  return pipeline;
}

// slow ──> later
Pipeline with_later(Task later) {
  later.depends_on.push_back({.task = "slow"});
  return of_tasks({shell_task("slow", "sleep 30"), std::move(later)});
}

Task inner_task() {
  PipelineBody body{.path = Text{"inner.yaml"}};
  body.loaded = std::make_shared<const Pipeline>(of_tasks({calling("count")}));
  return {.name = "inner", .body = std::move(body)};
}

Task repeated() {
  RepeatBody body{.tasks = {calling("count")}};
  body.until = Text{"${{ true }}"};
  body.max_rounds = {1, {}};
  return {.name = "again", .body = std::move(body)};
}

Task undone() {
  Task task = shell_task("undone", "true");
  task.compensate = CallBody{.target = Text{"cpp:count"}};
  return task;
}

Pipeline ending() {
  Pipeline pipeline = of_tasks({shell_task("slow", "sleep 30")});
  pipeline.finally = {calling("count")};
  return pipeline;
}

Callables counting() {
  Callables callables;
  callables.add("count", make_callable({}, [](TaskContext&, const Values&) { return Values{}; }));
  return callables;
}

}  // namespace

TEST_CASE("a job is resumed only where all it may call is registered") {
  const Pipeline pipeline = GENERATE(with_later(calling("plain")), with_later(inner_task()),
                                     with_later(repeated()), with_later(undone()), ending());
  EngineBench bench;
  JobHandle job = bench.start(pipeline, counting());
  job.pause(Duration{});
  job.wait();
  bench.reopen();
  CHECK_THROWS_WITH(bench.executor().resume(job.id()),
                    "job " + to_string(job.id()) +
                        " calls \"count\", which this program does not register; resume it from "
                        "the application that does");
  JobHandle resumed = bench.executor().resume(job.id(), counting());
  resumed.cancel();
  CHECK(resumed.wait() == JobState::cancelled);
}

// Task keys of a builder: what every kind of task may say.
#include "support/catch.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/model/builder.hpp>

#include <string>
#include <vector>

using namespace headway;

namespace {

std::vector<std::string> mistakes_of(const PipelineBuilder& builder) {
  std::vector<std::string> found;
  try {
    static_cast<void>(builder.build());
  } catch (const InvalidPipeline& invalid) {
    for (const auto& finding : invalid.diagnostics()) {
      found.push_back(finding.code + " in " + finding.path);
    }
  }
  return found;
}

}  // namespace

TEST_CASE("An expression may stand with its braces or without") {
  PipelineBuilder p("p");
  const auto rows = p.task("a").command({"a"}).outputs({{"rows", "list(int)"}})["rows"];
  p.task("b").command({"b"}).when("${{ params.x > 1 }}").map(rows);
  p.task("c").command({"c"}).when("${{ a }} + ${{ b }}");
  const auto tasks = p.build().tasks;
  CHECK(tasks[1].when == Text{"params.x > 1"});
  CHECK(tasks[1].map->over == Text{"tasks.a.outputs.rows"});
  CHECK(tasks[2].when == Text{"${{ a }} + ${{ b }}"});
}

TEST_CASE("What undoes a task is one body") {
  PipelineBuilder p("p");
  p.task("a").command({"a"}).compensate({.command = {"undo", "a"}}).callback(5_min);
  p.task("b").command({"b"}).compensate({.script = "undo"});
  p.task("c").command({"c"}).compensate({.call = "python:m:undo"});
  const auto tasks = p.build().tasks;
  CHECK(tasks[0].compensate == CompensationBody(CommandBody{{{"undo"}, {"a"}}}));
  CHECK(tasks[0].callback->timeout == 5_min);
  CHECK(tasks[1].compensate == CompensationBody(ScriptBody{.text = {"undo"}}));
  CHECK(tasks[2].compensate == CompensationBody(CallBody{{"python:m:undo"}}));
  p.task("d").command({"d"}).compensate({.command = {"undo"}, .script = "undo"});
  CHECK(mistakes_of(p) == std::vector<std::string>{"several-bodies in tasks.d.compensate"});
}

TEST_CASE("A task of a loop waits for tasks of the loop only") {
  PipelineBuilder p("p");
  const auto outside = p.task("outside").command({"a"});
  const auto round = p.task("loop").repeat({.until = "true"});
  round.task("inside").command({"b"}).depends_on(outside);
  CHECK(mistakes_of(p) ==
        std::vector<std::string>{"foreign-task in tasks.loop.repeat.tasks.inside.depends_on"});
}

TEST_CASE("A setting of the defaults is taken away by name") {
  PipelineBuilder p("p");
  p.task("a").command({"a"}).unset("retry").unset("env.LANG").unset("resources.gpu");
  const auto settings = p.build().tasks[0].settings;
  CHECK((settings.retry.written() && !settings.retry.given()));
  CHECK((settings.env.at(0).first == "LANG" && !settings.env[0].second.given()));
  CHECK((settings.resources.at(0).first == "gpu" && !settings.resources[0].second.given()));
  p.task("b").command({"b"}).unset("retires");
  CHECK(mistakes_of(p) == std::vector<std::string>{"unknown-key in tasks.b"});
}

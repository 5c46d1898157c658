// Repeat handles: the body of a loop is a list of tasks of its own.
#include "support/catch.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/model/builder.hpp>

#include <string>
#include <vector>

using namespace headway;

namespace {

const RepeatBody& loop_of(const Pipeline& pipeline, std::size_t task = 0) {
  return std::get<RepeatBody>(pipeline.tasks.at(task).body);
}

}  // namespace

TEST_CASE("A loop has tasks and outputs and an end") {
  PipelineBuilder p("p");
  const auto round =
      p.task("tune").repeat({.until = "${{ outputs.n > 3 }}", .max_rounds = 5, .delay = 2_s});
  const auto inner = round.task("step").command({"step"}).outputs({{"n", "int"}});
  round.output("n", inner["n"]);
  const auto built = p.build();
  const auto& body = loop_of(built);
  CHECK(body.until == Text{"outputs.n > 3"});
  CHECK(body.max_rounds.value == 5);
  CHECK(body.delay == 2_s);
  REQUIRE(body.tasks.size() == 1);
  CHECK(body.tasks[0].name == "step");
  CHECK(body.outputs == std::vector<ComputedOutput>{{"n", {"${{ tasks.step.outputs.n }}"}}});
}

TEST_CASE("Handles into a loop stay good while both lists grow") {
  PipelineBuilder p("p");
  const auto round = p.task("loop").repeat({.until = "true"});
  const auto first = round.task("first");
  for (int i = 0; i < 100; ++i) {
    round.task("inner" + std::to_string(i)).command({"true"});
    p.task("outer" + std::to_string(i)).command({"true"});
  }
  first.command({"late"}).priority(7);
  const auto built = p.build();
  CHECK(loop_of(built).tasks[0].body == Body(CommandBody{{{"late"}}}));
  CHECK(*loop_of(built).tasks[0].settings.priority == 7);
}

TEST_CASE("A loop may stand in a loop") {
  //   outer { inner { leaf } }
  PipelineBuilder p("p");
  const auto inner = p.task("outer").repeat({.until = "true"}).task("inner");
  const auto leaf = inner.repeat({.until = "true"}).task("leaf").command({"leaf"});
  const auto path = leaf.draft().path_of(leaf.index());
  CHECK(path == "tasks.outer.repeat.tasks.inner.repeat.tasks.leaf");
  const auto built = p.build();
  CHECK(std::get<RepeatBody>(loop_of(built).tasks[0].body).tasks[0].name == "leaf");
}

TEST_CASE("A function may be a task of a loop and of the end") {
  PipelineBuilder p("p");
  const auto round = p.task("loop").repeat({.until = "true"});
  round.task(
      "add", [](int a) { return a + 1; }, 1);
  p.task(
      "add", [](int a) { return a + 2; }, 1);
  p.on_failure("tell", [] {});
  p.finally("clean", [] {});
  const auto built = p.build();
  CHECK(loop_of(built).tasks[0].body == Body(CallBody{{"cpp:tasks.loop.repeat.tasks.add"}}));
  CHECK(p.callables().names() == std::vector<std::string>{"add", "finally.clean", "on_failure.tell",
                                                          "tasks.loop.repeat.tasks.add"});
}

TEST_CASE("A name may be used in a loop and outside but once in each") {
  PipelineBuilder p("p");
  const auto round = p.task("loop").repeat({.until = "true"});
  p.task("step").command({"a"});
  round.task("step").command({"b"});
  CHECK_NOTHROW(static_cast<void>(p.build()));
  round.task("step").command({"c"});
  CHECK_THROWS_AS(p.build(), InvalidPipeline);
}

TEST_CASE("A second body of a loop is a mistake and leaves the loop as it is") {
  PipelineBuilder p("p");
  const auto task = p.task("loop");
  const auto round = task.repeat({.until = "true"});
  task.command({"true"});
  const auto inner = task.repeat({.until = "false"}).task("step");
  CHECK(inner.name() == "step");
  CHECK(round.whole().name() == "loop");
  CHECK_THROWS_AS(p.build(), InvalidPipeline);
}

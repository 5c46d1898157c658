// Outlines: edges and sizes of a pipeline before there is a job.
#include <headway/job/outline.hpp>

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace headway;

namespace {

/// The predecessors of the task `b` of a pipeline that also has `a` with the output `n`.
std::vector<std::uint32_t> before_b(const Task& b) {
  Pipeline pipeline{.name = "p"};
  Task a{.name = "a", .body = CommandBody{{Text{"x"}}}};
  a.outputs = {{.name = "n", .type = list_of({Type::Kind::integer})}};
  pipeline.tasks = {a, b};
  std::vector<std::uint32_t> sources;
  const Outline known = outline(pipeline);
  for (const JobEdge& edge : known.predecessors[1]) sources.push_back(edge.task.value);
  return sources;
}

const std::string reference = "${{ tasks.a.outputs.n }}";

}  // namespace

TEST_CASE("a reference in any key of a task is an edge of the outline") {
  std::vector<Task> tasks(8, Task{.name = "b", .body = CommandBody{{Text{"x"}}}});
  tasks[0].body = CommandBody{{Text{reference}}};
  tasks[1].inputs = {{"n", {Value::List{Value(reference)}}}};
  tasks[2].settings.env = {{"N", {reference}}};
  tasks[3].when = Text{"size(tasks.a.outputs.n) > 1"};
  tasks[4].map = Map{.over = Text{"tasks.a.outputs.n"}};
  tasks[5].body = ApprovalBody{.message = Text{reference}};
  tasks[6].body = PipelineBody{.path = Text{"i.yaml"}, .params = {{"n", {Value(reference)}}}};
  tasks[7].body = JoinBody{};
  tasks[7].outputs = {
      {.name = "m", .type = list_of({Type::Kind::integer}), .value = Text{reference}}};
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    INFO(t);
    CHECK(before_b(tasks[t]) == std::vector<std::uint32_t>{0});
  }
}

TEST_CASE("a task without a reference stands alone in the outline") {
  CHECK(before_b({.name = "b", .body = CommandBody{{Text{"x"}}}}).empty());
}

TEST_CASE("a map has as many instances as nobody knows yet") {
  Pipeline pipeline{.name = "p"};
  pipeline.tasks = {{.name = "a", .body = CommandBody{{Text{"x"}}}}};
  CHECK(outline(pipeline).instances == std::vector<std::uint32_t>{1});
  pipeline.tasks[0].map = Map{.over = Text{"[1, 2]"}};
  CHECK(outline(pipeline).instances == std::vector<std::uint32_t>{0});
}

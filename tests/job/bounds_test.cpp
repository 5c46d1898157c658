// Bounds: what would multiply in a hostile pipeline is validated in time that adds up.
#include "support/catch.hpp"
#include "support/generators.hpp"
#include "support/inner_graphs.hpp"
#include "support/pipelines.hpp"

#include <headway/job/validate.hpp>

#include <rapidcheck.h>

using namespace headway;
using namespace pipelines;

namespace {

constexpr int many = 5'000;

std::string numbered(const char* word, int number) { return word + std::to_string(number); }

std::vector<std::string> codes_of(const Pipeline& pipeline) {
  std::vector<std::string> codes;
  for (const Diagnostic& finding : validate(pipeline)) codes.push_back(finding.code);
  return codes;
}

/// A task with many outputs, and many tasks that read all of its instances and one output.
Pipeline outputs_by_readers() {
  Task source = command("source");
  std::vector<Task> tasks;
  for (int i = 0; i < many; ++i) {
    source = with_output(std::move(source), numbered("o", i));
    const std::string name = numbered("o", i);
    tasks.push_back(command(numbered("t", i), {"run", "${{ tasks.source.instances }}",
                                               "${{ tasks.source.outputs." + name + " }}"}));
  }
  tasks.push_back(std::move(source));
  return of(std::move(tasks));
}

}  // namespace

TEST_CASE("an enum of many words is used many times") {
  Param words{.name = "e", .type = {Type::Kind::enumeration}};
  std::vector<Task> tasks;
  for (int i = 0; i < many; ++i) {
    words.type.values.push_back(numbered("w", i));
    tasks.push_back(command(numbered("t", i), {"run", "${{ params.e == 'w1' }}"}));
  }
  CHECK(validate(of(std::move(tasks), {words})).empty());
}

TEST_CASE("a task of many outputs is read by many tasks") {
  CHECK(validate(outputs_by_readers()).empty());
}

TEST_CASE("many repeats stand beside many params") {
  std::vector<Task> tasks;
  std::vector<Param> params;
  for (int i = 0; i < many; ++i) {
    params.push_back(param(numbered("p", i), Type::Kind::integer, Value(i)));
    tasks.push_back(repeats(numbered("r", i), {command("a")}, "round.index > 0"));
  }
  CHECK(validate(of(std::move(tasks), std::move(params))).empty());
}

TEST_CASE("repeats nest as deep as a file lets them") {
  Task task = with_output(command("a"), "x");
  for (int i = 0; i < 30; ++i) {
    task = gives(repeats("a", {std::move(task)}, "outputs.x > round.previous.x"), "x",
                 "${{ tasks.a.outputs.x }}");
  }
  CHECK(validate(of({std::move(task)})).empty());
}

TEST_CASE("a matrix of many combinations has many excludes") {
  std::vector<std::pair<std::string, Value::List>> axes;
  for (char name = 'a'; name <= 'm'; ++name) axes.push_back({std::string(1, name), {0, 1}});
  Task task = with_matrix(command("t"), axes);
  for (int i = 0; i < 20'000; ++i) {
    Combination combination;
    for (int axis = 0; axis < 13; ++axis) {
      if ((i + axis) % 3 == 0)
        combination.values.emplace_back(axes[static_cast<std::size_t>(axis)].first, i >> axis & 1);
    }
    combination.values.emplace_back("a", 0);
    task.matrix->exclude.push_back(std::move(combination));
  }
  CHECK(validate(of({std::move(task)})).empty());
}

TEST_CASE("a matrix has no more axes than a person can follow") {
  std::vector<std::pair<std::string, Value::List>> axes;
  for (int i = 0; i < 64; ++i) axes.push_back({numbered("a", i), {1}});
  CHECK(validate(of({with_matrix(command("t"), axes)})).empty());
  axes.push_back({"one_more", {1}});
  CHECK(codes_of(of({with_matrix(command("t"), axes)})) ==
        std::vector<std::string>{"fan-out-too-large"});
}

TEST_CASE("maps over the instances of maps have elements of a bounded type") {
  std::vector<Task> tasks{with_map(command("m0"), "[1, 2]")};
  for (int i = 1; i < many; ++i) {
    tasks.push_back(with_map(command(numbered("m", i), {"run", "${{ item.item }}"}),
                             "tasks." + numbered("m", i - 1) + ".instances"));
  }
  CHECK(validate(of(std::move(tasks))).empty());
}

TEST_CASE("maps over each other are told as a cycle") {
  CHECK(codes_of(of({with_map(command("a", {"run", "${{ item.index }}"}), "tasks.b.instances"),
                     with_map(command("b", {"run", "${{ item.index }}"}), "tasks.a.instances")})) ==
        std::vector<std::string>{"cycle"});
}

TEST_CASE("the instances of inner graphs count together") {
  Value::List hundred;
  for (int i = 0; i < 100; ++i) hundred.emplace_back(i);
  const Task wide = with_matrix(command("wide"), {{"a", hundred}, {"b", hundred}});
  std::vector<Task> tasks;
  for (int i = 0; i < 201; ++i) tasks.push_back(repeats(numbered("r", i), {wide}, "true"));
  CHECK(codes_of(of(std::move(tasks))) == std::vector<std::string>{"fan-out-too-large"});
}

TEST_CASE("whatever a pipeline holds its findings have a code and a sentence") {
  CHECK(rc::check("validate(p) ends, and says the same again", [](const Pipeline& pipeline) {
    const Diagnostics found = validate(pipeline);
    for (const Diagnostic& finding : found) {
      RC_ASSERT(!finding.code.empty() && !finding.message.empty() &&
                !finding.message.ends_with('.'));
    }
    RC_ASSERT(render(found) == render(validate(pipeline)));
  }));
}

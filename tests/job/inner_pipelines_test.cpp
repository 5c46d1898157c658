// Pipelines inside pipelines: their own mistakes, the params they are given, what they give.
#include "support/catch.hpp"
#include "support/inner_graphs.hpp"
#include "support/pipelines.hpp"

#include <headway/job/validate.hpp>

using namespace headway;
using namespace pipelines;

namespace {

using Codes = std::vector<std::string>;

Codes codes_of(const Pipeline& pipeline) {
  Codes codes;
  for (const Diagnostic& finding : validate(pipeline)) codes.push_back(finding.code);
  return codes;
}

/// A pipeline that takes `n: int` and `word: string = a`, and gives `x`, an int.
Pipeline inner() {
  Pipeline pipeline =
      of({with_output(command("step"), "x")},
         {param("n", Type::Kind::integer), param("word", Type::Kind::string, Value("a"))});
  pipeline.name = "inner";
  pipeline.outputs = {{"x", {"${{ tasks.step.outputs.x }}", {}}}};
  return pipeline;
}

Task given(Value n) {
  Task task = starts("deploy", inner());
  std::get<PipelineBody>(task.body).params = {{"n", {std::move(n), {}}}};
  return task;
}

}  // namespace

TEST_CASE("a pipeline inside gives what its jobs give") {
  CHECK(validate(of({given(3), with_env(command("b"), "X", "${{ tasks.deploy.outputs.x + 1 }}")}))
            .empty());
  CHECK(codes_of(of({given(3), with_env(command("b"), "X", "${{ tasks.deploy.outputs.y }}")})) ==
        Codes{"unknown-output"});
  CHECK(codes_of(
            of({given(3), with_env(command("b"), "X", "${{ tasks.deploy.outputs.x + 'a' }}")})) ==
        Codes{"wrong-operand"});
}

TEST_CASE("params of a pipeline inside are of the types it declares") {
  const auto [value, codes] = GENERATE(table<Value, Codes>({
      {Value("${{ params.rounds }}"), {}},
      {Value("${{ params.rounds > 2 }}"), {"wrong-type"}},
      {Value("${{ params.nope }}"), {"unknown-param"}},
      {Value("3"), {"wrong-type"}},
      {Value(1.5), {"wrong-type"}},
  }));
  CHECK(codes_of(of({given(value)}, {param("rounds", Type::Kind::integer)})) == codes);
}

TEST_CASE("params of a pipeline inside are known and complete") {
  Task task = starts("deploy", inner());
  CHECK(codes_of(of({task})) == Codes{"missing-param"});
  std::get<PipelineBody>(task.body).params = {{"n", {Value(1), {}}}, {"wrod", {Value("b"), {}}}};
  const auto found = validate(of({task}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "unknown-param");
  CHECK(found[0].candidates == std::vector<std::string>{"word"});
}

TEST_CASE("a pipeline inside is checked once and sees nothing of what is around it") {
  Pipeline wrong = inner();
  wrong.params.clear();
  wrong.tasks[0] = with_env(wrong.tasks[0], "X", "${{ params.outer }}");
  wrong.span.source = std::make_shared<const Source>(Source{"inner.yaml", "headway: v1"});
  const auto found = validate(of({starts("a", wrong), starts("b", wrong)},
                                 {param("outer", Type::Kind::integer, Value(1))}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "unknown-param");
  CHECK(found[0].path == "tasks.a.pipeline.tasks.step.env.X");
}

TEST_CASE("pipelines nest so deep and no deeper") {
  Pipeline pipeline = of({command("a")});
  for (int i = 0; i < 16; ++i) pipeline = of({starts("a", std::move(pipeline))});
  CHECK(validate(pipeline).empty());
  pipeline = of({starts("a", std::move(pipeline))});
  CHECK(codes_of(pipeline) == Codes{"pipeline-inside-itself"});
}

TEST_CASE("a pipeline made at run time comes from a file and gives what the task declares") {
  const auto [from, codes] = GENERATE(table<std::string, Codes>({
      {"tasks.make.outputs.made", {}},
      {"'deploy.yaml'", {}},
      {"tasks.make.outputs.n", {"wrong-type"}},
  }));
  const Task make = with_output(with_output(command("make"), "made", {Type::Kind::file}), "n");
  Task task = with_output(Task{.name = "generated"}, "x");
  task.body = PipelineBody{.from = {from, {}}, .params = {{"any", {Value("${{ job.id }}"), {}}}}};
  CHECK(codes_of(of({make, task,
                     with_env(command("b"), "X", "${{ tasks.generated.outputs.x }}")})) == codes);
}

TEST_CASE("what a file gives that nobody has read is known when it runs") {
  Task task = starts("deploy", inner());
  std::get<PipelineBody>(task.body).loaded.reset();
  CHECK(validate(of({task, with_env(command("b"), "X", "${{ tasks.deploy.outputs.y }}")})).empty());
}

TEST_CASE("pipelines of one C++ file are told apart by what they say") {
  Pipeline other = inner();
  other.outputs = {{"y", {"${{ tasks.step.outputs.x }}", {}}}};
  Task first = given(1);
  Task second = starts("other", other);
  std::get<PipelineBody>(second.body).params = {{"n", {Value(1), {}}}};
  for (Task* task : {&first, &second}) {
    auto& loaded = std::get<PipelineBody>(task->body).loaded;
    Pipeline placed = *loaded;
    placed.span.source = std::make_shared<const Source>(Source{"main.cpp", ""});
    loaded = std::make_shared<const Pipeline>(std::move(placed));
  }
  const Task reads =
      with_env(command("b"), "X", "${{ tasks.deploy.outputs.x + tasks.other.outputs.y }}");
  CHECK(validate(of({first, second, reads})).empty());
}

// Typed tasks: functions of C++ as tasks, from the call in the builder to the call in the session.
#include "support/catch.hpp"
#include "support/task_contexts.hpp"

#include <headway/model/builder.hpp>

using namespace headway;

namespace {

struct Trained {
  double rate = 0;
  File model{};
};

Directory prepare(TaskContext& context, const std::string& source) {
  return {.path = context.output_folder() + '/' + source};
}
Trained train(const Directory& data, double rate) {
  return {.rate = rate, .model = {data.path + "/m"}};
}
Trained best(const std::vector<Trained>& all) { return all.at(1); }

std::vector<std::string> input_lines(const Task& task) {
  std::vector<std::string> lines;
  for (const auto& input : task.inputs)
    lines.push_back(input.name + ": " + format(input.value.value));
  return lines;
}

Values call(const PipelineBuilder& builder, const std::string& task, const Values& inputs) {
  testing::FixedContext context;
  return builder.callables().find(task)->invoke(context, inputs);
}

}  // namespace
template <>
struct headway::Record<Trained> : headway::Fields<&Trained::rate, &Trained::model> {};

// source -> prepare -> train[rates=…] -> best
TEST_CASE("A chain of functions is a pipeline of calls") {
  PipelineBuilder p("digits");
  const auto data = p.task("my-data", prepare, p.param<std::string>("source"));
  const auto runs = p.task("train", train, data, each(p.param<std::vector<double>>("rates")));
  const auto built = p.build(p.task("best", best, runs));
  REQUIRE(built.tasks.size() == 3);
  CHECK(built.tasks[0].body == Body(CallBody{{"cpp:my-data"}}));
  CHECK(input_lines(built.tasks[0]) == std::vector<std::string>{"source: ${{ params.source }}"});
  CHECK(input_lines(built.tasks[1]) ==
        std::vector<std::string>{"my_data: ${{ tasks[\"my-data\"].outputs.result }}",
                                 "rates: ${{ matrix.rates }}"});
  CHECK(built.tasks[1].matrix == Matrix{.axes = {{"rates", "${{ params.rates }}"}}});
  CHECK(input_lines(built.tasks[2]) ==
        std::vector<std::string>{"train_rate: ${{ tasks.train.outputs.rate }}",
                                 "train_model: ${{ tasks.train.outputs.model }}"});
  CHECK(built.outputs ==
        std::vector<ComputedOutput>{{"rate", {"${{ tasks.best.outputs.rate }}"}},
                                    {"model", {"${{ tasks.best.outputs.model }}"}}});
}

TEST_CASE("A callable declares what it takes and gives") {
  PipelineBuilder p("digits");
  const auto data = p.task("data", prepare, "here");
  const auto runs = p.task("train", train, data, each(std::vector<double>{0.1}));
  p.task("best", best, runs).version("7");
  const auto callable = p.callables().find("best");
  CHECK(callable->inputs() ==
        std::vector<CallableInput>{{"train_rate", list_of({Type::Kind::floating})},
                                   {"train_model", list_of({Type::Kind::file})}});
  CHECK(callable->outputs() == p.build().tasks[2].outputs);
  CHECK(callable->version() == "7");
}

TEST_CASE("A function gets its arguments from its inputs") {
  PipelineBuilder p("digits");
  p.task("data", prepare, "here");
  const Value result = call(p, "data", {{"arg1", "there"}}).at("result");
  CHECK(from_value<Directory>(result).path == "/nowhere/there");
}

TEST_CASE("Records are put together from their members") {
  PipelineBuilder p("digits");
  const auto one = p.task("one", [] { return Trained{.rate = 0.5, .model = {"/m"}}; });
  p.task(
      "use", [](const Trained& trained, int factor) { return trained.rate * factor; }, one, 3);
  const Values inputs{{"one_rate", 0.5}, {"one_model", to_value(File{"/m"})}, {"arg2", 3}};
  CHECK(call(p, "use", inputs) == Values{{"result", 1.5}});
}

TEST_CASE("The results of a fan-out are a vector in instance order") {
  PipelineBuilder p("digits");
  const auto runs =
      p.task("train", train, p.task("data", prepare, "s"), each(std::vector<double>{0.1, 0.2}));
  p.task("best", best, runs);
  const Value models = to_value(std::vector<File>{{"/a"}, {"/b"}});
  CHECK(call(p, "best", {{"train_rate", Value::List{0.1, 0.2}}, {"train_model", models}})
            .at("rate") == Value(0.2));
  CHECK_THROWS_AS(call(p, "best", {{"train_rate", Value::List{0.1}}, {"train_model", models}}),
                  Error);
}

TEST_CASE("A fan-out of plain results is a vector too") {
  PipelineBuilder p("digits");
  const auto squares = p.task(
      "squares", [](int n) { return n * n; }, each("n", std::vector<int>{1, 2, 3}));
  p.task(
      "sum", [](const std::vector<int>& all) { return all.at(0) + all.at(1); }, squares);
  CHECK(p.build().tasks[0].matrix == Matrix{.axes = {{"n", Value::List{1, 2, 3}}}});
  CHECK(call(p, "sum", {{"squares", Value::List{1, 4}}}) == Values{{"result", 5}});
}

TEST_CASE("One output of a record is an argument or a text") {
  PipelineBuilder p("digits");
  const auto one = p.task("one", [] { return Trained{}; });
  p.task(
      "use", [](double rate) { return rate; }, one[&Trained::rate]);
  p.task("ship").command({"ship"}).env("RATE", one["rate"]).depends_on(one);
  const auto tasks = p.build().tasks;
  CHECK(input_lines(tasks[1]) == std::vector<std::string>{"rate: ${{ tasks.one.outputs.rate }}"});
  CHECK(*tasks[2].settings.env[0].second == "${{ tasks.one.outputs.rate }}");
}

TEST_CASE("An output that a task lacks is reported with a near one") {
  PipelineBuilder p("digits");
  const auto one = p.task("one", [] { return Trained{}; });
  p.task("ship").command({"ship"}).env("RATE", one["rat"]);
  try {
    (void)p.build();
    FAIL("it built");
  } catch (const InvalidPipeline& invalid) {
    CHECK(invalid.diagnostics()[0].message == "the task \"one\" has no output \"rat\"");
    CHECK(invalid.diagnostics()[0].candidates == std::vector<std::string>{"rate"});
  }
}

TEST_CASE("Inputs of equal names are numbered") {
  PipelineBuilder p("digits");
  const auto x = p.param<int>("x", 1);
  p.task(
      "sum", [](int a, int b, int c) { return a + b + c; }, x, x, x);
  CHECK(input_lines(p.build().tasks[0]) == std::vector<std::string>{"x: ${{ params.x }}",
                                                                    "x_2: ${{ params.x }}",
                                                                    "x_3: ${{ params.x }}"});
  CHECK(call(p, "sum", {{"x", 1}, {"x_2", 2}, {"x_3", 3}}) == Values{{"result", 6}});
}

TEST_CASE("Inputs of long names stay legal") {
  PipelineBuilder p("digits");
  const auto one = p.task(std::string(63, 'a'), [] { return Trained{}; });
  p.task(
      "use", [](const Trained& a, const Trained& b) { return a.rate + b.rate; }, one, one);
  const auto inputs = p.build().tasks[1].inputs;
  REQUIRE(inputs.size() == 4);
  for (const auto& input : inputs) CHECK(is_name(input.name));
}

TEST_CASE("A literal that looks like an expression stays what it is") {
  PipelineBuilder p("digits");
  p.task(
      "echo", [](const std::vector<std::string>& words) { return words; },
      std::vector<std::string>{"${{ a }} ${{b}}"});
  CHECK(input_lines(p.build().tasks[0]) ==
        std::vector<std::string>{R"(arg1: ["$${{ a }} $${{b}}"])"});
}

TEST_CASE("A function without a result is waited for by an edge") {
  PipelineBuilder p("digits");
  const auto done = p.task("done", [](TaskContext& context) { (void)context.attempt(); });
  p.task("after").command({"true"}).depends_on(done);
  CHECK(call(p, "done", {}).empty());
  CHECK(p.build().tasks[0].outputs.empty());
}

TEST_CASE("A missing input is named") {
  PipelineBuilder p("digits");
  p.task("data", prepare, "here");
  CHECK_THROWS_WITH(call(p, "data", {}), "there is no value named \"arg1\"");
}

TEST_CASE("What a function throws passes through") {
  PipelineBuilder p("digits");
  p.task("bad", []() -> int { throw std::out_of_range("far"); });
  CHECK_THROWS_AS(call(p, "bad", {}), std::out_of_range);
}

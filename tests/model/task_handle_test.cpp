// Task handles: every key of a task by a call.
#include "support/catch.hpp"

#include <headway/model/builder.hpp>

using namespace headway;

namespace {
Task only_task(const PipelineBuilder& builder) { return builder.build().tasks.at(0); }
}  // namespace

TEST_CASE("A task without a body joins its edges") {
  PipelineBuilder p("p");
  p.task("all");
  CHECK_FALSE(only_task(p).has_session());
}

TEST_CASE("A command takes words and references") {
  PipelineBuilder p("p");
  const auto source = p.param<std::string>("source");
  p.task("prep").command({"./prep", "--from", source});
  CHECK(only_task(p).body == Body(CommandBody{{{"./prep"}, {"--from"}, {"${{ params.source }}"}}}));
}

TEST_CASE("A script may name its shell") {
  PipelineBuilder p("p");
  p.task("a").script("echo hi");
  p.task("b").script("print(1)", {"python3", "-c"});
  const auto tasks = p.build().tasks;
  CHECK(tasks[0].body == Body(ScriptBody{.text = {"echo hi"}}));
  CHECK(tasks[1].body == Body(ScriptBody{.text = {"print(1)"}, .shell = {"python3", "-c"}}));
}

TEST_CASE("Resources are exact and of any slot") {
  PipelineBuilder p("p");
  p.task("a").command({"a"}).resources({.cpu = 2, .mem = 4_GiB, .gpu = 0.5, .slots = {{"db", 1}}});
  const auto resources = only_task(p).settings.resources;
  REQUIRE(resources.size() == 4);
  CHECK((resources[0].first == "cpu" && *resources[0].second == Quantity{2000}));
  CHECK((resources[1].first == "mem" && *resources[1].second == 4_GiB));
  CHECK((resources[2].first == "gpu" && *resources[2].second == Quantity{500}));
  CHECK((resources[3].first == "db" && *resources[3].second == Quantity{1000}));
}

TEST_CASE("The later call of one key wins") {
  PipelineBuilder p("p");
  p.task("a")
      .command({"a"})
      .resources({.cpu = 2})
      .resources({.cpu = 3})
      .env("A", "1")
      .env("A", "2");
  const auto settings = only_task(p).settings;
  REQUIRE(settings.resources.size() == 1);
  CHECK(*settings.resources[0].second == Quantity{3000});
  REQUIRE(settings.env.size() == 1);
  CHECK(*settings.env[0].second == "2");
}

TEST_CASE("The settings of a session are keys of the task") {
  PipelineBuilder p("p");
  p.task("a")
      .command({"a"})
      .retry({.limit = 2})
      .timeout(20_min)
      .workdir("/w")
      .estimate(5_s)
      .priority(7)
      .allow_failure();
  const SessionSettings expected{.retry = {RetryRules{{.limit = 2}}},
                                 .timeout = {Timeouts{.run = 20_min}},
                                 .allow_failure = {true},
                                 .estimate = {5_s},
                                 .priority = {7},
                                 .workdir = {"/w"}};
  CHECK(only_task(p).settings == expected);
}

TEST_CASE("Secrets and sources and a description are keys of the task") {
  PipelineBuilder p("p");
  p.secret("KEY", "env:KEY");
  p.task("a").command({"a"}).secrets({"KEY"}).sources({"*.py"}).description("first");
  const auto task = only_task(p);
  CHECK(*task.settings.secrets == std::vector<Text>{{"KEY"}});
  CHECK(task.sources == std::vector<Text>{{"*.py"}});
  CHECK(task.description == "first");
}

TEST_CASE("Edges have a condition") {
  PipelineBuilder p("p");
  const auto a = p.task("a").command({"a"});
  const auto b = p.task("b").command({"b"});
  p.task("c").depends_on(a).depends_on(b, EdgeCondition::completed);
  p.task("d").depends_on({a, b});
  const auto tasks = p.build().tasks;
  CHECK(tasks[2].depends_on == std::vector<Dependency>{{"a"}, {"b", EdgeCondition::completed}});
  CHECK(tasks[3].depends_on == std::vector<Dependency>{{"a"}, {"b"}});
}

TEST_CASE("Inputs are values and references and texts") {
  PipelineBuilder p("p");
  const auto prep = p.task("prep").command({"prep"}).outputs({{"rows", "int"}});
  p.task("a")
      .call("cpp:f")
      .input("n", 3)
      .input("rows", prep["rows"])
      .input("s", "${{ job.id }}")
      .input("l", Value::List{1});
  const auto inputs = p.build().tasks[1].inputs;
  CHECK(inputs == std::vector<Input>{{"n", {3}},
                                     {"rows", {"${{ tasks.prep.outputs.rows }}"}},
                                     {"s", {"${{ job.id }}"}},
                                     {"l", {Value::List{1}}}});
}

TEST_CASE("Outputs have a type and may have a path") {
  PipelineBuilder p("p");
  p.task("a").command({"a"}).outputs({{"rows", "int"}, {"clean", "directory", "data/clean"}});
  CHECK(only_task(p).outputs ==
        std::vector<OutputDeclaration>{{"rows", {Type::Kind::integer}},
                                       {"clean", {Type::Kind::directory}, Text{"data/clean"}}});
}

TEST_CASE("A matrix is the product of its axes") {
  PipelineBuilder p("p");
  const auto rates = p.param<std::vector<double>>("rates", {0.1});
  p.task("a")
      .command({"a"})
      .matrix({{"rate", rates}, {"arch", {"cnn", "mlp"}}})
      .max_parallel(2)
      .exclude({{"arch", "mlp"}})
      .include({{"rate", 0.5}, {"arch", "big"}});
  const auto task = only_task(p);
  const Matrix expected{
      .axes = {{"rate", "${{ params.rates }}"}, {"arch", Value::List{"cnn", "mlp"}}},
      .exclude = {{{{"arch", "mlp"}}}},
      .include = {{{{"rate", 0.5}, {"arch", "big"}}}}};
  CHECK(task.matrix == expected);
  CHECK(task.max_parallel->value == 2);
}

TEST_CASE("A handle stays valid while tasks are added") {
  PipelineBuilder p("p");
  const auto first = p.task("first");
  for (int i = 0; i < 100; ++i) p.task("t" + std::to_string(i));
  first.command({"late"}).priority(1);
  CHECK(only_task(p).has_session());
  CHECK(first.name() == "first");
}

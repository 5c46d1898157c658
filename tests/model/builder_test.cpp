// The builder: pipelines written in C++, and what it says of wrong ones.
#include "support/catch.hpp"

#include <headway/model/builder.hpp>

using namespace headway;

namespace {
/// The rendered diagnostics of a builder, without files, lines and columns.
std::vector<std::string> mistakes_of(const PipelineBuilder& builder) {
  std::vector<std::string> found;
  try {
    (void)builder.build();
  } catch (const InvalidPipeline& invalid) {
    for (const auto& finding : invalid.diagnostics())
      found.push_back(finding.code + ": " + finding.message);
  }
  return found;
}
}  // namespace

TEST_CASE("An empty builder builds a pipeline with a name") {
  const PipelineBuilder p("digits");
  CHECK(p.build() == Pipeline{.name = "digits"});
}

TEST_CASE("The keys of a pipeline are those of a file") {
  PipelineBuilder p("digits");
  p.description("Train").label("team", "vision").secret("KEY", "env:KEY");
  p.limits({.max_parallel = 32, .slots = {{"db", 2}}})
      .output("acc", "${{ tasks.best.outputs.accuracy }}");
  const auto built = p.build();
  CHECK(built.description == "Train");
  CHECK(built.labels == std::vector<std::pair<std::string, std::string>>{{"team", "vision"}});
  CHECK(built.secrets == std::vector<Secret>{{"KEY", {"env:KEY"}}});
  CHECK(built.limits == Limits{.max_parallel = {{32}}, .slots = {{"db", {Quantity{2000}}}}});
  CHECK(built.outputs ==
        std::vector<ComputedOutput>{{"acc", {"${{ tasks.best.outputs.accuracy }}"}}});
}

TEST_CASE("A param has the type of its values") {
  PipelineBuilder p("digits");
  p.param<std::string>("source");
  p.param<std::vector<double>>("rates", {0.1, 0.01}).description("to try");
  p.param<int>("epochs", 5).min(1).max(500);
  p.param<std::string>("site", "dev").one_of({"dev", "prod"});
  const auto built = p.build().params;
  REQUIRE(built.size() == 4);
  CHECK(built[0] == Param{.name = "source"});
  CHECK(built[1] == Param{.name = "rates",
                          .type = list_of({Type::Kind::floating}),
                          .default_value = Value::List{0.1, 0.01},
                          .description = "to try"});
  CHECK(built[2] == Param{.name = "epochs",
                          .type = {Type::Kind::integer},
                          .default_value = 5,
                          .min = 1,
                          .max = 500});
  CHECK(built[3].type.values == std::vector<std::string>{"dev", "prod"});
}

TEST_CASE("The defaults hold for every task") {
  PipelineBuilder p("digits");
  p.defaults().resources({.cpu = 1, .mem = "1Gi"}).retry({.limit = 2}).env("A", "b");
  const auto defaults = p.build().defaults;
  CHECK(defaults.resources.size() == 2);
  CHECK(defaults.retry->front().limit == 2);
  CHECK(*defaults.env.front().second == "b");
}

TEST_CASE("Results of tasks become outputs of the job") {
  PipelineBuilder p("digits");
  const auto prep =
      p.task("my-prep").command({"prep"}).outputs({{"rows", "int"}, {"clean", "directory"}});
  const auto built = p.build(prep).outputs;
  REQUIRE(built.size() == 2);
  CHECK(built[0].expression.value == "${{ tasks[\"my-prep\"].outputs.rows }}");
  CHECK(p.build(prep["clean"]).outputs.size() == 1);
  CHECK(p.build().outputs.empty());
}

TEST_CASE("Two results of one name are refused") {
  PipelineBuilder p("digits");
  const auto a = p.task("a").command({"a"}).outputs({{"x", "int"}});
  const auto b = p.task("b").command({"b"}).outputs({{"x", "int"}});
  CHECK_THROWS_AS(p.build(a, b), InvalidPipeline);
}

TEST_CASE("Every mistake is reported at once with its own line") {
  PipelineBuilder p("digits");
  p.param<int>("2fast");
  p.task("a").resources({.gpu = 0.0001}).outputs({{"x", "flaot"}});
  p.task("a").script("true").command({"true"});
  CHECK(mistakes_of(p) ==
        std::vector<std::string>{"illegal-name: \"2fast\" cannot be the name of this param",
                                 "bad-quantity: \"0.0001\" is no quantity of \"gpu\"",
                                 "unknown-type: \"flaot\" is no type",
                                 "duplicate-name: there are two tasks \"a\"",
                                 "several-bodies: the task \"a\" has two bodies"});
}

TEST_CASE("A mistake names the file and line of its call") {
  PipelineBuilder p("digits");
  p.task("1a");
  const auto line = std::to_string(__LINE__ - 1);
  try {
    (void)p.build();
    FAIL("it built");
  } catch (const InvalidPipeline& invalid) {
    const std::string message = invalid.what();
    CHECK(message.find("builder_test.cpp:" + line + ":") != std::string::npos);
    CHECK(message.find("in tasks.1a\n") != std::string::npos);
  }
}

TEST_CASE("A task of another builder is refused") {
  PipelineBuilder other("other");
  const auto foreign = other.task("x");
  PipelineBuilder p("digits");
  p.task("a").command({"true"}).depends_on(foreign);
  CHECK(mistakes_of(p) ==
        std::vector<std::string>{"foreign-task: \"x\" is a task of another builder"});
}

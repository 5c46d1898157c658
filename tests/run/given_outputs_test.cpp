// What people and services give as outputs, held against what the task declares.
#include "../src/run/given_outputs.hpp"
#include "support/catch.hpp"

using namespace headway;

namespace {

Task measuring() {
  Task task{.name = "measure"};
  task.outputs = {{.name = "rates", .type = map_of(list_of({Type::Kind::floating}))}};
  return task;
}

}  // namespace

TEST_CASE("ints within given outputs become floats where those are declared") {
  const auto outputs = given_outputs(measuring(), R"({"rates": {"a": [1, 2.5]}})", nullptr);
  REQUIRE(outputs);
  CHECK(outputs->at("rates") == Value(Value::Map{{"a", Value::List{1.0, 2.5}}}));
}

TEST_CASE("given outputs of another shape are told") {
  std::string why;
  CHECK_FALSE(given_outputs(measuring(), R"({"rates": [1]})", nullptr, &why));
  CHECK(why == "the output \"rates\" is declared map(list(float)), and not [1]");
}

// References: how outputs are spelled in expressions.
#include "support/catch.hpp"

#include <headway/model/reference.hpp>

using namespace headway;

TEST_CASE("An output is reached through its task") {
  CHECK(OutputReference("train", "rate").expression() == "${{ tasks.train.outputs.rate }}");
}

TEST_CASE("A task with a minus in its name is quoted") {
  CHECK(OutputReference("my-task", "rate").path() == "tasks[\"my-task\"].outputs.rate");
}

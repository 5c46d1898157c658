// Tasks: bodies and edges.
#include "support/catch.hpp"

#include <headway/model/task.hpp>

using namespace headway;

TEST_CASE("Only a join has no session") {
  CHECK_FALSE(Task{.name = "all"}.has_session());
  CHECK(Task{.name = "a", .body = CommandBody{{{"true"}}}}.has_session());
  CHECK(Task{.name = "a", .body = ScriptBody{{"true"}}}.has_session());
  CHECK(Task{.name = "a", .body = CallBody{{"cpp:f"}}}.has_session());
}

TEST_CASE("Conditions of edges print as they are written in files") {
  CHECK(to_string(EdgeCondition::succeeded) == "succeeded");
  CHECK(to_string(EdgeCondition::completed) == "completed");
  CHECK(to_string(EdgeCondition::failed) == "failed");
  CHECK(to_string(EdgeCondition::succeeded_or_skipped) == "succeeded_or_skipped");
}

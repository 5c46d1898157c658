// What a pipeline file becomes.
#include "support/catch.hpp"

#include <headway/base/error.hpp>
#include <headway/yaml/load.hpp>
#include <headway/yaml/save.hpp>

using namespace headway;

TEST_CASE("a small file becomes a pipeline") {
  auto pipeline = yaml::load("headway: v1\ntasks: {a: {command: [echo, hi]}}\n", "dir/small.yaml");
  CHECK(pipeline.name == "small");
  REQUIRE(pipeline.tasks.size() == 1);
  CHECK(pipeline.tasks[0].name == "a");
}

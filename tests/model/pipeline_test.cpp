// Pipelines: values that are copied and compared.
#include "support/catch.hpp"
#include "support/generators.hpp"

using namespace headway;

TEST_CASE("A copy of a pipeline is equal to it") {
  CHECK(rc::check([](const Pipeline& pipeline) {
    Pipeline copy = pipeline;
    RC_ASSERT(copy == pipeline);
    const Pipeline moved = std::move(copy);
    RC_ASSERT(moved == pipeline);
  }));
}

TEST_CASE("Where a pipeline lies is no part of what it is") {
  const Pipeline here{.name = "p", .folder = "/here"};
  const Pipeline there{.name = "p", .folder = "/there"};
  CHECK(here == there);
}

TEST_CASE("A pipeline with another task or param or output is another pipeline") {
  const Pipeline pipeline{.name = "p"};
  CHECK(pipeline != Pipeline{.name = "p", .params = {{.name = "x"}}});
  CHECK(pipeline != Pipeline{.name = "p", .tasks = {{.name = "x"}}});
  CHECK(pipeline != Pipeline{.name = "p", .outputs = {{.name = "x"}}});
}

// Spans: where a thing was written is no part of what it is.
#include "support/catch.hpp"

#include <headway/base/source_span.hpp>

using namespace headway;

TEST_CASE("Values written at different places are equal") {
  const auto source = std::make_shared<Source>(Source{.name = "a.yaml", .text = "x"});
  const Text here{"x", {.source = source, .line = 1, .column = 1, .length = 1}};
  CHECK(here == Text{"x"});
  CHECK(here != Text{"y", here.span});
}

// Errors: what is thrown says what is wrong.
#include "support/catch.hpp"

#include <headway/base/invalid_pipeline.hpp>

#include <string>

using namespace headway;

TEST_CASE("An invalid pipeline shows all of its diagnostics") {
  Diagnostics found;
  found.add({.code = "unknown-task", .message = "there is no task \"a\""});
  found.add({.code = "unknown-param", .message = "there is no param \"b\""});
  const InvalidPipeline error(found);
  CHECK(error.diagnostics().size() == 2);
  CHECK(error.what() == std::string("error[unknown-task]: there is no task \"a\"\n"
                                    "error[unknown-param]: there is no param \"b\"\n"));
}

TEST_CASE("A broken invariant names its condition and place") {
  std::string message;
  try {
    HEADWAY_ASSERT(1 + 1 == 3);
  } catch (const AssertionFailure& failure) {
    message = failure.what();
  }
  CHECK(message.find("error_test.cpp:") != std::string::npos);
  CHECK(message.find("1 + 1 == 3 does not hold") != std::string::npos);
}

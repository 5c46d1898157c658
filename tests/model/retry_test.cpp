// Retry rules: the defaults that files leave out.
#include "support/catch.hpp"

#include <headway/model/retry.hpp>

using namespace headway;

TEST_CASE("A rule retries never and without a pause unless told") {
  const RetryRule rule;
  CHECK(rule.limit == 0);
  CHECK(rule.backoff == Backoff{.initial = 0_s, .multiplier = 2.0, .max = 1_h, .jitter = 0.0});
}

// Pauses before retries.
#include <headway/schedule/backoff.hpp>

#include "support/catch.hpp"

#include <rapidcheck.h>

using namespace headway;

TEST_CASE("a pause grows by its factor up to its greatest") {
  const Backoff backoff{.initial = 2_s, .multiplier = 3.0, .max = 10_s};
  CHECK(pause_before(1, backoff, {}, {}, 1) == 2_s);
  CHECK(pause_before(2, backoff, {}, {}, 2) == 6_s);
  CHECK(pause_before(3, backoff, {}, {}, 3) == 10_s);
  CHECK(pause_before(1'000'000, backoff, {}, {}, 4) == 10_s);
}

TEST_CASE("a jittered pause stays within its bounds and is the same again") {
  CHECK(rc::check([](std::uint64_t job, std::uint32_t instance, std::uint32_t attempt) {
    const Backoff backoff{.initial = 10_s, .jitter = 0.2};
    const Duration pause = pause_before(1, backoff, {job}, {instance}, attempt);
    RC_ASSERT(pause >= 8_s);
    RC_ASSERT(pause <= 12_s);
    RC_ASSERT(pause == pause_before(1, backoff, {job}, {instance}, attempt));
  }));
}

TEST_CASE("jitter tells instances and attempts and jobs apart") {
  const Backoff backoff{.initial = 10_s, .jitter = 0.2};
  const Duration pause = pause_before(1, backoff, {1}, {1}, 1);
  CHECK(pause != pause_before(1, backoff, {1}, {1}, 2));
  CHECK(pause != pause_before(1, backoff, {1}, {2}, 1));
  CHECK(pause != pause_before(1, backoff, {2}, {1}, 1));
}

TEST_CASE("a pause never leaves the calendar") {
  const Backoff backoff{
      .initial = {std::int64_t{1} << 62}, .max = {std::int64_t{1} << 62}, .jitter = 1.0};
  CHECK(pause_before(9, backoff, {}, {}, 1) <= Duration{10'000'000'000'000'000});
}

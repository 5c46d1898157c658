// Ranks along the critical path.
#include <headway/schedule/rank.hpp>

#include "support/catch.hpp"
#include "support/numbered_jobs.hpp"

using namespace headway;

namespace {
using Places = std::vector<std::uint32_t>;

NumberedTask task(Duration estimate, std::vector<JobEdge> after = {}, std::int32_t priority = 0) {
  return {.numbers = {.priority = priority, .estimate = estimate}, .after = std::move(after)};
}
}  // namespace

TEST_CASE("a rank is the longest path that remains") {
  //   0 (2s) ──> 1 (3s) ──> 3 (unknown)
  //      └─────> 2 (1s)
  const auto job = job_of({task(2_s), task(3_s, {{{0}}}), task(1_s, {{{0}}}), task({}, {{{1}}})});
  CHECK(upward_ranks(*job) ==
        std::vector<std::int64_t>{6'000'000, 4'000'000, 1'000'000, 1'000'000});
}

TEST_CASE("places go by priority then rank then order of the job") {
  const auto job = job_of({task(1_s), task(5_s), task(1_s), task(1_s, {}, 7), task(9_s, {}, -3)});
  CHECK(places_by_rank(*job, upward_ranks(*job)) == Places{2, 1, 3, 0, 4});
}

TEST_CASE("estimates beyond all time do not overflow") {
  const Duration ages{std::int64_t{1} << 62};
  const auto job = job_of({task(ages), task(ages, {{{0}}}), task(ages, {{{1}}})});
  CHECK(upward_ranks(*job)[0] == std::int64_t{1} << 62);
}

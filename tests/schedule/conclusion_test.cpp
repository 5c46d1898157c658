// What becomes of an instance whose attempt failed.
#include <headway/schedule/conclusion.hpp>

#include "support/catch.hpp"

using namespace headway;
using Kind = Cause::Kind;

namespace {

/// The conclusion after `failures` attempts failed with `cause`.
Fact after(std::uint32_t failures, Cause cause, std::uint32_t retry_limit) {
  InstanceRecord record{.attempt = failures};
  for (std::uint32_t i = 0; i < failures; ++i) count_failure(record, cause);
  const JobTask task{.retry_limit = retry_limit, .backoff = {.initial = 1_s}};
  return conclusion({}, task, {}, record, cause, {}, false);
}

bool is_retry(const Fact& fact) { return std::holds_alternative<InstanceRetrying>(fact); }

}  // namespace

TEST_CASE("the limit counts retries after the first try") {
  CHECK(is_retry(after(2, {Kind::exit_code, 1}, 2)));
  CHECK_FALSE(is_retry(after(3, {Kind::exit_code, 1}, 2)));
}

TEST_CASE("a retry waits from when the attempt ended") {
  CHECK(std::get<InstanceRetrying>(after(2, {Kind::signal, 9}, 2)).until == Instant{2'000'000});
}

TEST_CASE("a loss waits for nothing and uses no retry") {
  CHECK(std::get<InstanceRetrying>(after(5, {Kind::preempted}, 0)).until == Instant{0});
  CHECK_FALSE(is_retry(after(6, {Kind::preempted}, 9)));
}

TEST_CASE("a failure between losses starts their count anew") {
  InstanceRecord record;
  for (int i = 0; i < 5; ++i) count_failure(record, {Kind::node_lost});
  count_failure(record, {Kind::exit_code, 1});
  CHECK(record.losses == 0);
  CHECK(record.failures == 1);
}

TEST_CASE("what was stopped by the user ends cancelled") {
  const Fact fact = after(1, {Kind::cancelled_by_user}, 9);
  CHECK(std::get<InstanceEnded>(fact).state == InstanceState::cancelled);
}

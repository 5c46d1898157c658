// What becomes of an instance whose attempt failed.
#include <headway/schedule/conclusion.hpp>

#include "support/catch.hpp"

using namespace headway;
using Kind = Cause::Kind;

namespace {

/// The conclusion after `failures` attempts failed with `cause`.
Fact after(std::uint32_t failures, Cause cause, std::uint32_t limit) {
  const RetryRules rules{{.limit = limit, .backoff = {.initial = 1_s}}};
  return conclusion({}, rules,
                    {.attempt = failures,
                     .cause = cause,
                     .rule = rule_for(rules, cause, {}),
                     .retries = failures,
                     .losses = static_cast<std::uint8_t>(failures)},
                    {});
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
  for (int i = 0; i < 5; ++i) record.count_loss(true);
  record.count_loss(false);
  CHECK(record.losses == 0);
}

TEST_CASE("what missed its deadline is not tried again") {
  const RetryRules rules{{.limit = 9}};
  const Fact fact = conclusion(
      {}, rules, {.cause = {Kind::exit_code, 1}, .overdue = true, .rule = 0, .retries = 1}, {});
  CHECK(std::get<InstanceEnded>(fact).cause == Cause{Kind::timeout_deadline});
}

TEST_CASE("what was stopped by the user ends cancelled") {
  const Fact fact = after(1, {Kind::cancelled_by_user}, 9);
  CHECK(std::get<InstanceEnded>(fact).state == InstanceState::cancelled);
}

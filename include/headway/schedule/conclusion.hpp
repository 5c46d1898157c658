// Conclusions: what becomes of an instance whose attempt failed.
#pragma once

#include <headway/base/time.hpp>
#include <headway/event/event.hpp>
#include <headway/schedule/backoff.hpp>
#include <headway/schedule/instance_record.hpp>
#include <headway/schedule/retry_rules.hpp>
#include <headway/schedule/timers.hpp>

#include <cstdint>
#include <optional>

namespace headway::inline v0 {

/// A failed attempt, and what is known of those before it. A value.
struct FailedAttempt {
  InstanceId instance{};
  Attempt attempt = 0;
  Cause cause{};
  Instant ended{};
  bool overdue = false;                 // its deadline has passed
  std::optional<std::uint32_t> rule{};  // of its task's retry rules that it falls under
  std::uint32_t retries = 0;            // used of that rule, this one included
  std::uint8_t losses = 0;              // in a row
};

/// Another attempt after a pause, or the end of the instance. `halted` is why nothing of its graph
/// starts any more; then nothing is tried again.
Fact conclusion(JobId job, const RetryRules& rules, const FailedAttempt& failed,
                std::optional<Cause> halted);

// ---------------------------------------------------------------------------------------------

namespace detail {
inline constexpr std::uint8_t losses_borne = 5;  // in a row

inline bool may_retry(const RetryRules& rules, const FailedAttempt& failed) {
  if (failed.rule) return failed.retries <= rules[*failed.rule].limit;
  return is_loss(failed.cause) && failed.losses <= losses_borne;
}
}  // namespace detail

inline Fact conclusion(JobId job, const RetryRules& rules, const FailedAttempt& failed,
                       std::optional<Cause> halted) {
  const Cause cancelled{Cause::Kind::cancelled_by_user};
  const bool lost_to_it = halted == cancelled && is_loss(failed.cause);
  if (failed.cause == cancelled || lost_to_it) {
    return InstanceEnded{
        .instance = failed.instance, .state = InstanceState::cancelled, .cause = cancelled};
  }
  if (failed.overdue) {
    return InstanceEnded{.instance = failed.instance,
                         .state = InstanceState::failed,
                         .cause = {Cause::Kind::timeout_deadline}};
  }
  if (halted || !detail::may_retry(rules, failed)) {
    return InstanceEnded{
        .instance = failed.instance, .state = InstanceState::failed, .cause = failed.cause};
  }
  const Duration pause = failed.rule ? pause_before(failed.retries, rules[*failed.rule].backoff,
                                                    job, failed.instance, failed.attempt)
                                     : Duration{};
  return InstanceRetrying{.instance = failed.instance,
                          .attempt = failed.attempt,
                          .until = later(failed.ended, pause),
                          .rule = failed.rule.value_or(0)};
}

}  // namespace headway::inline v0

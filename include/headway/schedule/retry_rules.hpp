// Retry rules: which of them a failure falls under.
#pragma once

#include <headway/event/state.hpp>
#include <headway/model/retry.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// A loss (node_lost, preempted) is no fault of the task.
bool is_loss(Cause cause);

/// Whether `pattern` (`oom_killed`, `exit_code(137)`, `exit_code`, `error(DataNotReady)`) names the
/// failure. `message` begins with the name of an error or exception: `DataNotReady: …`; an
/// exception is an error of that name, too.
bool names(std::string_view pattern, Cause cause, std::string_view message);

/// The first rule that a failure falls under. A loss falls only under a rule that names it; what
/// says that trying again is no use, and a deadline that has passed, under none.
std::optional<std::uint32_t> rule_for(const RetryRules& rules, Cause cause,
                                      std::string_view message);

// ---------------------------------------------------------------------------------------------

inline bool is_loss(Cause cause) {
  return cause.kind == Cause::Kind::node_lost || cause.kind == Cause::Kind::preempted;
}

inline bool names(std::string_view pattern, Cause cause, std::string_view message) {
  const std::string_view word = pattern.substr(0, pattern.find('('));
  const std::string exact = to_string(cause);
  const bool exception = cause.kind == Cause::Kind::exception;
  const bool is_error_too = exception && word == "error";  // by the name of its class
  if (!is_error_too && word != std::string_view(exact).substr(0, exact.find('('))) return false;
  if (word.size() == pattern.size() || pattern == exact) return true;
  const bool named = exception || cause.kind == Cause::Kind::error;
  return named &&
         pattern.substr(word.size() + 1) == std::string(message.substr(0, message.find(':'))) + ')';
}

namespace detail {
inline bool names_any(const RetryRule& rule, Cause cause, std::string_view message) {
  for (const Text& pattern : rule.causes) {
    if (names(pattern.value, cause, message)) return true;
  }
  return false;
}

inline bool never_tried_again(Cause cause) {
  return cause.kind == Cause::Kind::non_recoverable ||
         cause.kind == Cause::Kind::timeout_deadline || cause.kind == Cause::Kind::timeout_queue ||
         cause.kind == Cause::Kind::fail_fast || cause.kind == Cause::Kind::cancelled_by_user;
}
}  // namespace detail

inline std::optional<std::uint32_t> rule_for(const RetryRules& rules, Cause cause,
                                             std::string_view message) {
  if (detail::never_tried_again(cause)) return {};
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const bool any = rules[i].causes.empty() && !is_loss(cause);
    if (any || detail::names_any(rules[i], cause, message)) return i;
  }
  return {};
}

}  // namespace headway::inline v0

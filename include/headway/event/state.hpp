// States of jobs and instances, and the causes that terminal states carry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

enum class InstanceState : std::uint8_t {
  pending,
  ready,
  starting,
  running,
  succeeded,
  failed,
  cancelled,
  skipped,
  upstream_failed,
  waiting,
  retrying,
  unknown,
};

enum class JobState : std::uint8_t { running, succeeded, failed, cancelled, paused };

/// Succeeded, failed, cancelled, skipped or upstream_failed: final.
constexpr bool is_terminal(InstanceState state) {
  return state >= InstanceState::succeeded && state <= InstanceState::upstream_failed;
}
constexpr bool is_terminal(JobState state) {
  return state != JobState::running && state != JobState::paused;
}

/// Why something ended, in one word, with the number that some words carry. A value.
struct Cause {
  enum class Kind : std::uint8_t {
    none,
    exit_code,
    signal,
    oom_killed,
    timeout_run,
    timeout_queue,
    timeout_deadline,
    heartbeat_lost,
    spawn_failed,
    node_lost,
    preempted,
    killed_externally,
    output_invalid,
    expression_failed,
    exception,
    error,
    non_recoverable,
    failed_on_purpose,
    timeout_callback,
    timeout_approval,
    child_failed,
    recovery_given_up,
    cancelled_by_user,
    fail_fast,
    rejected,
    rounds_exhausted,
    secret_unresolved,
    cached,
    condition_false,
    upstream,
  };
  Kind kind = Kind::none;
  std::int32_t code = 0;  // of exit_code and signal
  friend bool operator==(const Cause&, const Cause&) = default;
};

std::string_view to_string(InstanceState state);
std::string_view to_string(JobState state);
/// `exit_code(3)`, `signal(9)`, `timeout_run`; empty for none.
std::string to_string(const Cause& cause);

/// The inverses; nothing for an unknown word.
std::optional<InstanceState> parse_instance_state(std::string_view text);
std::optional<JobState> parse_job_state(std::string_view text);
std::optional<Cause> parse_cause(std::string_view text);

// ---------------------------------------------------------------------------------------------

namespace detail {
// In the order of their enumerators.
inline constexpr std::string_view instance_state_words[] = {
    "pending",   "ready",   "starting",        "running", "succeeded", "failed",
    "cancelled", "skipped", "upstream_failed", "waiting", "retrying",  "unknown"};
inline constexpr std::string_view job_state_words[] = {"running", "succeeded", "failed",
                                                       "cancelled", "paused"};
inline constexpr std::string_view cause_words[] = {"",
                                                   "exit_code",
                                                   "signal",
                                                   "oom_killed",
                                                   "timeout_run",
                                                   "timeout_queue",
                                                   "timeout_deadline",
                                                   "heartbeat_lost",
                                                   "spawn_failed",
                                                   "node_lost",
                                                   "preempted",
                                                   "killed_externally",
                                                   "output_invalid",
                                                   "expression_failed",
                                                   "exception",
                                                   "error",
                                                   "non_recoverable",
                                                   "failed_on_purpose",
                                                   "timeout_callback",
                                                   "timeout_approval",
                                                   "child_failed",
                                                   "recovery_given_up",
                                                   "cancelled_by_user",
                                                   "fail_fast",
                                                   "rejected",
                                                   "rounds_exhausted",
                                                   "secret_unresolved",
                                                   "cached",
                                                   "condition_false",
                                                   "upstream"};

template <class Enum, std::size_t size>
std::string_view word_of(Enum value, const std::string_view (&words)[size]) {
  return words[static_cast<std::size_t>(value)];
}

template <class Enum, std::size_t size>
std::optional<Enum> value_of(std::string_view word, const std::string_view (&words)[size]) {
  for (std::size_t i = 0; i < size; ++i) {
    if (words[i] == word) return static_cast<Enum>(i);
  }
  return {};
}

inline bool carries_code(Cause::Kind kind) {
  return kind == Cause::Kind::exit_code || kind == Cause::Kind::signal;
}

/// Reads `(3)` or `(-1)`: what follows the word of a cause that carries a number.
inline std::optional<std::int32_t> parse_code(std::string_view text) {
  if (text.size() < 3 || text.front() != '(' || text.back() != ')') return {};
  text = text.substr(1, text.size() - 2);
  const bool negative = text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 10) return {};
  std::int64_t code = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return {};
    code = code * 10 + (c - '0');
  }
  if (negative) code = -code;
  const auto narrow = static_cast<std::int32_t>(code);
  return narrow == code ? std::optional(narrow) : std::nullopt;
}
}  // namespace detail

inline std::string_view to_string(InstanceState state) {
  return detail::word_of(state, detail::instance_state_words);
}

inline std::string_view to_string(JobState state) {
  return detail::word_of(state, detail::job_state_words);
}

inline std::string to_string(const Cause& cause) {
  std::string text(detail::word_of(cause.kind, detail::cause_words));
  if (detail::carries_code(cause.kind)) text += '(' + std::to_string(cause.code) + ')';
  return text;
}

inline std::optional<InstanceState> parse_instance_state(std::string_view text) {
  return detail::value_of<InstanceState>(text, detail::instance_state_words);
}

inline std::optional<JobState> parse_job_state(std::string_view text) {
  return detail::value_of<JobState>(text, detail::job_state_words);
}

inline std::optional<Cause> parse_cause(std::string_view text) {
  const std::string_view word = text.substr(0, text.find('('));
  const auto kind = detail::value_of<Cause::Kind>(word, detail::cause_words);
  if (!kind) return {};
  if (!detail::carries_code(*kind))
    return word == text ? std::optional(Cause{*kind}) : std::nullopt;
  const auto code = detail::parse_code(text.substr(word.size()));
  return code ? std::optional(Cause{*kind, *code}) : std::nullopt;
}

}  // namespace headway::inline v0

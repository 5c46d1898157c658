// States of jobs and instances, and the causes that terminal states carry.
#pragma once

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

}  // namespace headway::inline v0

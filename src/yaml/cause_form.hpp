// Causes: how a retry rule writes which failures it is for.
#pragma once

#include "place.hpp"

#include <string_view>

namespace headway::inline v0::yaml {

/// What a cause matches: a word alone, `exit_code(137)`, `signal(9)` or `error(Name)`.
inline constexpr std::string_view cause_pattern =
    "exit_code|signal|error|oom_killed|timeout_run|timeout_queue|heartbeat_lost|spawn_failed|"
    "node_lost|preempted|killed_externally|output_invalid|expression_failed|exception|"
    "timeout_callback|timeout_approval|child_failed|secret_unresolved|failed_on_purpose|"
    "exit_code\\((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\)|"
    "signal\\((6[0-4]|[1-5][0-9]|[1-9])\\)|"
    "error\\([A-Za-z_][A-Za-z0-9_.]*\\)";

/// Whether the text at `at` is a cause; else a finding.
bool check_cause(const Place& at);

}  // namespace headway::inline v0::yaml

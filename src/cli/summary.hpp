// The last words of `run` and `resume`: how the job ended, and what to do next.
#pragma once

#include "cli/verbs.hpp"

#include <headway/run/history.hpp>

namespace headway::cli {

/// Prints the summary (the `job_finished` line with --json) and returns the exit code.
int summarise(const History& history, JobId id, const JobStatus& status, const StoreOptions& at);

}  // namespace headway::cli

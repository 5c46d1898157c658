// Requests about a job that no engine has taken yet.
#pragma once

#include "cli/verbs.hpp"

#include <headway/event/job_state.hpp>
#include <headway/run/explanation.hpp>

#include <optional>
#include <string>
#include <vector>

namespace headway::cli {

/// What lies recorded for one job. A value.
struct UntakenRequests {
  std::vector<Reason> answers{};  // `approved by ada at …`, with the instance; the first of each
  std::optional<Reason> cancel{};
  bool cancelled = false;  // by that, or by what an engine has taken before

  /// Null where the instance has no answer.
  [[nodiscard]] const Reason* answer_of(const std::string& instance) const;
  /// Whether an answer to the instance would still count.
  [[nodiscard]] bool leaves_open(const JobGraphs& graphs, const std::string& instance) const;
};

/// From the inbox of the store; nothing of a job that has ended.
UntakenRequests untaken_requests(JobId job, const JobStatus& status, const StoreOptions& at);

}  // namespace headway::cli

// Answers to jobs that wait: left for the engine and followed until they are durable.
#pragma once

#include "cli/verbs.hpp"

#include <headway/event/job_state.hpp>
#include <headway/run/follower.hpp>
#include <headway/store/inbox.hpp>

#include <functional>
#include <string>
#include <vector>

namespace headway::cli {

/// The outputs that `-o name=value` words give to `task`. Throws InvalidPipeline with every
/// finding, UsageError for a word without `=`.
Values read_outputs(const Task& task, const std::vector<std::string>& words);

/// An answer that is good as far as the store tells.
struct Answer {
  InstanceId instance{};
  Request request{};
  std::string what{};  // "approved by ada", for people
  /// Whether what became of the instance came of this answer.
  std::function<bool(const InstanceStatus&)> is_taken{};
};

/// Throws Error when a cancel is recorded, or was asked for, that ends what waits for the answer.
void refuse_after_cancel(const Follower& job, InstanceId instance, const StoreOptions& at);

/// Leaves the request and, where an engine works on the job and the instance waits, follows for a
/// moment what comes of it, from what was read of the job so far. Tells people and tools; the exit
/// code.
int leave(Follower& job, const Answer& answer, const StoreOptions& at);

}  // namespace headway::cli

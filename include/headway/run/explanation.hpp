// Explanations: why an instance stands as it does.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/run/folders.hpp>

#include <string>
#include <vector>

namespace headway::inline v0 {

/// One reason, a sentence without full stop. A value. Its kind is a word for tools: `edge` (what
/// became of a predecessor, or is awaited of it), `condition`, `slots`, `cap`, `quota`,
/// `cache` (why an earlier result was not used), `person`, `callback`, `time`, `retry`, `attempt`,
/// `graph` (what it has grown), `cancel`, `cause`, `paused`, `soon`.
struct Reason {
  std::string kind{};
  std::string text{};
  std::string instance{};  // the other instance or task it is about
  Instant until{};         // what is awaited comes then at the latest; 0: no such time
};

/// Why an instance waits, ran, was skipped or failed. A value.
struct Explanation {
  std::string instance{};
  InstanceState state = InstanceState::pending;
  Cause cause{};
  std::vector<Reason> reasons{};  // the most telling first
  std::string cache_key{};        // of a cached task: 64 hexadecimal digits
  Values cache_parts{};           // what that was made from, by name; long ones as their digest
};

/// Pure: from the state, the events it is the fold of, and the values that conditions name.
Explanation explain(const JobStatus& status, const std::vector<Event>& events, JobId id,
                    const Folders& folders, InstanceId instance);

/// The failures that fail the job, the first one first: where they happened, deep inside if need
/// be, and none that is allowed, tolerated, or of a compensation.
std::vector<InstanceId> failures(const JobStatus& status);

/// `waits for ada to approve until …: Ship it?`, or `waits for a callback until …`; empty of an
/// instance that waits for no answer.
std::string waits_for(const JobStatus& status, InstanceId instance);

/// The instances that wait for an answer, wherever they are, in the order of graph_order.
std::vector<InstanceId> waiting_for_answers(const JobStatus& status);

}  // namespace headway::inline v0

// Reasons that lie in other instances: predecessors, and what failed first.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/run/explanation.hpp>

#include <string>
#include <vector>

namespace headway::inline v0 {

/// Which edges of a task a question is about.
enum class WhichEdges { open, judged_badly, satisfied };

/// A reason per such edge of the instance; for elements and compensations, of what they stand for.
std::vector<Reason> edge_reasons(const JobStatus& status, InstanceId instance, WhichEdges which);

/// From an instance that was kept from running down to the first failure that did so, an edge each.
std::vector<Reason> chain_to_failure(const JobStatus& status, InstanceId instance);

/// `failed with exit_code(3): no such file`, `skipped`, `running`.
std::string state_words(const InstanceStatus& instance);

}  // namespace headway::inline v0

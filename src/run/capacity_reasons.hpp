// Reasons that lie in what others hold: slots that are not free, and caps that are reached.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/run/explanation.hpp>

#include <vector>

namespace headway::inline v0 {

/// What the instance asks for, or has asked for with its last attempt.
Resources request_of(const JobStatus& status, InstanceId instance);
/// What the sessions of the job hold together.
Resources held_by_all(const JobStatus& status);

/// Why an instance that is ready does not start yet.
std::vector<Reason> capacity_reasons(const JobStatus& status, InstanceId instance);

/// Why an instance without a session, of a capped fan-out, does not begin yet: at most one.
std::vector<Reason> gate_reasons(const JobStatus& status, InstanceId instance);

}  // namespace headway::inline v0

// Reasons that lie in the attempts of an instance: how each ended, and what allowed another.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/run/explanation.hpp>

#include <vector>

namespace headway::inline v0 {

/// A reason per attempt that failed, oldest first; of many, the last ones.
std::vector<Reason> attempt_reasons(const JobStatus& status, const std::vector<Event>& events,
                                    InstanceId instance);

/// Why the last failure was not tried again; nothing where nothing could have been.
std::vector<Reason> end_of_retries(const JobStatus& status, const std::vector<Event>& events,
                                   InstanceId instance);

}  // namespace headway::inline v0

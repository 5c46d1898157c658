// Reasons that lie in the quota of a job's owner.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/run/explanation.hpp>
#include <headway/run/history.hpp>

#include <vector>

namespace headway::inline v0 {

/// Why the configuration of the store lets an instance that is ready not start yet.
std::vector<Reason> quota_reasons(const History& history, JobId id, const JobStatus& status,
                                  InstanceId instance);

}  // namespace headway::inline v0

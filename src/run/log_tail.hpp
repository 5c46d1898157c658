// Reading the end of an attempt's log, and saying in a line why a job failed.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/run/folders.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// Where the log of `instance`'s attempt (0: its last) lies; it may not exist. Throws Error naming
/// the instance when the job has none of that name.
std::string log_path_of(const Folders& folders, const JobStatus& status, JobId job,
                        std::string_view instance, Attempt attempt);

/// The last `limit` bytes of the log of `instance`'s attempt (0: its last); empty when there is
/// none.
std::string log_tail(const Folders& folders, const JobStatus& status, JobId job,
                     std::string_view instance, Attempt attempt, std::size_t limit);

/// `failed: train[rate=0.1] ended with exit_code(3)`, of the first failure that fails the job, with
/// its message; empty when the job succeeded.
std::string describe_failure(const JobStatus& status);

}  // namespace headway::inline v0

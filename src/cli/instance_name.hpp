// Names of instances that a job does not have.
#pragma once

#include "cli/verbs.hpp"

#include <headway/base/error.hpp>
#include <headway/event/job_graphs.hpp>

#include <string>

namespace headway::cli {

/// That the job `job`, as the user calls it, has no instance `name`: with those that may be meant,
/// and where to look them up.
Error no_instance(const JobGraphs& graphs, const std::string& name, const std::string& job,
                  const StoreOptions& at);

}  // namespace headway::cli

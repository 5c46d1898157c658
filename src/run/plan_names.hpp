// The names that given durations may have.
#pragma once

#include <headway/base/source_span.hpp>
#include <headway/event/job_graphs.hpp>

#include <map>
#include <string>

namespace headway::inline v0 {

/// Throws InvalidPipeline for every name that is neither an instance nor a task of the job, with
/// what may have been meant.
void require_names(const std::map<std::string, Spanned<Duration>>& durations,
                   const JobGraphs& graphs);

}  // namespace headway::inline v0

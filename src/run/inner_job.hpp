// Inner jobs: a pipeline inside a pipeline becomes a graph of the job.
#pragma once

#include <headway/event/job_state.hpp>

#include <string>
#include <vector>

namespace headway::inline v0 {

/// How deep jobs may lie inside jobs; a pipeline that starts itself meets it.
inline constexpr std::uint32_t deepest_inner_job = 16;

/// How many inner jobs an instance is inside of.
std::uint32_t inner_depth(const JobStatus& status, InstanceId instance);

/// The graph of the pipeline that `body` names: as it was loaded, or read from its file, or from
/// the file that `from` is. `folder` is where relative paths begin. Throws Error.
GraphAdded inner_job(InstanceId instance, const PipelineBody& body, const Value& from,
                     Values params, const std::string& folder,
                     const std::vector<std::string>& callables);

}  // namespace headway::inline v0

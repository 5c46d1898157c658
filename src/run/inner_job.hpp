// Inner jobs: a pipeline inside a pipeline becomes a graph of the job.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/job/compile.hpp>

#include <string>

namespace headway::inline v0 {

/// How deep jobs may lie inside jobs; a pipeline that starts itself meets it.
inline constexpr std::uint32_t deepest_inner_job = 16;

/// How many inner jobs an instance is inside of.
std::uint32_t inner_depth(const JobStatus& status, InstanceId instance);

/// The graph of the pipeline that `body` names: as it was loaded, or read from its file, or from
/// the file that `from` is. `folder` is where relative paths begin. `options` are all but
/// the params. Throws Error.
GraphAdded inner_job(InstanceId instance, const PipelineBody& body, const Value& from,
                     Values params, const std::string& folder, const CompileOptions& options);

}  // namespace headway::inline v0

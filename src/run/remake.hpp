// Remaking a job from its record: the same text and params give the same job, instance for
// instance.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/job/compile.hpp>
#include <headway/model/callable.hpp>
#include <headway/store/store.hpp>

#include <memory>
#include <vector>

namespace headway::inline v0 {

/// The record of a job. Throws Error when the store has none.
JobRecord record_in(const StoreReader& store, JobId id);

/// The job of a record. `options` are all but the params; without them no callable is needed, and
/// nothing of the machine it will run on.
std::shared_ptr<const PipelineJob> remake(const JobRecord& record, CompileOptions options = {});

/// Throws Error naming a callable that the job calls, or a graph it has grown, and that `callables`
/// lacks.
void require_callables(JobId job, const JobGraphs& graphs, const Callables& callables);

/// Throws InvalidPipeline when a request of the job, or of a pipeline made at run time that is
/// under way, is more than any of `nodes` could ever hold, as compiling it for them would. Without
/// nodes nothing is refused.
void require_capacity(const JobStatus& status, const std::vector<Node>& nodes,
                      const Resources& quota);

}  // namespace headway::inline v0

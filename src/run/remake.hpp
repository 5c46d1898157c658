// Remaking a job from its record: the same text and params give the same job, instance for
// instance.
#pragma once

#include <headway/event/job_graphs.hpp>
#include <headway/job/compile.hpp>
#include <headway/model/callable.hpp>
#include <headway/store/store.hpp>

#include <memory>

namespace headway::inline v0 {

/// The record of a job. Throws Error when the store has none.
JobRecord record_in(const StoreReader& store, JobId id);

/// The job of a record. `options` are all but the params; without them no callable is needed, and
/// nothing of the machine it will run on.
std::shared_ptr<const PipelineJob> remake(const JobRecord& record, CompileOptions options = {});

/// Throws Error naming a callable that the job calls, or a graph it has grown, and that `callables`
/// lacks.
void require_callables(JobId job, const JobGraphs& graphs, const Callables& callables);

}  // namespace headway::inline v0

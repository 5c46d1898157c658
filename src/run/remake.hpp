// Remaking a job from its record: the same text and params give the same job, instance for
// instance.
#pragma once

#include <headway/model/callable.hpp>
#include <headway/store/store.hpp>

#include <memory>

namespace headway::inline v0 {

/// The record of a job. Throws Error when the store has none.
JobRecord record_in(const StoreReader& store, JobId id);

/// The job of a record. Throws Error naming the callables it calls that `callables` lacks.
std::shared_ptr<const PipelineJob> remake(const JobRecord& record, const Callables& callables);

/// The same for reading only: no callable is needed.
std::shared_ptr<const PipelineJob> remake(const JobRecord& record);

}  // namespace headway::inline v0

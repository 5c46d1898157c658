// Records of jobs: what is remembered of a job that is started, here or by request.
#pragma once

#include <headway/job/pipeline_job.hpp>
#include <headway/run/executor.hpp>
#include <headway/store/inbox.hpp>
#include <headway/store/reader.hpp>

#include <string>

namespace headway::inline v0 {

/// All but what its engine adds: id, backend, order, version and time. Callables are not
/// remembered.
JobRecord record_of(const PipelineJob& job, const StartOptions& options);

/// The record of a job that runs the other's pipeline again; as in record_of.
JobRecord record_of_rerun(const JobRecord& earlier, const RerunOptions& options);

/// A request to start a job of that record, under its id.
Request request_for(const JobRecord& record, Instant time);

/// The record in such a request.
JobRecord requested_record(const Request& request);

}  // namespace headway::inline v0

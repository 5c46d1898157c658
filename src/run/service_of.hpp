// How a job is served: the order of its instances, and how long they take.
#pragma once

#include <headway/job/pipeline_job.hpp>
#include <headway/model/node.hpp>
#include <headway/schedule/policy.hpp>
#include <headway/schedule/scheduler.hpp>
#include <headway/store/reader.hpp>

#include <memory>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// For Scheduler::serve. Durations are what earlier jobs took, else estimates: for the order their
/// medians, for what may start where room is kept the longest. No places for `fifo`; `planned`
/// makes a plan, in a tenth of a second or so, and takes its starts for the order. Throws
/// StoreError.
Service service_of(const JobRecord& record, const std::shared_ptr<const PipelineJob>& job,
                   Order order, const std::vector<Node>& nodes, const StoreReader& store);

}  // namespace headway::inline v0

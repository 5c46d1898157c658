// The start order of a job: the places in which its instances are served.
#pragma once

#include <headway/job/pipeline_job.hpp>
#include <headway/model/node.hpp>
#include <headway/schedule/policy.hpp>
#include <headway/store/reader.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace headway::inline v0 {

/// Per instance its place, for Scheduler::serve; none for `fifo`. Durations are what earlier jobs
/// took, else estimates. `planned` makes a plan, in a tenth of a second or so, and takes its starts
/// for the order. Throws StoreError.
std::vector<std::uint32_t> start_order(const std::shared_ptr<const PipelineJob>& job, Order order,
                                       const std::vector<Node>& nodes, const StoreReader& store);

}  // namespace headway::inline v0

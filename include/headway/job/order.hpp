// The tasks and instances of a job in the order of its graph.
#pragma once

#include <headway/job/pipeline_job.hpp>

#include <vector>

namespace headway::inline v0 {

/// Every task, so that every edge goes forward; where the graph leaves the choice, as written.
/// O(E + V log V).
std::vector<TaskId> task_order(const PipelineJob& job);

/// Every instance, each task's together, so that every edge goes forward; where the graph leaves
/// the choice, in the order the tasks were written. O(E + V log V).
std::vector<InstanceId> graph_order(const PipelineJob& job);

}  // namespace headway::inline v0

// The order in which the instances of a job are shown.
#pragma once

#include <headway/event/job_graphs.hpp>

#include <vector>

namespace headway::inline v0 {

/// All instances there are so far: those of each graph in the order of its tasks, what an instance
/// has grown right after it, the end of the job last.
std::vector<InstanceId> graph_order(const JobGraphs& graphs);

}  // namespace headway::inline v0

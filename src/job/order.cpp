// The tasks and instances of a job in the order of its graph.
#include <headway/job/graph.hpp>
#include <headway/job/order.hpp>

#include <cstdint>
#include <utility>

namespace headway::inline v0 {

std::vector<TaskId> task_order(const PipelineJob& job) {
  const auto count = static_cast<std::uint32_t>(job.tasks().size());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
  for (std::uint32_t t = 0; t < count; ++t) {
    for (const JobEdge& edge : job.dependents(TaskId{t})) edges.emplace_back(t, edge.task.value);
  }
  std::vector<TaskId> order;
  for (const std::uint32_t t : topological_order(make_graph(count, edges))) order.push_back({t});
  return order;
}

std::vector<InstanceId> graph_order(const PipelineJob& job) {
  std::vector<InstanceId> order;
  order.reserve(job.instance_count());
  for (const TaskId id : task_order(job)) {
    const JobTask& task = job.task(id);
    for (std::uint32_t i = 0; i < task.count; ++i) order.push_back({task.first.value + i});
  }
  return order;
}

}  // namespace headway::inline v0

// Listing instances depth first.
#include <headway/event/instance_order.hpp>
#include <headway/job/order.hpp>

namespace headway::inline v0 {
namespace {

void add(const JobGraphs& graphs, std::uint32_t index, std::vector<InstanceId>& order) {
  const JobGraph& graph = graphs.at(index);
  for (const InstanceId local : graph_order(*graph.plan)) {
    const InstanceId id = graph.global(local);
    order.push_back(id);
    for (const std::uint32_t inner : graphs.of_owner(id)) add(graphs, inner, order);
  }
}

}  // namespace

std::vector<InstanceId> graph_order(const JobGraphs& graphs) {
  std::vector<InstanceId> order;
  add(graphs, 0, order);
  for (const std::uint32_t index : graphs.of_owner(no_instance)) add(graphs, index, order);
  return order;
}

}  // namespace headway::inline v0

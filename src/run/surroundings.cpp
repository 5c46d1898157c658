// Walking from an instance to what it is inside of.
#include "surroundings.hpp"

#include <utility>

namespace headway::inline v0 {

Surroundings surroundings_of(const JobStatus& status, InstanceId instance) {
  Surroundings found;
  while (instance != no_instance) {
    const JobGraph& graph = status.graphs().of(instance);
    const InstanceId local = graph.local(instance);
    found.matrix.merge(graph.plan->matrix_of(local));
    if (graph.kind == GraphKind::elements && found.item == nullptr) {
      found.item = &(*graph.values->get_if<Value::List>())[local.value];
      found.item_index = local.value;
    }
    if (graph.kind == GraphKind::round && found.round == nullptr) found.round = &graph;
    const bool own_job = graph.kind == GraphKind::pipeline || graph.kind == GraphKind::on_failure ||
                         graph.kind == GraphKind::finally;
    instance = own_job ? no_instance : graph.owner;
  }
  return found;
}

std::vector<InstanceId> instances_of(const JobStatus& status, std::uint32_t graph, TaskId task) {
  const JobGraph& around = status.graphs().at(graph);
  InstanceId first = around.global(around.plan->task(task).first);
  std::uint32_t count = around.plan->task(task).count;
  if (around.plan->task(task).kind == TaskKind::map) {
    count = 0;
    for (const std::uint32_t index : status.graphs().of_owner(first)) {
      const JobGraph& grown = status.graphs().at(index);
      if (grown.kind != GraphKind::elements) continue;
      count = grown.plan->instance_count();
      first = grown.first;
      break;
    }
  }
  std::vector<InstanceId> instances;
  for (std::uint32_t i = 0; i < count; ++i) instances.push_back({first.value + i});
  return instances;
}

namespace {

void add_predecessors(const JobStatus& status, std::uint32_t graph, TaskId task,
                      std::vector<TaskInput>& inputs) {
  const PipelineJob& plan = *status.graphs().at(graph).plan;
  for (const JobEdge& edge : plan.predecessors(task)) {
    const Task& written = plan.written(edge.task);
    inputs.push_back({.task = written.name,
                      .instances = instances_of(status, graph, edge.task),
                      .fan_out = written.matrix.has_value() || written.map.has_value()});
  }
}

}  // namespace

std::vector<TaskInput> inputs_of(const JobStatus& status, InstanceId instance) {
  std::vector<TaskInput> inputs;
  while (instance != no_instance) {
    const std::uint32_t index = status.graphs().index_of(instance);
    const JobGraph& graph = status.graphs().at(index);
    add_predecessors(status, index, graph.task_of(instance), inputs);
    const bool first_of_round = graph.kind == GraphKind::round && inputs.empty();
    if (!graph.stands_for_owner() && !first_of_round) break;
    instance = graph.owner;
    if (graph.kind == GraphKind::compensation) {
      inputs.push_back({status.graphs().written(instance).name, {instance}});
    }
  }
  return inputs;
}

}  // namespace headway::inline v0

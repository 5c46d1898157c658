// Reasons that lie in what others hold: slots that are not free, and caps that are reached.
#include "capacity_reasons.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <optional>
#include <string>

namespace headway::inline v0 {

namespace {

bool in_session(const InstanceStatus& instance) {
  const bool at_work =
      instance.state == InstanceState::running || instance.state == InstanceState::starting;
  return at_work && !instance.handle.empty();
}

/// How many of a graph, or of one task of it, are in sessions.
std::uint32_t in_sessions(const JobStatus& status, const JobGraph& graph,
                          std::optional<TaskId> of) {
  std::uint32_t count = 0;
  for (std::uint32_t i = graph.first.value; i < graph.end(); ++i) {
    if (of && graph.task_of({i}) != *of) continue;
    if (in_session(status.instance({i}))) ++count;
  }
  return count;
}

}  // namespace

Resources request_of(const JobStatus& status, InstanceId instance) {
  if (const auto& changed = status.instance(instance).request) return *changed;
  const JobGraph& graph = status.graphs().of(instance);
  const JobTask& task = graph.task(instance);
  Resources request;
  if (!task.has_session() || task.shape.value >= graph.plan->shapes().size()) return request;
  for (const auto& [slot, amount] : graph.plan->demand(task.shape)) {
    request.set(graph.plan->slots()[slot.value], {amount});
  }
  return request;
}

Resources held_by_all(const JobStatus& status) {
  Resources held;
  for (std::uint32_t i = 0; i < status.instances().size(); ++i) {
    if (!in_session(status.instance({i}))) continue;
    for (const auto& [slot, quantity] : request_of(status, {i})) {
      held.set(slot, Quantity{held.of(slot).raw + quantity.raw});
    }
  }
  return held;
}

std::vector<Reason> capacity_reasons(const JobStatus& status, InstanceId instance) {
  std::vector<Reason> reasons;
  if (const Resources wanted = request_of(status, instance); !wanted.empty()) {
    const Resources held = held_by_all(status);
    const std::string others =
        held.empty() ? "this job holds nothing now" : "this job holds " + to_string(held);
    reasons.push_back(
        {.kind = "slots", .text = "waits for " + to_string(wanted) + " to be free; " + others});
  }
  const JobGraph& graph = status.graphs().of(instance);
  const std::uint32_t cap = graph.task(instance).max_parallel;
  if (cap > 0 && in_sessions(status, graph, graph.task_of(instance)) >= cap) {
    const std::string& task = status.graphs().written(instance).name;
    reasons.push_back(
        {.kind = "cap", .text = fmt::format("at most {} of {} run at once", cap, task)});
  }
  const std::uint32_t whole = graph.plan->max_parallel();
  if (whole > 0 && in_sessions(status, graph, {}) >= whole) {
    reasons.push_back(
        {.kind = "cap", .text = fmt::format("at most {} of the pipeline run at once", whole)});
  }
  return reasons;
}

std::vector<Reason> gate_reasons(const JobStatus& status, InstanceId instance) {
  const JobGraph& graph = status.graphs().of(instance);
  const JobTask& plan = graph.task(instance);
  if (plan.max_parallel == 0 || plan.has_session()) return {};
  std::uint32_t under_way = 0;
  for (std::uint32_t i = 0; i < plan.count; ++i) {
    const InstanceState other = status.instance(graph.global({plan.first.value + i})).state;
    if (other != InstanceState::pending && !is_terminal(other)) ++under_way;
  }
  if (under_way < plan.max_parallel) return {};
  return {{.kind = "cap",
           .text = fmt::format("at most {} of {} are under way at once", plan.max_parallel,
                               status.graphs().written(instance).name)}};
}

}  // namespace headway::inline v0

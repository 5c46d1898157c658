// Reasons that lie in other instances.
#include "edge_reasons.hpp"

#include <fmt/core.h>

#include <utility>

namespace headway::inline v0 {

namespace {

/// A task of a graph, and how its instances stand.
struct Predecessor {
  std::string name{};
  std::uint32_t count = 0;
  std::uint32_t ended = 0;
  InstanceId telling{};  // the one to speak of: the worst, or the first that goes on
};

/// The worse, the more telling.
int weight(InstanceState state) {
  switch (state) {
    case InstanceState::cancelled: return 4;
    case InstanceState::failed: return 3;
    case InstanceState::upstream_failed: return 2;
    case InstanceState::skipped: return 1;
    default: return 0;
  }
}

/// `prepare`, or `train` for all of `train[rate=0.1]` …, with what it is inside of before it.
std::string task_name(const JobStatus& status, const JobGraph& graph, TaskId task) {
  const InstanceId first = graph.plan->task(task).first;
  std::string name = status.name(graph.global(first));
  name.resize(name.size() - graph.plan->instance_name(first).size());
  return name + graph.plan->written(task).name;
}

Predecessor predecessor_of(const JobStatus& status, const JobGraph& graph, TaskId task) {
  const JobTask& plan = graph.plan->task(task);
  Predecessor source{.count = plan.count, .telling = graph.global(plan.first)};
  if (plan.count == 0) {
    source.name = graph.plan->written(task).name;
    return source;
  }
  source.name = task_name(status, graph, task);
  for (std::uint32_t i = plan.first.value; i < plan.first.value + plan.count; ++i) {
    const InstanceId id = graph.global({i});
    const InstanceState state = status.instance(id).state;
    if (!is_terminal(state)) continue;
    ++source.ended;
    if (weight(state) > weight(status.instance(source.telling).state)) source.telling = id;
  }
  return source;
}

std::string condition_words(EdgeCondition condition) {
  return condition == EdgeCondition::succeeded
             ? std::string()
             : fmt::format(" (this waits for it to have {})",
                           condition == EdgeCondition::failed ? "failed" : to_string(condition));
}

Reason open_edge(const JobStatus& status, const Predecessor& source, EdgeCondition condition) {
  std::string text = source.count > 1 ? fmt::format("waits for {}: {} of {} have ended",
                                                    source.name, source.ended, source.count)
                                      : fmt::format("waits for {}, which is {}", source.name,
                                                    state_words(status.instance(source.telling)));
  return {.kind = "edge",
          .text = std::move(text) + condition_words(condition),
          .instance = source.name};
}

Reason judged_edge(const JobStatus& status, const Predecessor& source, EdgeCondition condition) {
  const std::string name = source.count > 1 ? status.name(source.telling) : source.name;
  const std::string how =
      source.count == 0 ? "has no elements" : state_words(status.instance(source.telling));
  const std::string asked = condition == EdgeCondition::succeeded
                                ? std::string()
                                : fmt::format(", and the edge asks for `{}`", to_string(condition));
  return {.kind = "edge", .text = name + ' ' + how + asked, .instance = name};
}

/// The instance whose edges count: elements and compensations stand for their owner.
InstanceId with_edges(const JobStatus& status, InstanceId instance) {
  while (status.graphs().of(instance).stands_for_owner()) {
    instance = status.graphs().of(instance).owner;
  }
  return instance;
}

}  // namespace

std::string state_words(const InstanceStatus& instance) {
  std::string words(to_string(instance.state));
  if (instance.state != InstanceState::failed) return words;
  words += " with " + to_string(instance.cause);
  return instance.message.empty() ? words : words + ": " + instance.message;
}

std::vector<Reason> edge_reasons(const JobStatus& status, InstanceId instance, WhichEdges which) {
  const InstanceId id = with_edges(status, instance);
  const std::uint32_t index = status.graphs().index_of(id);
  const JobGraph& graph = status.graphs().at(index);
  std::vector<Reason> reasons;
  for (const JobEdge& edge : graph.plan->predecessors(graph.task_of(id))) {
    const Predecessor source = predecessor_of(status, graph, edge.task);
    if (source.ended < source.count) {
      if (which == WhichEdges::open) reasons.push_back(open_edge(status, source, edge.condition));
      continue;
    }
    const Verdict verdict =
        judge(edge.condition, status.task_state(index, edge.task), graph.plan->task(edge.task));
    const bool wanted = verdict == Verdict::start ? which == WhichEdges::satisfied
                                                  : which == WhichEdges::judged_badly;
    if (wanted) reasons.push_back(judged_edge(status, source, edge.condition));
  }
  return reasons;
}

std::vector<Reason> chain_to_failure(const JobStatus& status, InstanceId instance) {
  constexpr std::size_t longest = 1000;  // edges
  std::vector<Reason> chain;
  for (InstanceId at = instance; chain.size() < longest;) {
    auto edges = edge_reasons(status, at, WhichEdges::judged_badly);
    if (edges.empty()) return chain;
    std::optional<InstanceId> next;
    for (Reason& edge : edges) {  // the one that failed, or was itself kept from running
      const auto id = status.graphs().find(edge.instance);
      const bool culprit = id && weight(status.instance(*id).state) > 1;
      if (!culprit) continue;
      next = id;
      chain.push_back(std::move(edge));
      break;
    }
    if (!next || status.instance(*next).state != InstanceState::upstream_failed) return chain;
    at = *next;
  }
  return chain;
}

}  // namespace headway::inline v0

// The graphs of a job: its own tasks, and what instances of them have grown.
#pragma once

#include <headway/event/event.hpp>
#include <headway/event/frontier.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// One graph of a job. Its instances are consecutive in the job, from `first`.
struct JobGraph {
  std::shared_ptr<const PipelineJob> plan{};
  GraphKind kind = GraphKind::tasks;
  InstanceId first{};
  InstanceId owner = no_instance;
  std::uint32_t enclosing = 0;  // index of the graph that the owner is in; of the first: itself
  std::uint32_t number = 0;     // of a round
  std::shared_ptr<const Value> values{};  // as in GraphAdded

  [[nodiscard]] InstanceId local(InstanceId id) const { return {id.value - first.value}; }
  [[nodiscard]] InstanceId global(InstanceId local) const { return {local.value + first.value}; }
  [[nodiscard]] TaskId task_of(InstanceId id) const { return plan->task_of(local(id)); }
  [[nodiscard]] const JobTask& task(InstanceId id) const { return plan->task(task_of(id)); }
  [[nodiscard]] std::uint32_t end() const { return first.value + plan->instance_count(); }
  /// Whether expressions in it see the tasks and inputs of the graph it is in: an element or a
  /// compensation stands for its owner.
  [[nodiscard]] bool stands_for_owner() const {
    return kind == GraphKind::elements || kind == GraphKind::compensation;
  }
};

/// Grows by GraphAdded facts, always in the same way, whoever applies them. A value.
class JobGraphs {
 public:
  explicit JobGraphs(std::shared_ptr<const PipelineJob> job);

  /// The index of the graph that the fact adds. Precondition: it was not added before.
  std::uint32_t add(const GraphAdded& fact);
  /// Whether the fact was applied before: an owner has one graph of a kind and number.
  [[nodiscard]] bool has(const GraphAdded& fact) const;

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(graphs_.size()); }
  [[nodiscard]] const JobGraph& at(std::uint32_t index) const { return graphs_[index]; }
  [[nodiscard]] std::uint32_t instance_count() const { return graphs_.back().end(); }

  /// The graph an instance is in. O(log graphs).
  [[nodiscard]] std::uint32_t index_of(InstanceId id) const;
  [[nodiscard]] const JobGraph& of(InstanceId id) const { return graphs_[index_of(id)]; }
  [[nodiscard]] const JobTask& task(InstanceId id) const { return of(id).task(id); }
  /// The task as written, and its settings with the defaults merged in.
  [[nodiscard]] const Task& written(InstanceId id) const;
  [[nodiscard]] const SessionSettings& settings(InstanceId id) const;

  /// The graphs that belong to an instance, oldest first; to `no_instance`: those of the job.
  [[nodiscard]] std::vector<std::uint32_t> of_owner(InstanceId owner) const;

  /// `train[rate=0.1]`, `score[17]`, `tune#2.step`, `deploy/upload`, `deploy.compensate`.
  [[nodiscard]] std::string name(InstanceId id) const;
  /// The inverse. Nothing when no instance there is so far has the name.
  [[nodiscard]] std::optional<InstanceId> find(std::string_view name) const;

 private:
  [[nodiscard]] std::shared_ptr<const PipelineJob> plan_for(const GraphAdded& fact) const;
  [[nodiscard]] std::optional<InstanceId> find_in(const JobGraph& graph,
                                                  std::string_view name) const;
  [[nodiscard]] std::optional<InstanceId> find_under(InstanceId owner, std::string_view rest) const;

  std::vector<JobGraph> graphs_;  // in the order of their instances
  std::multimap<InstanceId, std::uint32_t> owned_;
};

// ---------------------------------------------------------------------------------------------

inline JobGraphs::JobGraphs(std::shared_ptr<const PipelineJob> job) {
  graphs_.push_back({.plan = std::move(job)});
}

inline std::uint32_t JobGraphs::add(const GraphAdded& fact) {
  const std::uint32_t index = size();
  graphs_.push_back({.plan = plan_for(fact),
                     .kind = fact.kind,
                     .first = {instance_count()},
                     .owner = fact.instance,
                     .enclosing = fact.instance == no_instance ? 0 : index_of(fact.instance),
                     .number = fact.number,
                     .values = fact.values});
  owned_.emplace(fact.instance, index);
  return index;
}

namespace detail {
/// The graph whose end `on_failure` and `finally` of `owner` follow: of an inner job, or the first.
inline const PipelineJob& closed_by(const JobGraphs& graphs, InstanceId owner) {
  const PipelineJob* closed = graphs.at(0).plan.get();
  for (const std::uint32_t index : graphs.of_owner(owner)) {
    if (graphs.at(index).kind == GraphKind::pipeline) closed = graphs.at(index).plan.get();
  }
  return *closed;
}

inline std::uint32_t size_of(const std::shared_ptr<const Value>& list) {
  const auto* items = list ? list->get_if<Value::List>() : nullptr;
  return items == nullptr ? 0 : static_cast<std::uint32_t>(items->size());
}

/// A number of digits only, as in `[17]` and `#2`.
inline std::optional<std::uint32_t> parse_index(std::string_view text) {
  if (text.empty() || text.size() > 9 || (text.size() > 1 && text[0] == '0')) return {};
  std::uint32_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return {};
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return number;
}
}  // namespace detail

inline std::shared_ptr<const PipelineJob> JobGraphs::plan_for(const GraphAdded& fact) const {
  if (fact.graph) return fact.graph;
  if (fact.kind == GraphKind::on_failure) {
    return detail::closed_by(*this, fact.instance).on_failure();
  }
  if (fact.kind == GraphKind::finally) return detail::closed_by(*this, fact.instance).finally();
  const JobGraph& around = of(fact.instance);
  const InnerPlan& inner = around.plan->inner(around.task_of(fact.instance));
  if (fact.kind == GraphKind::compensation) return inner.compensation;
  if (fact.kind == GraphKind::elements) return inner.graph->widened(detail::size_of(fact.values));
  return inner.graph;
}

inline bool JobGraphs::has(const GraphAdded& fact) const {
  const auto [begin, end] = owned_.equal_range(fact.instance);
  for (auto at = begin; at != end; ++at) {
    const JobGraph& graph = graphs_[at->second];
    if (graph.kind == fact.kind && graph.number == fact.number) return true;
  }
  return false;
}

inline std::uint32_t JobGraphs::index_of(InstanceId id) const {
  std::uint32_t low = 0;
  std::uint32_t high = size();
  while (high - low > 1) {  // graphs without instances are passed over: ends grow strictly else
    const std::uint32_t middle = low + (high - low) / 2;
    (graphs_[middle].first.value <= id.value ? low : high) = middle;
  }
  return low;
}

inline const Task& JobGraphs::written(InstanceId id) const {
  const JobGraph& graph = of(id);
  return graph.plan->written(graph.task_of(id));
}

inline const SessionSettings& JobGraphs::settings(InstanceId id) const {
  const JobGraph& graph = of(id);
  return graph.plan->settings(graph.task_of(id));
}

inline std::vector<std::uint32_t> JobGraphs::of_owner(InstanceId owner) const {
  std::vector<std::uint32_t> indices;
  const auto [begin, end] = owned_.equal_range(owner);
  for (auto at = begin; at != end; ++at) indices.push_back(at->second);
  return indices;
}

inline std::string JobGraphs::name(InstanceId id) const {
  const JobGraph& graph = of(id);
  std::string local = graph.plan->instance_name(graph.local(id));
  if (graph.owner == no_instance) return local;
  const std::string owner = name(graph.owner);
  switch (graph.kind) {
    case GraphKind::elements: return owner + '[' + std::to_string(graph.local(id).value) + ']';
    case GraphKind::round: return owner + '#' + std::to_string(graph.number) + '.' + local;
    case GraphKind::compensation: return owner + ".compensate";
    default: return owner + '/' + local;
  }
}

inline std::optional<InstanceId> JobGraphs::find(std::string_view name) const {
  if (const auto found = find_in(graphs_.front(), name)) return found;
  for (const std::uint32_t index : of_owner(no_instance)) {
    if (const auto found = find_in(graphs_[index], name)) return found;
  }
  return {};
}

/// Matrix values may hold any character, so that every beginning of the name may be an owner's.
inline std::optional<InstanceId> JobGraphs::find_in(const JobGraph& graph,
                                                    std::string_view name) const {
  if (const auto local = graph.plan->find_instance(name)) return graph.global(*local);
  for (std::size_t cut = 1; cut < name.size(); ++cut) {
    if (std::string_view("[#/.").find(name[cut]) == std::string_view::npos) continue;
    const auto owner = graph.plan->find_instance(name.substr(0, cut));
    if (!owner) continue;
    if (const auto found = find_under(graph.global(*owner), name.substr(cut))) return found;
  }
  return {};
}

inline std::optional<InstanceId> JobGraphs::find_under(InstanceId owner,
                                                       std::string_view rest) const {
  if (rest.empty()) return owner;
  for (const std::uint32_t index : of_owner(owner)) {
    const JobGraph& graph = graphs_[index];
    std::optional<InstanceId> found;
    if (graph.kind == GraphKind::elements) {
      const auto close = rest.find(']');
      if (rest[0] != '[' || close == std::string_view::npos) continue;
      const auto element = detail::parse_index(rest.substr(1, close - 1));
      if (!element || *element >= graph.plan->instance_count()) continue;
      found = find_under(graph.global({*element}), rest.substr(close + 1));
    } else if (graph.kind == GraphKind::round) {
      const std::string begin = '#' + std::to_string(graph.number) + '.';
      if (rest.starts_with(begin)) found = find_in(graph, rest.substr(begin.size()));
    } else if (graph.kind == GraphKind::compensation) {
      if (rest == ".compensate") found = graph.first;
    } else if (rest[0] == '/') {
      found = find_in(graph, rest.substr(1));
    }
    if (found) return found;
  }
  return {};
}

}  // namespace headway::inline v0

// From the graphs of a job to activities, their order, their demands and caps.
#include "job_activities.hpp"

#include "activity_demands.hpp"

#include <headway/base/invalid_pipeline.hpp>

#include <algorithm>
#include <limits>
#include <utility>
#include <variant>

namespace headway::inline v0 {

namespace {

constexpr std::uint32_t nothing = 0xFFFFFFFF;

bool runs(InstanceState state) {
  return state == InstanceState::starting || state == InstanceState::running ||
         state == InstanceState::unknown;
}

class ActivityGraph {
 public:
  ActivityGraph(const JobStatus& job, Instant now, ExpectedDurations& durations,
                ActivityDemands& demands, JobActivities& into)
      : job_(job), now_(now), durations_(durations), demands_(demands), into_(into) {}

  void build() {
    begins_.resize(job_.instances().size(), nothing);
    ends_.resize(job_.instances().size(), nothing);
    for (std::uint32_t g = 0; g < graphs().size(); ++g) add_instances(g);
    for (std::uint32_t g = 0; g < graphs().size(); ++g) add_edges(g);
    join_graphs();
    write_rows();
  }

 private:
  [[nodiscard]] const JobGraphs& graphs() const { return job_.graphs(); }
  void edge(std::uint32_t from, std::uint32_t to) {
    if (from != nothing && to != nothing) edges_.emplace_back(from, to);
  }

  std::uint32_t add(InstanceId instance, std::span<const Duration> spans, Duration duration) {
    into_.instances.push_back(instance);
    into_.spans.push_back(spans);
    into_.elapsed.emplace_back();
    into_.parts.durations.push_back(duration.us);
    into_.parts.releases.push_back(0);
    into_.parts.priorities.push_back(0);
    demands_.add_none();
    return static_cast<std::uint32_t>(into_.instances.size() - 1);
  }
  std::uint32_t add_milestone(InstanceId instance = no_instance) { return add(instance, {}, {}); }

  void add_instances(std::uint32_t g) {
    const JobGraph& graph = graphs().at(g);
    for (std::uint32_t i = graph.first.value; i < graph.end(); ++i) {
      if (is_terminal(job_.instance({i}).state)) continue;
      if (graphs().of_owner({i}).empty()) {
        begins_[i] = ends_[i] = add_instance(g, {i});
      } else {
        begins_[i] = add_milestone({i});
        ends_[i] = add_milestone({i});
      }
    }
  }

  std::uint32_t add_instance(std::uint32_t g, InstanceId id) {
    const InstanceStatus& status = job_.instance(id);
    const JobTask& task = graphs().at(g).task(id);
    const auto spans = durations_.of(job_, id);
    const bool under_way = runs(status.state) || status.state == InstanceState::waiting;
    const Duration elapsed = under_way ? now_ - status.started : Duration{};
    const std::uint32_t activity = add(id, spans, time_left(median(spans), elapsed));
    into_.elapsed.back() = elapsed;
    into_.parts.priorities.back() =
        runs(status.state) ? std::numeric_limits<std::int32_t>::max() : task.priority;
    const bool sleeps = status.state == InstanceState::waiting &&
                        std::holds_alternative<WaitBody>(graphs().written(id).body);
    if (sleeps) into_.parts.durations.back() = 0;
    const bool later = sleeps || status.state == InstanceState::retrying;
    if (later && status.until > now_) into_.parts.releases.back() = (status.until - now_).us;
    if (sleeps) into_.spans.back() = {};
    if (task.has_session() && status.state != InstanceState::waiting) demands_.set(g, id);
    return activity;
  }

  /// The activity with which the whole task has ended.
  std::uint32_t end_of(const JobGraph& graph, TaskId id) {
    const JobTask& task = graph.plan->task(id);
    const std::uint32_t first = graph.first.value + task.first.value;
    if (task.count == 1) return ends_[first];
    std::uint32_t end = nothing;
    for (std::uint32_t i = first; i < first + task.count; ++i) {
      if (ends_[i] == nothing) continue;
      if (end == nothing) end = add_milestone();
      edge(ends_[i], end);
    }
    return end;
  }

  void add_edges(std::uint32_t g) {
    const JobGraph& graph = graphs().at(g);
    gates_.push_back(add_milestone());
    graph_ends_.push_back(add_milestone());
    edge(gates_[g], graph_ends_[g]);
    for (std::uint32_t t = 0; t < graph.plan->tasks().size(); ++t) {
      const std::uint32_t end = end_of(graph, {t});
      for (const JobEdge& dependent : graph.plan->dependents({t})) {
        lead_to(graph, end, dependent.task);
      }
      if (graph.plan->dependents({t}).empty()) edge(end, graph_ends_[g]);
      if (graph.plan->predecessors({t}).empty()) lead_to(graph, gates_[g], {t});
    }
  }

  /// What runs has begun, whatever its edges say now; an owner is said to run as soon as it grows.
  void lead_to(const JobGraph& graph, std::uint32_t from, TaskId target) {
    const JobTask& task = graph.plan->task(target);
    const std::uint32_t first = graph.first.value + task.first.value;
    for (std::uint32_t i = first; i < first + task.count; ++i) {
      const bool begun = begins_[i] == ends_[i] && runs(job_.instance({i}).state);
      if (!begun) edge(from, begins_[i]);
    }
  }

  /// A graph begins when its owner does, a round after the one before, `finally` after its job.
  void join_graphs() {
    for (std::uint32_t g = 1; g < graphs().size(); ++g) {
      const JobGraph& graph = graphs().at(g);
      const std::uint32_t before = graph_before(g);
      if (before != nothing) {
        edge(graph.kind == GraphKind::round ? pause_after(before) : graph_ends_[before], gates_[g]);
      } else if (graph.owner != no_instance) {
        edge(begins_[graph.owner.value], gates_[g]);
      }
      if (graph.owner != no_instance) edge(graph_ends_[g], ends_[graph.owner.value]);
    }
  }

  [[nodiscard]] std::uint32_t graph_before(std::uint32_t g) const {
    const JobGraph& graph = graphs().at(g);
    if (graph.kind == GraphKind::finally && graph.owner == no_instance) return 0;
    if (graph.kind != GraphKind::finally && graph.number == 0) return nothing;
    std::uint32_t before = nothing;
    for (const std::uint32_t other : graphs().of_owner(graph.owner)) {
      if (other == g) return before;
      before = other;
    }
    return before;
  }

  std::uint32_t pause_after(std::uint32_t g) {
    const auto* body = std::get_if<RepeatBody>(&graphs().written(graphs().at(g).owner).body);
    if (body == nullptr || body->delay.us == 0) return graph_ends_[g];
    const std::uint32_t pause = add(no_instance, {}, body->delay);
    edge(graph_ends_[g], pause);
    return pause;
  }

  void write_rows() {
    auto& rows = into_.parts.successor_rows;
    rows.assign(into_.instances.size() + 1, 0);
    for (const auto& [from, to] : edges_) ++rows[from + 1];
    for (std::size_t i = 1; i < rows.size(); ++i) rows[i] += rows[i - 1];
    into_.parts.successors.resize(edges_.size());
    auto next = rows;
    for (const auto& [from, to] : edges_) into_.parts.successors[next[from]++] = to;
  }

  const JobStatus& job_;
  Instant now_;
  ExpectedDurations& durations_;
  ActivityDemands& demands_;
  JobActivities& into_;
  std::vector<std::uint32_t> begins_;  // per instance; `nothing`: it has ended
  std::vector<std::uint32_t> ends_;
  std::vector<std::uint32_t> gates_;  // per graph
  std::vector<std::uint32_t> graph_ends_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> edges_;
};

/// All arithmetic of a planner is in 64 bits.
void require_sums(const JobActivities& activities) {
  constexpr std::int64_t most = std::int64_t{1} << 61U;  // microseconds
  std::int64_t left = most;
  for (std::size_t a = 0; a < activities.spans.size(); ++a) {
    std::int64_t longest = activities.parts.durations[a];
    for (const Duration span : activities.spans[a]) longest = std::max(longest, span.us);
    left -= std::min(left, longest);
  }
  if (left > 0) return;
  Diagnostics found;
  found.add({.code = "out-of-range",
             .message = "the durations add up to more than 70,000 years",
             .notes = {"give shorter ones with --durations, or shorter estimates"}});
  throw InvalidPipeline(std::move(found));
}

}  // namespace

Duration time_left(Duration expected, Duration elapsed) {
  return elapsed < expected ? expected - elapsed : Duration{elapsed.us / 4};
}

JobActivities activities_of(const JobStatus& job, const std::vector<Node>& nodes, Instant now,
                            ExpectedDurations& durations) {
  JobActivities activities;
  ActivityDemands demands(job, nodes);
  ActivityGraph(job, now, durations, demands, activities).build();
  require_sums(activities);
  demands.write(activities.parts);
  return activities;
}

}  // namespace headway::inline v0

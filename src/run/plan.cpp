// From a pipeline to a plan of its job.
#include "expected_growth.hpp"
#include "job_activities.hpp"
#include "plan_names.hpp"
#include "sampled_end.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/event/instance_order.hpp>
#include <headway/job/compile.hpp>
#include <headway/run/plan.hpp>
#include <headway/schedule/plan/cluster_planner.hpp>
#include <headway/session/inventory.hpp>

#include <algorithm>
#include <utility>

namespace headway::inline v0 {

namespace {

constexpr std::uint32_t no_activity = 0xFFFFFFFF;

/// The longest chain of activities, by durations alone.
std::vector<std::uint32_t> longest_chain(const PlanningModel& graph) {
  const auto is_critical = [&](std::uint32_t a) {
    return graph.heads()[a] + graph.duration(a) + graph.tails()[a] == graph.critical_path();
  };
  const auto next_of = [&](std::span<const std::uint32_t> among, std::int64_t head) {
    const auto found = std::find_if(among.begin(), among.end(), [&](std::uint32_t a) {
      return graph.heads()[a] == head && is_critical(a);
    });
    return found == among.end() ? no_activity : *found;
  };
  std::vector<std::uint32_t> chain;
  std::uint32_t at = next_of(graph.topological_order(), 0);
  while (at != no_activity) {
    chain.push_back(at);
    at = next_of(graph.successors(at), graph.heads()[at] + graph.duration(at));
  }
  return chain;
}

/// What a schedule of activities says of instances.
class PlanWriter {
 public:
  PlanWriter(const JobStatus& job, const JobActivities& activities, const ClusterModel& model,
             const ClusterSchedule& schedule, JobPlan& into)
      : job_(job), activities_(activities), model_(model), schedule_(schedule), into_(into) {}

  void write() {
    into_.makespan = {schedule_.makespan};
    into_.lower_bound = {schedule_.lower_bound};
    into_.schedules_evaluated = schedule_.schedules_evaluated;
    std::vector<std::uint32_t> firsts(job_.instances().size(), no_activity);
    std::vector<std::uint32_t> lasts(job_.instances().size(), no_activity);
    for (std::uint32_t a = 0; a < activities_.instances.size(); ++a) {
      const InstanceId id = activities_.instances[a];
      if (id == no_instance) continue;
      if (firsts[id.value] == no_activity) firsts[id.value] = a;
      lasts[id.value] = a;
    }
    mark_critical();
    for (const InstanceId id : graph_order(job_.graphs())) {
      if (firsts[id.value] != no_activity) add(id, firsts[id.value], lasts[id.value]);
    }
  }

 private:
  void mark_critical() {
    critical_.resize(activities_.instances.size());
    InstanceId last = no_instance;
    for (const std::uint32_t a : longest_chain(model_.graph())) {
      critical_[a] = true;
      const InstanceId id = activities_.instances[a];
      const bool takes_time = model_.duration(a) > 0;
      if (id == no_instance || id == last || !takes_time) continue;
      into_.critical_path.push_back(job_.name(id));
      last = id;
    }
  }

  void add(InstanceId id, std::uint32_t first, std::uint32_t last) {
    PlannedInstance planned{.id = job_.name(id), .task = job_.graphs().written(id).name};
    planned.start = {schedule_.starts[first]};
    planned.end = {schedule_.starts[last] + model_.duration(last)};
    planned.critical = critical_[first] && critical_[last] && planned.end > planned.start;
    const JobGraph& graph = job_.graphs().of(id);
    if (graph.task(id).has_session()) place(planned, graph, id, first);
    into_.instances.push_back(std::move(planned));
  }

  void place(PlannedInstance& planned, const JobGraph& graph, InstanceId id, std::uint32_t a) {
    const std::uint32_t node = schedule_.nodes[a];
    planned.node = into_.nodes[node].name;
    for (const auto& [slot, amount] : graph.plan->demand(graph.task(id).shape)) {
      planned.request.set(graph.plan->slots()[slot.value], {amount});
    }
    const auto share = static_cast<std::uint16_t>(model_.device_demand(a).share());
    for (std::uint16_t device = 0; device < 64; ++device) {
      if ((schedule_.devices[a] >> device & 1U) != 0) planned.gpus.push_back({device, share});
    }
  }

  const JobStatus& job_;
  const JobActivities& activities_;
  const ClusterModel& model_;
  const ClusterSchedule& schedule_;
  JobPlan& into_;
  std::vector<bool> critical_;
};

/// A pass takes about 100 ns an activity, and more on many nodes.
std::uint64_t affordable_schedules(const ClusterModel& model) {
  constexpr std::uint64_t passes_of_activities = 5'000'000;
  return std::clamp<std::uint64_t>(passes_of_activities / (model.size() + 1), 10, 5'000);
}

ClusterSchedule scheduled(const ClusterModel& model, const PlanOptions& options) {
  PlannerOptions planner = options.planner;
  if (planner.schedules == 0) planner.schedules = affordable_schedules(model);
  if (options.policy == Order::planned) return plan(model, planner);
  ClusterSchedule schedule = one_pass(model, options.policy);
  schedule.lower_bound = makespan_lower_bound(model);
  schedule.schedules_evaluated = 1;
  return schedule;
}

JobPlan planned(const std::shared_ptr<const PipelineJob>& job, const PlanOptions& options) {
  const Folders folders({});
  const JobStatus expected = with_expected_growth(
      JobStatus(job), {.folders = folders, .nodes = options.nodes, .history = options.history});
  require_names(options.durations, expected.graphs());
  ExpectedDurations durations(options.durations, options.history);
  JobActivities activities = activities_of(expected, options.nodes, {}, durations);
  JobPlan made{.pipeline = job->name(),
               .policy = options.policy,
               .nodes = options.nodes,
               .guessed = durations.guessed()};
  if (!options.history.empty()) made.eta = sampled_end(activities);
  const ClusterModel model(std::move(activities.parts));
  PlanWriter(expected, activities, model, scheduled(model, options), made).write();
  return made;
}

std::shared_ptr<const PipelineJob> compiled(const Pipeline& pipeline, const PlanOptions& options) {
  return compile(pipeline, {.params = options.params, .nodes = options.nodes});
}

PlanOptions on_nodes(PlanOptions options) {
  if (options.nodes.empty()) options.nodes = {inventory()};
  return options;
}

std::optional<JobPlan> plan_if_it_fits(const Pipeline& pipeline, const PlanOptions& options) {
  try {
    return planned(compiled(pipeline, options), options);
  } catch (const InvalidPipeline& invalid) {
    for (const Diagnostic& found : invalid.diagnostics()) {
      if (found.code != "too-large-request" && found.code != "unknown-slot") throw;
    }
    return {};
  }
}

}  // namespace

JobPlan plan(const Pipeline& pipeline, const PlanOptions& options) {
  const PlanOptions here = on_nodes(options);
  return planned(compiled(pipeline, here), here);
}

std::vector<WhatIf> what_if(const Pipeline& pipeline, const PlanOptions& options,
                            std::string_view slot, Quantity first, Quantity last,
                            Quantity increment) {
  PlanOptions changed = on_nodes(options);
  compile(pipeline, {.params = changed.params});  // what is wrong at any capacity
  std::vector<WhatIf> points;
  for (Quantity capacity = first; capacity <= last; capacity.raw += increment.raw) {
    for (Node& node : changed.nodes) {
      node.resources.set(slot, capacity);
      node.gpus.clear();
    }
    WhatIf point{capacity, plan_if_it_fits(pipeline, changed)};
    const auto& before = points.empty() ? point.plan : points.back().plan;
    if (point.plan && before && before->makespan < point.plan->makespan) point.plan = before;
    points.push_back(std::move(point));
    if (last.raw - capacity.raw < increment.raw) break;
  }
  return points;
}

std::optional<Eta> eta(const JobStatus& job, JobId id, const TaskHistory& history,
                       const std::vector<Node>& nodes, Instant now) {
  if (is_terminal(job.state())) return {};
  const Folders folders({});
  const JobStatus expected = with_expected_growth(
      job, {.id = id, .folders = folders, .now = now, .nodes = nodes, .history = history});
  const std::map<std::string, Spanned<Duration>> nothing_given;
  ExpectedDurations durations(nothing_given, history);
  try {
    const JobActivities left = activities_of(expected, nodes, now, durations);
    if (durations.guessed() > 0 && history.empty()) return {};
    return sampled_end(left);
  } catch (const Error&) {
    return {};  // it fits on no node any more: it has no end
  }
}

}  // namespace headway::inline v0

// How a job is served: which of its instances come first, and how long they take.
#include "service_of.hpp"

#include "expected_durations.hpp"
#include "expected_growth.hpp"
#include "job_activities.hpp"

#include <headway/base/error.hpp>
#include <headway/run/task_history.hpp>
#include <headway/schedule/plan/cluster_planner.hpp>
#include <headway/schedule/rank.hpp>

#include <algorithm>
#include <numeric>
#include <utility>

namespace headway::inline v0 {

namespace {

std::vector<std::uint32_t> by_rank(const PipelineJob& job, const JobStatus& status,
                                   const TaskHistory& history) {
  const std::map<std::string, Spanned<Duration>> nothing_given;
  ExpectedDurations expected(nothing_given, history);
  std::vector<Duration> durations;
  for (const JobTask& task : job.tasks()) {
    durations.push_back(task.count == 0 ? Duration{} : median(expected.of(status, task.first)));
  }
  return places_of_instances(job, places_by_rank(job, upward_ranks(job, durations)));
}

/// A budget of schedules that takes about a tenth of a second.
std::uint64_t affordable_schedules(std::size_t activities) {
  return std::clamp<std::uint64_t>(500'000 / (activities + 1), 1, 1'000);
}

std::vector<std::uint32_t> by_plan(const JobStatus& status, const std::vector<Node>& nodes,
                                   const TaskHistory& history) {
  const Folders folders({});
  const JobStatus expected =
      with_expected_growth(status, {.folders = folders, .nodes = nodes, .history = history});
  const std::map<std::string, Spanned<Duration>> nothing_given;
  ExpectedDurations durations(nothing_given, history);
  JobActivities activities = activities_of(expected, nodes, {}, durations);
  const std::uint64_t budget = affordable_schedules(activities.instances.size());
  const auto schedule = plan(ClusterModel(std::move(activities.parts)), {.schedules = budget});
  std::vector<std::int64_t> start(status.job().instance_count());
  for (std::size_t a = activities.instances.size(); a-- > 0;) {  // of two activities the first
    const InstanceId id = activities.instances[a];
    if (id.value < start.size()) start[id.value] = schedule.starts[a];
  }
  std::vector<std::uint32_t> order(start.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return start[a] < start[b]; });
  std::vector<std::uint32_t> places(order.size());
  for (std::uint32_t place = 0; place < order.size(); ++place) places[order[place]] = place;
  return places;
}

/// Per task what its longest instance took that is known of, or else its estimate. Too long a
/// duration starts something later, too short a one makes others wait for it.
std::vector<Duration> longest_known(const JobStatus& status, const TaskHistory& history) {
  std::vector<Duration> longest;
  for (const JobTask& task : status.job().tasks()) {
    longest.push_back(task.estimate);
    if (task.count == 0) continue;
    const auto& taken = history.durations(task_path(status.graphs(), task.first));
    if (!taken.empty()) longest.back() = *std::max_element(taken.begin(), taken.end());
  }
  return longest;
}

std::vector<std::uint32_t> places(const JobStatus& status, Order order,
                                  const std::vector<Node>& nodes, const TaskHistory& history) {
  if (order == Order::fifo) return {};
  if (order == Order::critical_path) return by_rank(status.job(), status, history);
  try {
    return by_plan(status, nodes, history);
  } catch (const Error&) {
    return by_rank(status.job(), status, history);  // what fits nowhere now waits for a node
  }
}

}  // namespace

Service service_of(const JobRecord& record, const std::shared_ptr<const PipelineJob>& job,
                   Order order, const std::vector<Node>& nodes, const StoreReader& store) {
  Service service{.owner = record.owner};
  if (job->tasks().size() < 2 && order != Order::planned) {
    service.places = places_of(*job, order);
    return service;
  }
  const TaskHistory history = task_history(store, job->name(), record, job);
  const JobStatus status(job);
  service.places = places(status, order, nodes, history);
  if (!history.empty()) service.durations = longest_known(status, history);
  return service;
}

}  // namespace headway::inline v0

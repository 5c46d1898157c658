// What the events of earlier jobs tell of tasks.
#include "remake.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/run/task_history.hpp>

#include <algorithm>
#include <utility>

namespace headway::inline v0 {

namespace {

constexpr std::size_t most_samples = 1000;  // of one path
constexpr std::size_t most_jobs = 10;
constexpr std::size_t most_events = 200'000;  // after which no older job is read: about 0.2 s

bool begins_work(const Fact& fact) {
  return std::holds_alternative<SessionAccepted>(fact) ||
         std::holds_alternative<SessionStarted>(fact) ||
         std::holds_alternative<InstanceWaiting>(fact);
}

}  // namespace

std::string task_path(const JobGraphs& graphs, InstanceId id) {
  const JobGraph& graph = graphs.of(id);
  const std::string& own = graph.plan->written(graph.task_of(id)).name;
  if (graph.owner == no_instance) return own;
  std::string owner = task_path(graphs, graph.owner);
  switch (graph.kind) {
    case GraphKind::elements: return owner;
    case GraphKind::round: return owner + '.' + own;
    case GraphKind::compensation: return owner + ".compensate";
    default: return owner + '/' + own;
  }
}

void TaskHistory::add(const std::shared_ptr<const PipelineJob>& job,
                      const std::vector<Event>& events) {
  JobStatus status(job);
  std::vector<Instant> began;  // per instance, its present attempt or wait; 0: none
  for (const Event& event : events) {
    status.apply(event);
    began.resize(status.instances().size());
    InstanceId id;
    Attempt attempt = 0;
    if (!about(event.fact, id, attempt)) continue;
    Instant& since = began[id.value];
    if (begins_work(event.fact)) since = event.time;
    if (since.us == 0 || status.instance(id).state != InstanceState::succeeded) continue;
    learn(status, id, event.time - since);
    since = {};
  }
  learn_widths(status);
}

/// Instances of a matrix differ in what they do, elements of a map by their number only.
void TaskHistory::learn(const JobStatus& job, InstanceId id, Duration taken) {
  const std::string path = task_path(job.graphs(), id);
  const JobGraph& graph = job.graphs().of(id);
  auto& of_task = durations_[path];
  if (of_task.size() < most_samples) of_task.push_back(taken);
  if (graph.kind == GraphKind::elements || graph.task(id).count == 1) return;
  durations_[job.name(id)].push_back(taken);
}

/// The elements of a map are known as soon as it grows, the rounds of a repeat once it is over.
void TaskHistory::learn_widths(const JobStatus& job) {
  std::map<InstanceId, std::uint32_t> rounds;
  for (std::uint32_t index = 1; index < job.graphs().size(); ++index) {
    const JobGraph& graph = job.graphs().at(index);
    if (graph.kind == GraphKind::elements) {
      widths_[task_path(job.graphs(), graph.owner)] = graph.plan->instance_count();
    } else if (graph.kind == GraphKind::round &&
               job.instance(graph.owner).state == InstanceState::succeeded) {
      widths_[task_path(job.graphs(), graph.owner)] = ++rounds[graph.owner];
    }
  }
}

const std::vector<Duration>& TaskHistory::durations(std::string_view name) const {
  static const std::vector<Duration> none;
  const auto found = durations_.find(name);
  return found == durations_.end() ? none : found->second;
}

std::uint32_t TaskHistory::width(std::string_view path) const {
  const auto found = widths_.find(path);
  return found == widths_.end() ? 0 : found->second;
}

namespace {

/// Jobs by their records: those of one text and one set of params are one.
class RemadeJobs {
 public:
  void add(JobRecord record, std::shared_ptr<const PipelineJob> job) {
    all_.emplace_back(std::move(record), std::move(job));
  }
  std::shared_ptr<const PipelineJob> of(const JobRecord& record) {
    for (const auto& [like, job] : all_) {
      if (is_like(record, like)) return job;
    }
    add(record, remake(record));
    return all_.back().second;
  }

 private:
  static bool is_like(const JobRecord& one, const JobRecord& other) {
    return one.version == other.version && one.params == other.params &&
           one.pipeline == other.pipeline && one.children == other.children &&
           one.folder == other.folder;
  }
  std::vector<std::pair<JobRecord, std::shared_ptr<const PipelineJob>>> all_;
};

}  // namespace

TaskHistory task_history(const StoreReader& store, std::string_view pipeline, const JobRecord& like,
                         std::shared_ptr<const PipelineJob> known) {
  struct Known {
    std::shared_ptr<const PipelineJob> job;
    std::vector<Event> events;
  };
  RemadeJobs remade;
  if (known) remade.add(like, std::move(known));
  std::vector<Known> newest;
  std::size_t read = 0;  // events
  auto records = store.jobs();
  std::reverse(records.begin(), records.end());
  for (const JobRecord& record : records) {
    if (newest.size() == most_jobs || read > most_events) break;
    if (record.pipeline_name != pipeline) continue;
    try {
      const auto job = remade.of(record);
      newest.push_back({job, store.events(record.id, job)});
      read += newest.back().events.size();
    } catch (const InvalidPipeline&) {
      continue;  // of another version of headway
    }
  }
  TaskHistory history;
  std::reverse(newest.begin(), newest.end());
  for (const Known& one : newest) history.add(one.job, one.events);
  return history;
}

}  // namespace headway::inline v0

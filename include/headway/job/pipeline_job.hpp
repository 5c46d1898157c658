// A pipeline job: a pipeline made executable. Immutable.
#pragma once

#include <headway/base/id.hpp>
#include <headway/job/job_task.hpp>
#include <headway/model/pipeline.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// What one session asks for: slot -> quantity, sorted by slot, zeroes left out.
using Demand = std::vector<std::pair<SlotId, std::int64_t>>;

/// An edge of the job's graph, seen from its source or from its target.
struct JobEdge {
  TaskId task{};
  EdgeCondition condition = EdgeCondition::succeeded;
};

/// Some consecutive edges, borrowed from their job.
class JobEdges {
 public:
  JobEdges(const JobEdge* begin, const JobEdge* end) : begin_(begin), end_(end) {}
  [[nodiscard]] const JobEdge* begin() const { return begin_; }
  [[nodiscard]] const JobEdge* end() const { return end_; }
  [[nodiscard]] bool empty() const { return begin_ == end_; }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(end_ - begin_); }
  [[nodiscard]] const JobEdge& operator[](std::size_t i) const { return begin_[i]; }

 private:
  const JobEdge* begin_;
  const JobEdge* end_;
};

class PipelineJob;

/// What an instance of a task grows while the job goes on: graphs of their own.
struct InnerPlan {
  std::shared_ptr<const PipelineJob> graph{};  // of a map: its one element; of a repeat: a round
  Tolerance tolerated{};                       // of a map
  std::shared_ptr<const PipelineJob> compensation{};  // what undoes it; null: nothing
};

/// What a job is made of; `compile` fills it, and so may a benchmark. Edges are in compressed rows:
/// those of task t are edges[rows[t] … rows[t+1]).
struct PipelineJobParts {
  std::shared_ptr<const Pipeline> pipeline{};  // tasks in the order of `tasks`; null: numbers only
  Values params{};                             // every param, bound
  std::vector<JobTask> tasks{};
  std::vector<std::uint32_t> dependent_rows{};  // size tasks + 1
  std::vector<JobEdge> dependents{};
  std::vector<std::uint32_t> predecessor_rows{};  // size tasks + 1
  std::vector<JobEdge> predecessors{};  // as in depends_on, then implied ones in order of first use
  std::vector<std::string> slots{};     // SlotId -> name
  std::vector<Demand> shapes{};         // ShapeId -> demand, each once
  std::vector<std::pair<SlotId, std::int64_t>>
      job_slots{};  // capacity of slots that only this job has
  std::vector<std::pair<SlotId, std::int64_t>>
      capped_slots{};                       // this job's share at most of slots that nodes have
  std::vector<SessionSettings> settings{};  // per task, defaults merged in; empty: none
  /// The fan-out of a task: per axis the values it takes, per combination which of them, so that a
  /// combination costs four bytes an axis.
  struct Grid {
    std::vector<std::string> axes{};
    std::vector<std::vector<Value>> values{};       // per axis
    std::vector<std::vector<std::string>> texts{};  // the same, as they stand in names
    std::vector<std::uint32_t> choices{};  // of combination c on axis a: choices[c · |axes| + a]
    [[nodiscard]] const Value& at(std::size_t combination, std::size_t axis) const {
      return values[axis][choices[combination * axes.size() + axis]];
    }
    [[nodiscard]] const std::string& text(std::size_t combination, std::size_t axis) const {
      return texts[axis][choices[combination * axes.size() + axis]];
    }
  };
  std::vector<Grid> grids{};            // per task, no axes: a single instance; empty: no fan-outs
  std::uint32_t max_parallel = 0;       // sessions of this job at a time; 0: no cap
  std::vector<RetryRules> retries{{}};  // by JobTask::retry
  std::vector<Timeouts> timeouts{{}};   // by JobTask::timeouts
  std::vector<InnerPlan> inner{};       // per task; empty: no task has any
  std::shared_ptr<const PipelineJob> on_failure{};  // null: nothing is done
  std::shared_ptr<const PipelineJob> finally{};     // null: nothing is done
  bool rollback = false;
  bool fail_fast = false;
};

/// A job, or a graph inside one. Immutable, so it is shared (`shared_ptr<const PipelineJob>`)
/// between rooms and threads.
class PipelineJob {
 public:
  explicit PipelineJob(PipelineJobParts parts);

  [[nodiscard]] const std::string& name() const;  // the pipeline's
  [[nodiscard]] const Pipeline& pipeline() const { return *parts_.pipeline; }
  [[nodiscard]] const Values& params() const { return parts_.params; }

  [[nodiscard]] const std::vector<JobTask>& tasks() const { return parts_.tasks; }
  [[nodiscard]] const JobTask& task(TaskId id) const { return parts_.tasks[id.value]; }
  /// The task as written, and its settings with the defaults merged in.
  [[nodiscard]] const Task& written(TaskId id) const { return parts_.pipeline->tasks[id.value]; }
  [[nodiscard]] const SessionSettings& settings(TaskId id) const {
    return parts_.settings[id.value];
  }
  [[nodiscard]] JobEdges dependents(TaskId id) const;
  [[nodiscard]] JobEdges predecessors(TaskId id) const;

  [[nodiscard]] std::uint32_t instance_count() const { return instances_; }
  [[nodiscard]] TaskId task_of(InstanceId id) const {
    return task_of_.empty() ? TaskId{} : task_of_[id.value];
  }
  /// `train`, or `train[rate=0.1,arch=cnn]`; made when asked.
  [[nodiscard]] std::string instance_name(InstanceId id) const;
  /// By name, O(1). Nothing where the job has numbers only.
  [[nodiscard]] std::optional<InstanceId> find_instance(std::string_view name) const;
  [[nodiscard]] std::optional<TaskId> find_task(std::string_view name) const;
  /// The matrix values of an instance, by axis; empty without a matrix.
  [[nodiscard]] Values matrix_of(InstanceId id) const;

  [[nodiscard]] const std::vector<std::string>& slots() const { return parts_.slots; }
  [[nodiscard]] const Demand& demand(ShapeId id) const { return parts_.shapes[id.value]; }
  [[nodiscard]] const std::vector<Demand>& shapes() const { return parts_.shapes; }
  [[nodiscard]] const std::vector<std::pair<SlotId, std::int64_t>>& job_slots() const {
    return parts_.job_slots;
  }
  [[nodiscard]] const std::vector<std::pair<SlotId, std::int64_t>>& capped_slots() const {
    return parts_.capped_slots;
  }
  [[nodiscard]] std::uint32_t max_parallel() const { return parts_.max_parallel; }
  [[nodiscard]] const RetryRules& retry(const JobTask& task) const {
    return parts_.retries[task.retry];
  }
  [[nodiscard]] const Timeouts& timeouts(const JobTask& task) const {
    return parts_.timeouts[task.timeouts];
  }

  /// What an instance of the task grows; an empty plan where it grows nothing.
  [[nodiscard]] const InnerPlan& inner(TaskId id) const;
  [[nodiscard]] const std::shared_ptr<const PipelineJob>& on_failure() const {
    return parts_.on_failure;
  }
  [[nodiscard]] const std::shared_ptr<const PipelineJob>& finally() const { return parts_.finally; }
  [[nodiscard]] bool rollback() const { return parts_.rollback; }
  [[nodiscard]] bool fail_fast() const { return parts_.fail_fast; }

  /// This graph of one task with `count` instances of it: the elements of a map.
  [[nodiscard]] std::shared_ptr<const PipelineJob> widened(std::uint32_t count) const;

 private:
  [[nodiscard]] const PipelineJobParts::Grid* grid_of(TaskId id) const;
  [[nodiscard]] std::string name_of(std::uint32_t named) const;
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;
  void index_names();

  PipelineJobParts parts_;
  std::uint32_t instances_ = 0;
  std::vector<TaskId> task_of_;  // instance -> task; empty where there is one task
  // Open addressing: 1 + t names task t, 1 + tasks + i names instance i of a fan-out, 0 is free.
  std::vector<std::uint32_t> names_;
};

// ---------------------------------------------------------------------------------------------

inline PipelineJob::PipelineJob(PipelineJobParts parts) : parts_(std::move(parts)) {
  for (std::uint32_t t = 0; t < parts_.tasks.size(); ++t) {
    parts_.tasks[t].first = InstanceId{instances_};
    instances_ += parts_.tasks[t].count;
    if (parts_.tasks.size() > 1) task_of_.insert(task_of_.end(), parts_.tasks[t].count, TaskId{t});
  }
  index_names();
}

inline const InnerPlan& PipelineJob::inner(TaskId id) const {
  static const InnerPlan nothing;
  return parts_.inner.empty() ? nothing : parts_.inner[id.value];
}

inline std::shared_ptr<const PipelineJob> PipelineJob::widened(std::uint32_t count) const {
  PipelineJobParts parts = parts_;
  parts.tasks.front().count = count;
  return std::make_shared<const PipelineJob>(std::move(parts));
}

inline const std::string& PipelineJob::name() const { return parts_.pipeline->name; }

inline JobEdges PipelineJob::dependents(TaskId id) const {
  const JobEdge* edges = parts_.dependents.data();
  return {edges + parts_.dependent_rows[id.value], edges + parts_.dependent_rows[id.value + 1]};
}

inline JobEdges PipelineJob::predecessors(TaskId id) const {
  const JobEdge* edges = parts_.predecessors.data();
  return {edges + parts_.predecessor_rows[id.value], edges + parts_.predecessor_rows[id.value + 1]};
}

inline const PipelineJobParts::Grid* PipelineJob::grid_of(TaskId id) const {
  if (parts_.grids.empty() || parts_.grids[id.value].axes.empty()) return nullptr;
  return &parts_.grids[id.value];
}

namespace detail {
/// What has characters of names in it is quoted, so that no two instances have one name. Whoever
/// fills a grid calls it; jobs and schedulers do not, and so need no digits of numbers.
inline std::string axis_text(const Value& value) {
  const auto* text = value.get_if<std::string>();
  const bool plain = text == nullptr || text->find_first_of("[],\"") == std::string::npos;
  return plain ? format(value) : to_json(value);
}
}  // namespace detail

inline std::string PipelineJob::instance_name(InstanceId id) const {
  if (!parts_.pipeline) return std::to_string(id.value);
  const TaskId task = task_of(id);
  std::string name = written(task).name;
  const auto* grid = grid_of(task);
  if (!grid) return name;
  char separator = '[';
  for (std::size_t axis = 0; axis < grid->axes.size(); ++axis) {
    name += separator;
    name += grid->axes[axis];
    name += '=';
    name += grid->text(id.value - this->task(task).first.value, axis);
    separator = ',';
  }
  return name + ']';
}

inline Values PipelineJob::matrix_of(InstanceId id) const {
  Values values;
  const TaskId task = task_of(id);
  const auto* grid = grid_of(task);
  for (std::size_t axis = 0; grid && axis < grid->axes.size(); ++axis) {
    values.emplace(grid->axes[axis], grid->at(id.value - this->task(task).first.value, axis));
  }
  return values;
}

inline std::optional<TaskId> PipelineJob::find_task(std::string_view name) const {
  const auto found = find(name);
  if (!found || *found >= parts_.tasks.size()) return {};
  return TaskId{*found};
}

inline std::optional<InstanceId> PipelineJob::find_instance(std::string_view name) const {
  const auto found = find(name);
  if (!found) return {};
  const auto tasks = static_cast<std::uint32_t>(parts_.tasks.size());
  if (*found >= tasks) return InstanceId{*found - tasks};
  if (grid_of(TaskId{*found})) return {};
  return parts_.tasks[*found].first;
}

inline std::string PipelineJob::name_of(std::uint32_t named) const {
  const auto tasks = static_cast<std::uint32_t>(parts_.tasks.size());
  if (named < tasks) return written(TaskId{named}).name;
  return instance_name(InstanceId{named - tasks});
}

inline std::optional<std::uint32_t> PipelineJob::find(std::string_view name) const {
  if (names_.empty()) return {};
  const std::size_t mask = names_.size() - 1;
  for (auto at = std::hash<std::string_view>{}(name)&mask; names_[at] != 0; at = (at + 1) & mask) {
    if (name_of(names_[at] - 1) == name) return names_[at] - 1;
  }
  return {};
}

inline void PipelineJob::index_names() {
  if (!parts_.pipeline) return;
  const std::size_t named = parts_.tasks.size() + (parts_.grids.empty() ? 0 : instances_);
  std::size_t size = 4;
  while (size < 2 * named) size *= 2;
  names_.resize(size);
  for (std::uint32_t n = 0; n < named; ++n) {
    const auto tasks = static_cast<std::uint32_t>(parts_.tasks.size());
    if (n >= tasks && !grid_of(task_of({n - tasks}))) continue;
    auto at = std::hash<std::string_view>{}(name_of(n)) & (size - 1);
    while (names_[at] != 0) at = (at + 1) & (size - 1);
    names_[at] = n + 1;
  }
}

}  // namespace headway::inline v0

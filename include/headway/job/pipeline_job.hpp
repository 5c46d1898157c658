// A pipeline job: a pipeline made executable. Immutable.
#pragma once

#include <headway/base/id.hpp>
#include <headway/base/time.hpp>
#include <headway/model/pipeline.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

using SlotId = Id<struct SlotTag, std::uint16_t>;  // index of a slot name in its job
using ShapeId = Id<struct ShapeTag>;               // index of a demand in its job

/// What one session asks for: slot -> quantity, sorted by slot, zeroes left out.
using Demand = std::vector<std::pair<SlotId, std::int64_t>>;

/// What the scheduler must know of a task: plain numbers, no names. Its instances are consecutive.
struct JobTask {
  InstanceId first{};              // its first instance
  std::uint32_t count = 1;         // its instances: the size of its fan-out, or 1
  ShapeId shape{};                 // what each of its sessions asks for
  std::int32_t priority = 0;       // larger is sooner
  std::uint32_t max_parallel = 0;  // its instances in sessions at a time; 0: no cap
  std::uint32_t retry_limit = 0;   // retries after the first try
  Backoff backoff{};               // the pause before each of them
  Duration run_timeout{};          // 0: none
  Duration estimate{};             // 0: unknown
  bool has_session = true;         // false: a join
  bool allow_failure = false;
};

/// An edge of the job's graph, seen from its source or from its target.
struct JobEdge {
  TaskId task{};
  EdgeCondition condition = EdgeCondition::succeeded;
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
    std::vector<std::vector<Value>> values{};  // per axis
    std::vector<std::uint32_t> choices{};  // of combination c on axis a: choices[c · |axes| + a]
    [[nodiscard]] const Value& at(std::size_t combination, std::size_t axis) const {
      return values[axis][choices[combination * axes.size() + axis]];
    }
  };
  std::vector<Grid> grids{};       // per task, no axes: a single instance; empty: no fan-outs
  std::uint32_t max_parallel = 0;  // sessions of this job at a time; 0: no cap
};

/// A job. Immutable, so it is shared (`shared_ptr<const PipelineJob>`) between rooms and threads.
class PipelineJob {
 public:
  explicit PipelineJob(PipelineJobParts parts);

  [[nodiscard]] const std::string& name() const;  // the pipeline's
  [[nodiscard]] const Pipeline& pipeline() const { return *parts_.pipeline; }
  [[nodiscard]] const Values& params() const { return parts_.params; }

  [[nodiscard]] std::span<const JobTask> tasks() const { return parts_.tasks; }
  [[nodiscard]] const JobTask& task(TaskId id) const { return parts_.tasks[id.value]; }
  /// The task as written, and its settings with the defaults merged in.
  [[nodiscard]] const Task& written(TaskId id) const { return parts_.pipeline->tasks[id.value]; }
  [[nodiscard]] const SessionSettings& settings(TaskId id) const {
    return parts_.settings[id.value];
  }
  [[nodiscard]] std::span<const JobEdge> dependents(TaskId id) const;
  [[nodiscard]] std::span<const JobEdge> predecessors(TaskId id) const;

  [[nodiscard]] std::uint32_t instance_count() const {
    return static_cast<std::uint32_t>(task_of_.size());
  }
  [[nodiscard]] TaskId task_of(InstanceId id) const { return task_of_[id.value]; }
  /// `train`, or `train[rate=0.1,arch=cnn]`; made when asked.
  [[nodiscard]] std::string instance_name(InstanceId id) const;
  /// By name, O(1). Nothing where the job has numbers only.
  [[nodiscard]] std::optional<InstanceId> find_instance(std::string_view name) const;
  [[nodiscard]] std::optional<TaskId> find_task(std::string_view name) const;
  /// The matrix values of an instance, by axis; empty without a matrix.
  [[nodiscard]] Values matrix_of(InstanceId id) const;

  [[nodiscard]] std::span<const std::string> slots() const { return parts_.slots; }
  [[nodiscard]] const Demand& demand(ShapeId id) const { return parts_.shapes[id.value]; }
  [[nodiscard]] std::span<const Demand> shapes() const { return parts_.shapes; }
  [[nodiscard]] std::span<const std::pair<SlotId, std::int64_t>> job_slots() const {
    return parts_.job_slots;
  }
  [[nodiscard]] std::span<const std::pair<SlotId, std::int64_t>> capped_slots() const {
    return parts_.capped_slots;
  }
  [[nodiscard]] std::uint32_t max_parallel() const { return parts_.max_parallel; }

 private:
  [[nodiscard]] const PipelineJobParts::Grid* grid_of(TaskId id) const;
  [[nodiscard]] std::string name_of(std::uint32_t named) const;
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;
  void index_names();

  PipelineJobParts parts_;
  std::vector<TaskId> task_of_;  // instance -> task
  // Open addressing: 1 + t names task t, 1 + tasks + i names instance i of a fan-out, 0 is free.
  std::vector<std::uint32_t> names_;
};

// ---------------------------------------------------------------------------------------------

inline PipelineJob::PipelineJob(PipelineJobParts parts) : parts_(std::move(parts)) {
  for (std::uint32_t t = 0; t < parts_.tasks.size(); ++t) {
    parts_.tasks[t].first = InstanceId{static_cast<std::uint32_t>(task_of_.size())};
    task_of_.insert(task_of_.end(), parts_.tasks[t].count, TaskId{t});
  }
  index_names();
}

inline const std::string& PipelineJob::name() const { return parts_.pipeline->name; }

inline std::span<const JobEdge> PipelineJob::dependents(TaskId id) const {
  return std::span(parts_.dependents)
      .subspan(parts_.dependent_rows[id.value],
               parts_.dependent_rows[id.value + 1] - parts_.dependent_rows[id.value]);
}

inline std::span<const JobEdge> PipelineJob::predecessors(TaskId id) const {
  return std::span(parts_.predecessors)
      .subspan(parts_.predecessor_rows[id.value],
               parts_.predecessor_rows[id.value + 1] - parts_.predecessor_rows[id.value]);
}

inline const PipelineJobParts::Grid* PipelineJob::grid_of(TaskId id) const {
  if (parts_.grids.empty() || parts_.grids[id.value].axes.empty()) return nullptr;
  return &parts_.grids[id.value];
}

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
    name += format(grid->at(id.value - this->task(task).first.value, axis));
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
  const std::size_t named = parts_.tasks.size() + (parts_.grids.empty() ? 0 : task_of_.size());
  std::size_t size = 4;
  while (size < 2 * named) size *= 2;
  names_.resize(size);
  for (std::uint32_t n = 0; n < named; ++n) {
    const auto tasks = static_cast<std::uint32_t>(parts_.tasks.size());
    if (n >= tasks && !grid_of(task_of_[n - tasks])) continue;
    auto at = std::hash<std::string_view>{}(name_of(n)) & (size - 1);
    while (names_[at] != 0) at = (at + 1) & (size - 1);
    names_[at] = n + 1;
  }
}

}  // namespace headway::inline v0

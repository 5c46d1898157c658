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
      job_slots{};                          // capacity of slots that only this job has
  std::vector<SessionSettings> settings{};  // per task, defaults merged in; empty: none
  /// Per task: its fan-out's combinations, one after the other, in the order of `axes`.
  struct Grid {
    std::vector<std::string> axes{};
    std::vector<std::vector<Value>> combinations{};
  };
  std::vector<Grid> grids{};       // per task; empty grid: a single instance
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
  [[nodiscard]] std::uint32_t max_parallel() const { return parts_.max_parallel; }

 private:
  PipelineJobParts parts_;
  std::vector<TaskId> task_of_;  // instance -> task
};

// ---------------------------------------------------------------------------------------------

inline PipelineJob::PipelineJob(PipelineJobParts parts) : parts_(std::move(parts)) {
  for (std::uint32_t t = 0; t < parts_.tasks.size(); ++t) {
    parts_.tasks[t].first = InstanceId{static_cast<std::uint32_t>(task_of_.size())};
    task_of_.insert(task_of_.end(), parts_.tasks[t].count, TaskId{t});
  }
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

inline std::string PipelineJob::instance_name(InstanceId id) const {
  const TaskId task = task_of(id);
  if (!parts_.pipeline) return std::to_string(id.value);
  std::string name = written(task).name;
  if (parts_.grids.empty() || parts_.grids[task.value].axes.empty()) return name;
  const auto& grid = parts_.grids[task.value];
  const auto& values = grid.combinations[id.value - this->task(task).first.value];
  char separator = '[';
  for (std::size_t axis = 0; axis < grid.axes.size(); ++axis) {
    name += separator + grid.axes[axis] + '=' + format(values[axis]);
    separator = ',';
  }
  return name + ']';
}

inline std::optional<TaskId> PipelineJob::find_task(std::string_view name) const {
  if (!parts_.pipeline) return {};
  for (std::uint32_t t = 0; t < parts_.tasks.size(); ++t) {
    if (parts_.pipeline->tasks[t].name == name) return TaskId{t};
  }
  return {};
}

inline std::optional<InstanceId> PipelineJob::find_instance(std::string_view name) const {
  const auto task = find_task(name.substr(0, name.find('[')));
  if (!task) return {};
  const JobTask& found = this->task(*task);
  for (std::uint32_t i = found.first.value; i < found.first.value + found.count; ++i) {
    if (instance_name(InstanceId{i}) == name) return InstanceId{i};
  }
  return {};
}

inline Values PipelineJob::matrix_of(InstanceId id) const {
  Values values;
  const TaskId task = task_of(id);
  if (parts_.grids.empty() || parts_.grids[task.value].axes.empty()) return values;
  const auto& grid = parts_.grids[task.value];
  for (std::size_t axis = 0; axis < grid.axes.size(); ++axis) {
    values.emplace(grid.axes[axis],
                   grid.combinations[id.value - this->task(task).first.value][axis]);
  }
  return values;
}

}  // namespace headway::inline v0

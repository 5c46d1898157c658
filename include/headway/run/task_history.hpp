// The history of a pipeline's tasks: how long they took, and how many there were.
#pragma once

#include <headway/base/time.hpp>
#include <headway/event/job_state.hpp>
#include <headway/store/reader.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// The path of an instance's task in its job: `train` of `train[rate=0.1]`, `score` of `score[17]`,
/// `tune.fit` of `tune#2.fit`, `deploy/upload`.
std::string task_path(const JobGraphs& graphs, InstanceId id);

/// What earlier jobs of a pipeline tell of its tasks. A value.
class TaskHistory {
 public:
  /// Takes in a job, older ones first. Only what succeeded tells how long it takes.
  void add(const std::shared_ptr<const PipelineJob>& job, const std::vector<Event>& events);

  /// How long attempts took that succeeded, by the name of an instance or the path of a task,
  /// in the order of the jobs; of a path at most 1000. Empty where nothing is known.
  [[nodiscard]] const std::vector<Duration>& durations(std::string_view name) const;
  /// How many elements a map had last, or rounds a repeat that succeeded; 0 where that is not
  /// known.
  [[nodiscard]] std::uint32_t width(std::string_view path) const;
  [[nodiscard]] bool empty() const { return durations_.empty(); }

 private:
  void learn(const JobStatus& job, InstanceId id, Duration taken);
  void learn_widths(const JobStatus& job);

  std::map<std::string, std::vector<Duration>, std::less<>> durations_;
  std::map<std::string, std::uint32_t, std::less<>> widths_;
};

/// The history of the pipeline of that name: of its newest jobs, at most ten, and fewer where they
/// are large. What cannot be read as this headway would make it is left out. Throws StoreError on
/// damage. Jobs like `known`, of which the record is given, too, are not made again.
TaskHistory task_history(const StoreReader& store, std::string_view pipeline,
                         const JobRecord& like = {},
                         std::shared_ptr<const PipelineJob> known = nullptr);

}  // namespace headway::inline v0

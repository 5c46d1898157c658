// The scope of a running job: what the names in its expressions mean.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/job/expression.hpp>
#include <headway/run/folders.hpp>

#include <optional>
#include <span>
#include <string>

namespace headway::inline v0 {

/// Looks names up in a job's status. Borrowed for one evaluation. Artifacts come out with the
/// absolute path that a task can open.
class JobScope final : public Scope {
 public:
  JobScope(const JobStatus& status, JobId id, const Folders& folders)
      : status_(status), id_(id), folders_(folders) {}
  JobScope(const JobStatus& status, JobId id, const Folders& folders, InstanceId instance)
      : status_(status), id_(id), folders_(folders), matrix_(status.job().matrix_of(instance)) {}

  [[nodiscard]] std::optional<Resolved> at(std::span<const std::string> path) const override;

 private:
  [[nodiscard]] std::optional<Value> of_job(const std::string& name) const;
  [[nodiscard]] std::optional<Value> of_task(std::span<const std::string> path) const;

  const JobStatus& status_;
  JobId id_;
  const Folders& folders_;
  Values matrix_;  // of the instance, empty outside one
};

/// `value` with the paths of its artifacts made absolute.
Value with_absolute_paths(Value value, const Folders& folders);

/// An output of an instance as a task may use it; null when it has none of that name.
Value output_of(const InstanceStatus& instance, const std::string& name, const Folders& folders);

/// The job's declared outputs; null for what is missing.
Values job_outputs(const JobStatus& status, JobId id, const Folders& folders);

}  // namespace headway::inline v0

// The scope of a running job: what the names in its expressions mean.
#pragma once

#include "surroundings.hpp"

#include <headway/event/job_state.hpp>
#include <headway/job/expression.hpp>
#include <headway/run/folders.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Looks names up in a job's status. Borrowed for one evaluation. Artifacts come out with the
/// absolute path that a task can open. Which names may stand where was settled by validation.
class JobScope final : public Scope {
 public:
  /// What the outputs of a graph see: of the job itself, of an inner one, of a round.
  JobScope(const JobStatus& status, JobId id, const Folders& folders, std::uint32_t graph = 0);
  /// What an instance sees.
  JobScope(const JobStatus& status, JobId id, const Folders& folders, InstanceId instance);

  /// One name more: `outputs`, `resources`.
  void add(std::string name, Value value) { more_.emplace(std::move(name), std::move(value)); }

  [[nodiscard]] std::optional<Resolved> at(std::span<const std::string> path) const override;

 private:
  [[nodiscard]] std::optional<Value> of_job(const std::string& name) const;
  [[nodiscard]] std::optional<Resolved> of_task(std::span<const std::string> path) const;
  [[nodiscard]] std::optional<Value> of_round(const std::string& name) const;
  [[nodiscard]] std::optional<Value> secret(const std::string& name) const;

  const JobStatus& status_;
  JobId id_;
  const Folders& folders_;
  std::uint32_t graph_;  // whose tasks are named
  Surroundings around_;
  std::map<std::string, Value> more_;
};

/// `value` with the paths of its artifacts made absolute.
Value with_absolute_paths(Value value, const Folders& folders);

/// An output of an instance as a task may use it; null when it has none of that name.
Value output_of(const InstanceStatus& instance, const std::string& name, const Folders& folders);

/// The name of the first instance of a graph that failed and counts, or inside of it of the first
/// that made it fail; empty when there is none.
std::string first_failure(const JobStatus& status, std::uint32_t graph);

/// The job's declared outputs; null for what is missing.
Values job_outputs(const JobStatus& status, JobId id, const Folders& folders);

}  // namespace headway::inline v0

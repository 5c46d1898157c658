// The state of a job: the fold of its events.
#pragma once

#include <headway/event/event.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// What is known of one instance. A value.
struct InstanceStatus {
  InstanceState state = InstanceState::pending;
  Attempt attempts = 0;  // started so far
  Cause cause{};
  Instant started{};   // of the first attempt's intent; 0: not yet
  Instant ended{};     // 0: not yet
  Instant retry_at{};  // while retrying
  std::string node{};
  std::string handle{};                     // of the current session
  std::string message{};                    // of the last failure
  std::shared_ptr<const Values> outputs{};  // once succeeded with outputs
  std::string output_folder{};  // of its success, beneath the data folder; empty: it left nothing
};

/// State = fold(events). A value; applying the same events gives the same state, whoever does it.
class JobStatus {
 public:
  explicit JobStatus(std::shared_ptr<const PipelineJob> job);

  /// Takes one event in. Terminal is final: a fact about an ended instance or attempt changes
  /// nothing.
  void apply(const Event& event);

  [[nodiscard]] const PipelineJob& job() const { return *job_; }
  [[nodiscard]] const std::shared_ptr<const PipelineJob>& shared_job() const { return job_; }
  [[nodiscard]] JobState state() const { return state_; }
  [[nodiscard]] Cause cause() const { return cause_; }
  [[nodiscard]] bool cancelling() const { return cancelling_; }
  [[nodiscard]] Instant started() const { return started_; }
  [[nodiscard]] Instant ended() const { return ended_; }
  [[nodiscard]] const InstanceStatus& instance(InstanceId id) const { return instances_[id.value]; }
  [[nodiscard]] const std::vector<InstanceStatus>& instances() const { return instances_; }
  /// How many instances are in `state`. O(1).
  [[nodiscard]] std::uint32_t count(InstanceState state) const;

 private:
  std::shared_ptr<const PipelineJob> job_;
  std::vector<InstanceStatus> instances_;
  std::vector<std::uint32_t> counts_;  // per InstanceState
  JobState state_ = JobState::running;
  Cause cause_{};
  bool cancelling_ = false;
  Instant started_{};
  Instant ended_{};
};

}  // namespace headway::inline v0

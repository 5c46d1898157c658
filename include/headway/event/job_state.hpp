// The state of a job: the fold of its events.
#pragma once

#include <headway/event/event.hpp>
#include <headway/event/frontier.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// What is known of one instance. A value.
struct InstanceStatus {
  InstanceState state = InstanceState::pending;
  Attempt attempts = 0;  // started so far
  Cause cause{};
  Instant started{};   // when a backend first took a session of it; 0: not yet
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

  /// Takes one event in. Terminal is final: a fact about an ended job, instance or attempt changes
  /// nothing. Precondition: the event is about this job, or about no job.
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
  void take(const JobStarted&, Instant at) { started_ = at; }
  void take(const JobCancelRequested&, Instant) { cancelling_ = true; }
  void take(const JobPaused&, Instant) { state_ = JobState::paused; }
  void take(const JobResumed&, Instant) { state_ = JobState::running; }
  void take(const JobEnded& fact, Instant at);
  void take(const AttemptIntended& fact, Instant at);
  void take(const SessionAccepted& fact, Instant at);
  void take(const SessionStarted& fact, Instant at);
  void take(const AttemptEnded& fact, Instant at);
  void take(const AttemptAbsent& fact, Instant at);
  void take(const AttemptUnknown& fact, Instant at);
  void take(const InstanceRetrying& fact, Instant at);
  void take(const InstanceEnded& fact, Instant at);
  void take(const LateIgnored&, Instant) {}
  void take(const NodesChanged&, Instant) {}

  InstanceStatus* with_session(InstanceId id, Attempt attempt);
  void move(InstanceStatus& status, InstanceState to);
  void end(InstanceId id, InstanceState state, Cause cause, Instant at);
  void set_ready(TaskId task, Verdict verdict);

  std::shared_ptr<const PipelineJob> job_;
  Frontier frontier_;  // of the instances' states
  std::vector<InstanceStatus> instances_;
  std::vector<std::uint32_t> counts_;  // per InstanceState
  JobState state_ = JobState::running;
  Cause cause_{};
  bool cancelling_ = false;
  Instant started_{};
  Instant ended_{};
};

// ---------------------------------------------------------------------------------------------

inline JobStatus::JobStatus(std::shared_ptr<const PipelineJob> job)
    : job_(std::move(job)),
      frontier_(*job_),
      instances_(job_->instance_count()),
      counts_(static_cast<std::size_t>(InstanceState::unknown) + 1) {
  counts_[static_cast<std::size_t>(InstanceState::pending)] = job_->instance_count();
  frontier_.begin(*job_, [this](TaskId task, Verdict verdict) { set_ready(task, verdict); });
}

inline void JobStatus::apply(const Event& event) {
  if (is_terminal(state_)) return;
  std::visit([&](const auto& fact) { take(fact, event.time); }, event.fact);
}

inline std::uint32_t JobStatus::count(InstanceState state) const {
  return counts_[static_cast<std::size_t>(state)];
}

inline void JobStatus::take(const JobEnded& fact, Instant at) {
  state_ = fact.state;
  cause_ = fact.cause;
  ended_ = at;
}

inline void JobStatus::take(const AttemptIntended& fact, Instant) {
  InstanceStatus& status = instances_[fact.instance.value];
  if (is_terminal(status.state) || fact.attempt <= status.attempts) return;
  move(status, InstanceState::ready);  // intents run ahead of slots: nothing is starting yet
  status.attempts = fact.attempt;
  status.retry_at = {};
  status.node.clear();
  status.handle.clear();
}

/// The instance if `attempt` is its present one and has not ended; null otherwise.
inline InstanceStatus* JobStatus::with_session(InstanceId id, Attempt attempt) {
  InstanceStatus& status = instances_[id.value];
  const bool open =
      status.state == InstanceState::ready || status.state == InstanceState::starting ||
      status.state == InstanceState::running || status.state == InstanceState::unknown;
  return open && status.attempts == attempt ? &status : nullptr;
}

inline void JobStatus::take(const SessionAccepted& fact, Instant at) {
  InstanceStatus* status = with_session(fact.instance, fact.attempt);
  if (status == nullptr) return;
  if (status->state != InstanceState::running) move(*status, InstanceState::starting);
  if (status->started.us == 0) status->started = at;
  if (fact.placement) status->node = fact.placement->node;
  status->handle = fact.handle;
}

inline void JobStatus::take(const SessionStarted& fact, Instant) {
  InstanceStatus* status = with_session(fact.instance, fact.attempt);
  if (status != nullptr) move(*status, InstanceState::running);
}

inline void JobStatus::take(const AttemptEnded& fact, Instant at) {
  InstanceStatus* status = with_session(fact.instance, fact.attempt);
  if (status == nullptr) return;
  if (fact.cause.kind == Cause::Kind::none) {
    status->outputs = fact.outputs;
    status->output_folder = fact.folder;
    end(fact.instance, InstanceState::succeeded, {}, at);
  } else {
    move(*status, InstanceState::retrying);  // until a decision says otherwise
    status->cause = fact.cause;
    status->message = fact.message;
  }
}

inline void JobStatus::take(const AttemptAbsent& fact, Instant) {
  InstanceStatus* status = with_session(fact.instance, fact.attempt);
  if (status == nullptr) return;
  move(*status, InstanceState::ready);
  status->node.clear();
  status->handle.clear();
}

inline void JobStatus::take(const AttemptUnknown& fact, Instant) {
  InstanceStatus* status = with_session(fact.instance, fact.attempt);
  if (status != nullptr) move(*status, InstanceState::unknown);
}

inline void JobStatus::take(const InstanceRetrying& fact, Instant) {
  InstanceStatus& status = instances_[fact.instance.value];
  if (status.state != InstanceState::retrying || status.attempts != fact.attempt) return;
  status.retry_at = fact.until;
}

inline void JobStatus::take(const InstanceEnded& fact, Instant at) {
  if (is_terminal(instances_[fact.instance.value].state)) return;
  end(fact.instance, fact.state, fact.cause, at);
}

inline void JobStatus::move(InstanceStatus& status, InstanceState to) {
  --counts_[static_cast<std::size_t>(status.state)];
  ++counts_[static_cast<std::size_t>(to)];
  status.state = to;
}

inline void JobStatus::end(InstanceId id, InstanceState state, Cause cause, Instant at) {
  InstanceStatus& status = instances_[id.value];
  move(status, state);
  status.cause = cause;
  status.ended = at;
  status.retry_at = {};
  if (state == InstanceState::succeeded) status.message.clear();
  frontier_.end(*job_, id, state,
                [this](TaskId task, Verdict verdict) { set_ready(task, verdict); });
}

inline void JobStatus::set_ready(TaskId task, Verdict verdict) {
  if (verdict != Verdict::start) return;  // decisions end its instances
  const JobTask& plan = job_->task(task);
  for (std::uint32_t i = plan.first.value; i < plan.first.value + plan.count; ++i) {
    if (instances_[i].state == InstanceState::pending) move(instances_[i], InstanceState::ready);
  }
}

}  // namespace headway::inline v0

// The state of a job: the fold of its events.
#pragma once

#include <headway/event/event.hpp>
#include <headway/event/frontier.hpp>
#include <headway/event/job_graphs.hpp>

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
  Instant started{};  // when a backend first took a session of it; 0: not yet
  Instant ended{};    // 0: not yet
  Instant until{};    // while retrying or waiting; 0: without an end
  Instant ready{};    // when it first became ready; 0: not yet
  std::string node{};
  std::string handle{};                     // of the current session
  std::string message{};                    // of the last failure, or what it waits for
  std::shared_ptr<const Values> outputs{};  // once succeeded with outputs
  std::string output_folder{};  // of its success, beneath the data folder; empty: it left nothing
  std::shared_ptr<const Resources> request{};  // where a retry changed what it asks for
};

/// State = fold(events). A value; applying the same events gives the same state, whoever does it.
class JobStatus {
 public:
  explicit JobStatus(std::shared_ptr<const PipelineJob> job);

  /// Takes one event in. Terminal is final: a fact about an ended job, instance or attempt changes
  /// nothing. Precondition: the event is about this job, or about no job.
  void apply(const Event& event);
  /// The same of a fact by its own type.
  template <class Fact_>
  void apply(Instant at, const Fact_& fact) {
    if (!is_terminal(state_)) take(fact, at);
  }

  [[nodiscard]] const PipelineJob& job() const { return *job_; }
  [[nodiscard]] const std::shared_ptr<const PipelineJob>& shared_job() const { return job_; }
  /// All of its graphs so far, in which instances have their tasks and names.
  [[nodiscard]] const JobGraphs& graphs() const { return graphs_; }
  [[nodiscard]] std::string name(InstanceId id) const { return graphs_.name(id); }
  /// A task of a graph as its dependents see it, once all of its instances have ended.
  [[nodiscard]] InstanceState task_state(std::uint32_t graph, TaskId task) const {
    return frontiers_[graph].state(task);
  }
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
  void take(const GraphAdded& fact, Instant at);
  void take(const InstanceAdmitted& fact, Instant at);
  void take(const InstanceKeyed&, Instant) {}
  void take(const InstanceWaiting& fact, Instant at);
  void take(const AttemptParked& fact, Instant at);
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
  void begin(std::uint32_t graph, Instant at);
  void decided(std::uint32_t graph, TaskId task, Verdict verdict, Instant at);
  void set_ready(InstanceId id, Instant at);

  std::shared_ptr<const PipelineJob> job_;
  JobGraphs graphs_;
  std::vector<Frontier> frontiers_;  // per graph
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
      graphs_(job_),
      counts_(static_cast<std::size_t>(InstanceState::unknown) + 1) {
  begin(0, {});
}

/// The instances of a new graph.
inline void JobStatus::begin(std::uint32_t graph, Instant at) {
  const PipelineJob& plan = *graphs_.at(graph).plan;
  instances_.resize(graphs_.instance_count());
  counts_[static_cast<std::size_t>(InstanceState::pending)] += plan.instance_count();
  frontiers_.emplace_back(plan);
  frontiers_.back().begin(plan,
                          [&](TaskId task, Verdict verdict) { decided(graph, task, verdict, at); });
}

inline void JobStatus::decided(std::uint32_t graph, TaskId task, Verdict verdict, Instant at) {
  if (verdict != Verdict::start) return;  // decisions end its instances
  const JobTask& plan = graphs_.at(graph).plan->task(task);
  if (plan.asks) return;  // an answer comes first
  for (std::uint32_t i = plan.first.value; i < plan.first.value + plan.count; ++i) {
    set_ready(graphs_.at(graph).global({i}), at);
  }
}

inline void JobStatus::set_ready(InstanceId id, Instant at) {
  InstanceStatus& status = instances_[id.value];
  if (status.state != InstanceState::pending) return;
  move(status, InstanceState::ready);
  status.ready = at;
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

inline void JobStatus::take(const GraphAdded& fact, Instant at) {
  if (graphs_.has(fact)) return;
  begin(graphs_.add(fact), at);
  const bool inside = fact.kind == GraphKind::elements || fact.kind == GraphKind::round ||
                      fact.kind == GraphKind::pipeline;
  if (!inside || is_terminal(instances_[fact.instance.value].state)) return;
  InstanceStatus& owner = instances_[fact.instance.value];
  move(owner, InstanceState::running);
  owner.until = {};
  if (owner.started.us == 0) owner.started = at;
}

inline void JobStatus::take(const InstanceAdmitted& fact, Instant at) {
  set_ready(fact.instance, at);
}

inline void JobStatus::take(const InstanceWaiting& fact, Instant at) {
  InstanceStatus& status = instances_[fact.instance.value];
  if (is_terminal(status.state)) return;
  move(status, InstanceState::waiting);
  status.until = fact.until;
  status.message = fact.message;
  if (status.started.us == 0) status.started = at;
}

inline void JobStatus::take(const AttemptParked& fact, Instant) {
  InstanceStatus* status = with_session(fact.instance, fact.attempt);
  if (status == nullptr) return;
  move(*status, InstanceState::waiting);
  status->until = fact.until;
  status->node.clear();
  status->handle.clear();
}

inline void JobStatus::take(const AttemptIntended& fact, Instant) {
  InstanceStatus& status = instances_[fact.instance.value];
  if (is_terminal(status.state) || fact.attempt <= status.attempts) return;
  move(status, InstanceState::ready);  // intents run ahead of slots: nothing is starting yet
  status.attempts = fact.attempt;
  status.until = {};
  status.node.clear();
  status.handle.clear();
}

/// The instance if `attempt` is its present one and has not ended; null otherwise.
inline InstanceStatus* JobStatus::with_session(InstanceId id, Attempt attempt) {
  InstanceStatus& status = instances_[id.value];
  const bool open =
      status.state == InstanceState::ready || status.state == InstanceState::starting ||
      status.state == InstanceState::running || status.state == InstanceState::waiting ||
      status.state == InstanceState::unknown;
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
  status.until = fact.until;
  if (fact.resources) status.request = fact.resources;
}

inline void JobStatus::take(const InstanceEnded& fact, Instant at) {
  InstanceStatus& status = instances_[fact.instance.value];
  if (is_terminal(status.state)) return;
  if (!fact.message.empty()) status.message = fact.message;
  status.outputs = fact.outputs;
  status.output_folder = fact.folder;
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
  status.until = {};
  const std::uint32_t graph = graphs_.index_of(id);
  const JobGraph& around = graphs_.at(graph);
  frontiers_[graph].end(*around.plan, around.local(id), state,
                        [&](TaskId task, Verdict verdict) { decided(graph, task, verdict, at); });
}

}  // namespace headway::inline v0

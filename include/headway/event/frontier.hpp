// The frontier: which tasks may start, and which end without a start, as others end.
#pragma once

#include <headway/event/state.hpp>
#include <headway/job/pipeline_job.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// What the edges of a task make of it once all of its predecessors have ended. A later verdict
/// beats an earlier one: failure beats skip, and cancelled beats both.
enum class Verdict : std::uint8_t { start, skip, upstream_failed, cancel };

/// The verdict of one edge whose source ended in `state`.
Verdict judge(EdgeCondition condition, InstanceState state, const JobTask& source);

/// The state that a verdict other than `start` gives.
InstanceState state_of(Verdict verdict);

/// Counts, for each task, its elements that have not ended and its predecessors that have not. A
/// value; it borrows the job at each call. Edges join tasks, so that a fan-out is judged once, when
/// the last of its elements has ended.
class Frontier {
 public:
  explicit Frontier(const PipelineJob& job);

  /// Calls `decided(TaskId, Verdict)` for the tasks that wait for nothing; call once, first.
  template <class Decided>
  void begin(const PipelineJob& job, Decided&& decided);

  /// An instance has ended, for the first and only time. When it was the last of its task,
  /// `decided(TaskId, Verdict)` is called for each task that is thereby decided, in the order of
  /// the edges. O(1), and O(dependents) for the last. A task without elements decides its
  /// dependents as soon as it is decided itself, and is not told of.
  template <class Decided>
  void end(const PipelineJob& job, InstanceId instance, InstanceState state, Decided&& decided);

  /// The state of a task as its dependents see it: that of its fan-out, once all elements ended.
  [[nodiscard]] InstanceState state(TaskId task) const;

 private:
  static constexpr std::uint8_t bit(InstanceState terminal) {
    return static_cast<std::uint8_t>(
        1U << (static_cast<unsigned>(terminal) - static_cast<unsigned>(InstanceState::succeeded)));
  }
  template <class Decided>
  void settle(const PipelineJob& job, TaskId task, InstanceState whole, Decided& decided);
  template <class Decided>
  void decide(const PipelineJob& job, TaskId task, Decided& decided);

  struct Tally {
    std::uint32_t open = 0;          // elements that have not ended
    std::uint32_t predecessors = 0;  // edges whose source has not ended
    Verdict worst = Verdict::start;  // of the edges judged so far
    std::uint8_t seen = 0;           // bit per terminal state in which an element ended
  };
  std::vector<Tally> tallies_;  // per task
};

// ---------------------------------------------------------------------------------------------

inline InstanceState state_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::start: return InstanceState::ready;
    case Verdict::skip: return InstanceState::skipped;
    case Verdict::upstream_failed: return InstanceState::upstream_failed;
    case Verdict::cancel: return InstanceState::cancelled;
  }
  return InstanceState::ready;
}

namespace detail {
inline Verdict judge_success(InstanceState state, bool tolerated) {
  if (state == InstanceState::succeeded || tolerated) return Verdict::start;
  return state == InstanceState::skipped ? Verdict::skip : Verdict::upstream_failed;
}
}  // namespace detail

inline Verdict judge(EdgeCondition condition, InstanceState state, const JobTask& source) {
  if (state == InstanceState::cancelled) return Verdict::cancel;
  const bool tolerated = state == InstanceState::failed && source.allow_failure;
  switch (condition) {
    case EdgeCondition::completed: return Verdict::start;
    case EdgeCondition::failed:
      if (state == InstanceState::failed) return Verdict::start;
      return state == InstanceState::upstream_failed ? Verdict::upstream_failed : Verdict::skip;
    case EdgeCondition::succeeded_or_skipped:
      return detail::judge_success(state, tolerated || state == InstanceState::skipped);
    case EdgeCondition::succeeded: break;
  }
  return detail::judge_success(state, tolerated);
}

inline Frontier::Frontier(const PipelineJob& job) {
  tallies_.reserve(job.tasks().size());
  for (std::uint32_t t = 0; t < job.tasks().size(); ++t) {
    const auto edges = job.predecessors(TaskId{t}).size();
    tallies_.push_back(
        {.open = job.task(TaskId{t}).count, .predecessors = static_cast<std::uint32_t>(edges)});
  }
}

template <class Decided>
void Frontier::begin(const PipelineJob& job, Decided&& decided) {
  for (std::uint32_t t = 0; t < job.tasks().size(); ++t) {
    if (job.predecessors(TaskId{t}).empty()) decide(job, TaskId{t}, decided);
  }
}

template <class Decided>
void Frontier::end(const PipelineJob& job, InstanceId instance, InstanceState state,
                   Decided&& decided) {
  const TaskId task = job.task_of(instance);
  Tally& own = tallies_[task.value];
  own.seen = static_cast<std::uint8_t>(own.seen | bit(state));
  if (--own.open == 0) settle(job, task, this->state(task), decided);
}

template <class Decided>
void Frontier::settle(const PipelineJob& job, TaskId task, InstanceState whole, Decided& decided) {
  for (const JobEdge& edge : job.dependents(task)) {
    Tally& dependent = tallies_[edge.task.value];
    const Verdict verdict = judge(edge.condition, whole, job.task(task));
    if (verdict > dependent.worst) dependent.worst = verdict;
    if (--dependent.predecessors == 0) decide(job, edge.task, decided);
  }
}

template <class Decided>
void Frontier::decide(const PipelineJob& job, TaskId task, Decided& decided) {
  const Verdict verdict = tallies_[task.value].worst;
  if (tallies_[task.value].open != 0) {
    decided(task, verdict);
  } else {
    settle(job, task, verdict == Verdict::start ? InstanceState::succeeded : state_of(verdict),
           decided);
  }
}

inline InstanceState Frontier::state(TaskId task) const {
  using enum InstanceState;
  const std::uint8_t seen = tallies_[task.value].seen;
  for (const InstanceState strongest : {cancelled, failed, upstream_failed, succeeded}) {
    if ((seen & bit(strongest)) != 0) return strongest;
  }
  return seen == 0 ? succeeded : skipped;
}

}  // namespace headway::inline v0

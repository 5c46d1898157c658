// A job on its way: what the scheduler keeps of it until it ends.
#pragma once

#include <headway/event/frontier.hpp>
#include <headway/job/pipeline_job.hpp>
#include <headway/schedule/dispatch_class.hpp>
#include <headway/schedule/instance_record.hpp>
#include <headway/schedule/policy.hpp>
#include <headway/schedule/rank.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Plain arrays per instance and per task, lines per class. Owned by the scheduler.
class ScheduledJob {
 public:
  ScheduledJob(JobId id, std::uint32_t serial, std::shared_ptr<const PipelineJob> job, Order order,
               Pool& pool);

  [[nodiscard]] const PipelineJob& job() const { return *job_; }
  [[nodiscard]] JobId id() const { return id_; }
  [[nodiscard]] std::uint32_t serial() const { return serial_; }
  [[nodiscard]] const JobTask& task_of(InstanceId id) const {
    return job_->task(job_->task_of(id));
  }
  [[nodiscard]] InstanceRecord& record(InstanceId id) { return records_[id.value]; }
  [[nodiscard]] DispatchClass& class_of(InstanceId id);

  void line_up_ready(InstanceId id) { class_of(id).ready.push(next_key(id)); }
  void line_up_intended(InstanceId id) { class_of(id).intended.push(next_key(id)); }

  /// The class whose line of `phase` has the best first instance, among those that may have come to
  /// fit since they last did not; null when there is none. Drops what left the line.
  DispatchClass* best_class(Phase phase, std::uint64_t pool_changes);
  DispatchClass::Line& line(DispatchClass& of, Phase phase) const {
    return phase == Phase::ready ? of.ready : of.intended;
  }

  /// Whether the caps and slots of this job admit one more of the class; `hold` and `let_go` count.
  [[nodiscard]] bool admits(const DispatchClass& of) const;
  void hold(DispatchClass& of);
  void let_go(DispatchClass& of);

  /// Counts the end of an instance. `decided` as in Frontier::end.
  template <class Decided>
  void end(InstanceId id, InstanceState state, Cause cause, Decided&& decided);
  template <class Decided>
  void begin(Decided&& decided) {
    frontier_.begin(*job_, decided);
  }
  [[nodiscard]] bool all_ended() const { return open_ == 0; }
  /// The job's own state and cause, once all instances have ended.
  [[nodiscard]] JobState state() const;
  [[nodiscard]] Cause cause() const;

  bool cancelling = false;  // submits nothing new
  bool paused = false;      // until it is resumed

 private:
  void add_class(const Demand& demand, std::uint32_t cap, Pool& pool);
  [[nodiscard]] bool is_job_slot(SlotId slot) const;
  [[nodiscard]] bool waits(InstanceId id, Phase phase) const;
  std::uint64_t next_key(InstanceId id);

  std::shared_ptr<const PipelineJob> job_;
  JobId id_;
  std::uint32_t serial_;
  std::vector<InstanceRecord> records_;
  Frontier frontier_;
  std::vector<std::uint32_t> places_;           // of tasks, by rank; empty: as they come
  std::uint32_t sequence_ = 0;                  // of those that come, without places
  std::vector<DispatchClass> classes_;          // one per shape, then one per capped task
  std::map<std::uint32_t, std::uint32_t> own_;  // capped task -> its class
  std::vector<std::int64_t> slots_left_;        // of slots with a limit of the job's own, by SlotId
  std::uint32_t holders_ = 0;                   // instances with resources
  std::uint32_t open_;                          // instances that have not ended
  std::uint32_t cancelled_ = 0;                 // instances that ended so
  std::uint32_t failed_ = 0;                    // instances that ended so, beyond what is allowed
  Cause failure_{};                             // of the first of them
};

// ---------------------------------------------------------------------------------------------

inline ScheduledJob::ScheduledJob(JobId id, std::uint32_t serial,
                                  std::shared_ptr<const PipelineJob> job, Order order, Pool& pool)
    : job_(std::move(job)),
      id_(id),
      serial_(serial),
      records_(job_->instance_count()),
      frontier_(*job_),
      slots_left_(job_->slots().size(), -1),
      open_(job_->instance_count()) {
  if (order == Order::critical_path) places_ = places_by_rank(*job_);
  for (const auto& [slot, capacity] : job_->job_slots()) slots_left_[slot.value] = capacity;
  for (const auto& [slot, capacity] : job_->capped_slots()) slots_left_[slot.value] = capacity;
  for (const Demand& demand : job_->shapes()) add_class(demand, 0, pool);
  for (std::uint32_t t = 0; t < job_->tasks().size(); ++t) {
    const JobTask& task = job_->task({t});
    if (task.max_parallel == 0 || task.max_parallel >= task.count || !task.has_session) continue;
    own_.emplace(t, static_cast<std::uint32_t>(classes_.size()));
    add_class(job_->demand(task.shape), task.max_parallel, pool);
  }
}

/// At construction: a slot with a limit of the job's own holds it, every other -1.
inline void ScheduledJob::add_class(const Demand& demand, std::uint32_t cap, Pool& pool) {
  DispatchClass added{.cap = cap};
  Resources shared;
  for (const auto& [slot, amount] : demand) {
    if (slots_left_[slot.value] >= 0) added.job_amounts.emplace_back(slot.value, amount);
    if (!is_job_slot(slot)) shared.set(job_->slots()[slot.value], {amount});
  }
  added.demand = pool.intern(shared);
  classes_.push_back(std::move(added));
}

inline bool ScheduledJob::is_job_slot(SlotId slot) const {
  for (const auto& [known, capacity] : job_->job_slots()) {
    if (known == slot) return true;
  }
  return false;
}

inline DispatchClass& ScheduledJob::class_of(InstanceId id) {
  const TaskId task = job_->task_of(id);
  if (job_->task(task).max_parallel != 0 && !own_.empty()) {
    const auto own = own_.find(task.value);
    if (own != own_.end()) return classes_[own->second];
  }
  return classes_[job_->task(task).shape.value];
}

inline std::uint64_t ScheduledJob::next_key(InstanceId id) {
  return key_of(places_.empty() ? sequence_++ : places_[job_->task_of(id).value], id);
}

inline bool ScheduledJob::waits(InstanceId id, Phase phase) const {
  const InstanceRecord& record = records_[id.value];
  return record.phase == phase && record.hold == no_hold;
}

inline DispatchClass* ScheduledJob::best_class(Phase phase, std::uint64_t pool_changes) {
  DispatchClass* best = nullptr;
  for (DispatchClass& candidate : classes_) {
    if (candidate.blocked_at == pool_changes) continue;
    DispatchClass::Line& waiting = line(candidate, phase);
    while (!waiting.empty() && !waits(instance_of(waiting.top()), phase)) waiting.pop();
    if (waiting.empty()) continue;
    if (best == nullptr || waiting.top() < line(*best, phase).top()) best = &candidate;
  }
  return best;
}

inline bool ScheduledJob::admits(const DispatchClass& of) const {
  if (job_->max_parallel() != 0 && holders_ >= job_->max_parallel()) return false;
  if (of.cap != 0 && of.holders >= of.cap) return false;
  for (const auto& [slot, amount] : of.job_amounts) {
    if (slots_left_[slot] < amount) return false;
  }
  return true;
}

inline void ScheduledJob::hold(DispatchClass& of) {
  ++holders_;
  ++of.holders;
  for (const auto& [slot, amount] : of.job_amounts) slots_left_[slot] -= amount;
}

inline void ScheduledJob::let_go(DispatchClass& of) {
  --holders_;
  --of.holders;
  for (const auto& [slot, amount] : of.job_amounts) slots_left_[slot] += amount;
}

template <class Decided>
void ScheduledJob::end(InstanceId id, InstanceState state, Cause cause, Decided&& decided) {
  records_[id.value].phase = Phase::ended;
  --open_;
  if (state == InstanceState::cancelled) ++cancelled_;
  const bool counts = state == InstanceState::failed && !task_of(id).allow_failure;
  if (counts && failed_++ == 0) failure_ = cause;
  frontier_.end(*job_, id, state, decided);
}

inline JobState ScheduledJob::state() const {
  if (cancelled_ != 0) return JobState::cancelled;
  return failed_ != 0 ? JobState::failed : JobState::succeeded;
}

inline Cause ScheduledJob::cause() const {
  return cancelled_ != 0 ? Cause{Cause::Kind::cancelled_by_user} : failure_;
}

}  // namespace headway::inline v0

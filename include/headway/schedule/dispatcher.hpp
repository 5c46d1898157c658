// The dispatcher: which waiting instance gets what, and who holds it.
#pragma once

#include <headway/schedule/command.hpp>
#include <headway/schedule/scheduled_job.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Owns the pool and what is held of it. Every change of an instance's phase goes through `move`,
/// which counts the intents that are ahead of their resources.
class Dispatcher {
 public:
  Dispatcher(SchedulePolicy policy, std::unique_ptr<NodeChoice> choice)
      : policy_(policy), pool_(std::move(choice)) {}

  [[nodiscard]] const SchedulePolicy& policy() const { return policy_; }
  [[nodiscard]] Pool& pool() { return pool_; }

  void move(InstanceRecord& record, Phase to) { move(record, to, record.hold); }
  /// Gives back what the instance holds, if it does.
  void release(ScheduledJob& job, InstanceId id);
  /// Sets aside what a session found again holds; without a placement, what its class asks for.
  void retake(ScheduledJob& job, InstanceId id, const Placement* placement);

  /// The first recorded intent of the job whose resources are free: takes them.
  std::optional<InstanceId> next_launch(ScheduledJob& job);
  /// The first ready instance of the job that could start now, for which the resources are set
  /// aside, or that is among the next `intents_ahead`.
  std::optional<IntendAttempt> next_intent(ScheduledJob& job);
  /// The launch of an instance that holds its resources already.
  LaunchSession launch(ScheduledJob& job, InstanceId id);

 private:
  void move(InstanceRecord& record, Phase to, std::uint32_t hold);
  std::optional<std::uint32_t> take(ScheduledJob& job, DispatchClass& of);
  std::uint32_t keep(ScheduledJob& job, DispatchClass& of, Grant grant);

  SchedulePolicy policy_;
  Pool pool_;
  std::vector<std::optional<Grant>> holds_;  // by number; empty ones are in spare_
  std::vector<std::uint32_t> spare_;         // numbers of holds given back
  std::uint32_t ahead_ = 0;                  // instances whose record is `ahead`
};

// ---------------------------------------------------------------------------------------------

inline void Dispatcher::move(InstanceRecord& record, Phase to, std::uint32_t hold) {
  if (record.ahead()) --ahead_;
  record.phase = to;
  record.hold = hold;
  if (record.ahead()) ++ahead_;
}

inline std::uint32_t Dispatcher::keep(ScheduledJob& job, DispatchClass& of, Grant grant) {
  job.lines().hold(of);
  if (spare_.empty()) {
    holds_.emplace_back(std::move(grant));
    return static_cast<std::uint32_t>(holds_.size() - 1);
  }
  const std::uint32_t number = spare_.back();
  spare_.pop_back();
  holds_[number] = std::move(grant);
  return number;
}

inline void Dispatcher::release(ScheduledJob& job, InstanceId id) {
  InstanceRecord& record = job.record(id);
  if (record.hold == no_hold) return;
  const std::uint32_t number = record.hold;
  move(record, record.phase, no_hold);
  pool_.release(std::move(*holds_[number]));
  holds_[number].reset();
  spare_.push_back(number);
  job.lines().let_go(job.class_of(id));
}

inline void Dispatcher::retake(ScheduledJob& job, InstanceId id, const Placement* placement) {
  InstanceRecord& record = job.record(id);
  if (record.hold != no_hold) return;
  DispatchClass& of = job.class_of(id);
  std::optional<Grant> grant;
  if (placement == nullptr) grant = pool_.acquire(of.demand);
  if (!grant) {
    const Placement guess{.node = std::string(pool_.first_node()),
                          .granted = pool_.resources_of(of.demand)};
    grant = pool_.retake(placement != nullptr ? *placement : guess);
  }
  move(record, record.phase, keep(job, of, std::move(*grant)));
}

/// The number of a fresh hold; nothing, and the class is blocked, when it does not fit now.
inline std::optional<std::uint32_t> Dispatcher::take(ScheduledJob& job, DispatchClass& of) {
  if (of.blocked_at == pool_.changes()) return {};
  if (job.lines().admits(of)) {
    if (auto grant = pool_.acquire(of.demand)) return keep(job, of, std::move(*grant));
  }
  of.blocked_at = pool_.changes();
  return {};
}

inline LaunchSession Dispatcher::launch(ScheduledJob& job, InstanceId id) {
  InstanceRecord& record = job.record(id);
  move(record, Phase::launched);
  return {.job = job.id(),
          .instance = id,
          .attempt = record.attempt,
          .placement = pool_.placement_of(*holds_[record.hold])};
}

inline std::optional<InstanceId> Dispatcher::next_launch(ScheduledJob& job) {
  if (ahead_ == 0) return {};
  while (DispatchClass* of = job.best_class(Phase::intended, pool_.changes())) {
    const auto hold = take(job, *of);
    if (!hold) continue;
    const InstanceId id = instance_of(of->intended.top());
    of->intended.pop();
    move(job.record(id), Phase::intended, *hold);
    return id;
  }
  return {};
}

inline std::optional<IntendAttempt> Dispatcher::next_intent(ScheduledJob& job) {
  constexpr auto blocked_ones_too = UINT64_MAX;
  while (true) {
    const bool more = ahead_ < policy_.intents_ahead;
    DispatchClass* of = job.best_class(Phase::ready, more ? blocked_ones_too : pool_.changes());
    if (of == nullptr) return {};
    const auto hold = take(job, *of);
    if (!hold && !more) continue;
    const InstanceId id = instance_of(of->ready.top());
    of->ready.pop();
    InstanceRecord& record = job.record(id);
    move(record, Phase::asked, hold.value_or(no_hold));
    return IntendAttempt{.job = job.id(), .instance = id, .attempt = record.attempt + 1};
  }
}

}  // namespace headway::inline v0

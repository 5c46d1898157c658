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
  std::optional<std::uint32_t> take(ScheduledJob& job, std::uint32_t number, Phase phase);
  static InstanceId pop(ScheduledJob& job, std::uint32_t number, Phase phase);
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
                          .granted = pool_[of.demand].words};
    grant = pool_.retake(placement != nullptr ? *placement : guess);
  }
  move(record, record.phase, keep(job, of, std::move(*grant)));
}

/// The number of a fresh hold; nothing, and the class is parked or blocked, when it does not fit.
inline std::optional<std::uint32_t> Dispatcher::take(ScheduledJob& job, std::uint32_t number,
                                                     Phase phase) {
  LineTree& tree = job.lines().tree(phase);
  if (tree.state(number) == LineTree::parked) return {};
  DispatchClass& of = job.lines().at(number);
  const std::uint32_t group = job.lines().refusing(of);
  if (group != 0) {
    job.lines().park(number, phase, group);
  } else if (auto grant = pool_.acquire(of.demand)) {
    return keep(job, of, std::move(*grant));
  } else {
    tree.set_state(number, LineTree::blocked);
  }
  return {};
}

inline InstanceId Dispatcher::pop(ScheduledJob& job, std::uint32_t number, Phase phase) {
  const InstanceId id = instance_of(job.lines().at(number).line(phase).top());
  job.lines().pop(number, phase);
  return id;
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
  while (true) {
    const std::uint32_t number = job.first_to_try(Phase::intended, pool_);
    if (number == LineTree::no_class) return {};
    const auto hold = take(job, number, Phase::intended);
    if (!hold) continue;
    const InstanceId id = pop(job, number, Phase::intended);
    move(job.record(id), Phase::intended, *hold);
    return id;
  }
}

inline std::optional<IntendAttempt> Dispatcher::next_intent(ScheduledJob& job) {
  while (true) {
    const bool more = ahead_ < policy_.intents_ahead;
    const std::uint32_t number =
        more ? job.first(Phase::ready) : job.first_to_try(Phase::ready, pool_);
    if (number == LineTree::no_class) return {};
    const auto hold = take(job, number, Phase::ready);
    if (!hold && !more) continue;
    const InstanceId id = pop(job, number, Phase::ready);
    InstanceRecord& record = job.record(id);
    move(record, Phase::asked, hold.value_or(no_hold));
    return IntendAttempt{.job = job.id(), .instance = id, .attempt = record.attempt + 1};
  }
}

}  // namespace headway::inline v0

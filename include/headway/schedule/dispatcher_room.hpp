// The dispatcher, room that is kept: for what was passed over too often.
#pragma once

#include <headway/schedule/dispatcher.hpp>

namespace headway::inline v0 {

/// The class with the best first among those that have no room.
inline Dispatcher::Head Dispatcher::head_of(ScheduledJob& job, Phase phase) {
  const std::uint32_t first = job.first_blocked(phase);
  if (first == LineTree::no_class) return {};
  return {job.serial(), first, job.lines().at(first).demand};
}

/// Whether the class may start before what has no room. If that was passed over too often a machine
/// is kept for it instead: then what fits is to be found again.
inline bool Dispatcher::may_pass(ScheduledJob& job, std::uint32_t number, Phase phase) {
  if (pool_.reservation().kept()) return true;
  Head head = met_;
  const LineTree& tree = job.lines().tree(phase);
  if (head == Head{}) head = head_of(job, phase);
  const bool first = head == Head{} || (head.job == job.serial() && head.number == number);
  if (first || (met_ == Head{} && tree.key(number) < tree.key(head.number))) {
    if (passed_.job == job.serial() && passed_.number == number) passes_ = 0;
    return true;
  }
  passes_ = head == passed_ ? passes_ + 1 : 1;
  passed_ = head;
  return passes_ <= policy_.patience || !pool_.keep(head.demand);
}

/// When the kept demand fits if all that is held of the machine is given back as expected.
inline Instant Dispatcher::shadow() const {
  const Reservation& reservation = pool_.reservation();
  MinHeap<std::pair<Instant, std::uint32_t>> ending;
  for (std::uint32_t i = 0; i < holds_.size(); ++i) {
    if (!holds_[i] || holds_[i]->grant.node() != reservation.machine()) continue;
    if (holds_[i]->ends == Instant{}) return {};
    ending.push({holds_[i]->ends, i});
  }
  Machine machine = pool_[reservation.machine()];
  reservation.show_all(machine);
  for (; !ending.empty(); ending.pop()) {
    const Grant& grant = holds_[ending.top().second]->grant;
    machine.take(pool_[grant.demand()], grant.gpus(), -1);
    if (fit_on(machine, pool_[reservation.demand()]).fits) return ending.top().first;
  }
  return {};
}

inline std::optional<std::uint32_t> Dispatcher::kept_for() const {
  return pool_.reservation().kept() ? std::optional(passed_.job) : std::nullopt;
}

inline std::optional<Command> Dispatcher::next_kept(ScheduledJob& job) {
  for (const Phase phase : {Phase::intended, Phase::ready}) {
    if (!job.waits_in(passed_.number, phase)) continue;
    if (tried_at_ == pool_.changes()) return {};
    DispatchClass& of = job.lines().at(passed_.number);
    if (job.lines().refusing(of) != 0) return {};
    if (!admits(job, of)) break;  // its owner's other jobs have come before it
    tried_at_ = pool_.changes();
    auto grant = pool_.acquire_kept(of.demand);
    if (!grant) return {};
    pool_.end_reservation();
    passes_ = 0;
    const Duration estimate = job.estimate(passed_.number, phase);
    const std::uint32_t hold = keep(job, of, std::move(*grant), estimate);
    if (phase == Phase::ready) return intend(job, passed_.number, hold);
    const InstanceId id = pop(job, passed_.number, phase);
    move(job.record(id), phase, hold);
    return launch(job, id);
  }
  pool_.end_reservation();
  return {};
}

}  // namespace headway::inline v0

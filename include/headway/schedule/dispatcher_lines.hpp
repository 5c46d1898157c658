// The dispatcher, lines: short sessions that take over from each other.
#pragma once

#include <headway/schedule/dispatcher.hpp>

namespace headway::inline v0 {

/// Whether there was a successor. What is stopped before it began takes over as well: whether it
/// began is known when it has ended.
inline bool Dispatcher::pass_on(ScheduledJob& job, Succession& succession, std::uint32_t number) {
  const Successor* heir = first_waiting(job, succession);
  if (heir == nullptr) {
    --succession.places;
    return false;
  }
  holds_[number]->began = {};
  holds_[number]->ends = expected_end(job.estimate(heir->instance));
  InstanceRecord& record = job.record(heir->instance);
  succession.waiting.pop();
  move(record, record.phase, number);
  return true;
}

inline const Successor* Dispatcher::first_waiting(ScheduledJob& job, Succession& of) {
  return of.first([&](const Successor& next) {
    const InstanceRecord& record = job.record(next.instance);
    return record.attempt == next.attempt && record.succeeds_another();
  });
}

inline void Dispatcher::began(InstanceRecord& record, Instant at) {
  if (record.hold != no_hold) holds_[record.hold]->began = at;
}

inline void Dispatcher::ended(ScheduledJob& job, InstanceId id, Instant at) {
  const InstanceRecord& record = job.record(id);
  if (record.hold == no_hold) return;
  const Hold& hold = *holds_[record.hold];
  if (hold.line == LineKind::none || !hold.began) return;
  Succession& succession = job.class_of(id).succession(hold.line);
  succession.ended_after(at - *hold.began);
  any_brief_ = any_brief_ || succession.brief;
}

inline void Dispatcher::called_back(ScheduledJob& job, InstanceId id) {
  const LineKind line = job.task_of(id).line;
  if (line != LineKind::none) job.class_of(id).succession(line).waiting.remove(id);
}

/// What it holds is passed on when it ends. Devices are not: each is given by name.
inline void Dispatcher::join_line(ScheduledJob& job, InstanceId id, LaunchSession& launch) {
  Hold& hold = *holds_[job.record(id).hold];
  if (!hold.grant.gpus().empty() || !pool_.has_one_node()) return;
  Succession& succession = job.class_of(id).succession(job.task_of(id).line);
  if (succession.number == 0) succession.number = ++lines_;
  if (hold.line == LineKind::none) ++succession.places;
  hold.line = job.task_of(id).line;
  succession.placement = hold.placement;
  launch.line = succession.number;
  launch.places = succession.places;
}

/// How long it may wait for its start is watched only while it is not launched; and behind a
/// failure it would start although nothing is to.
inline bool Dispatcher::may_wait_in_line(const ScheduledJob& job, InstanceId id) {
  return job.task_of(id).line != LineKind::none && !job.fails_fast(id) &&
         !(job.has_timeouts(id) && job.timeouts_of(id).queue.us > 0);
}

/// Whether what is ready may be intended, and is served before the first intent of the class.
inline bool Dispatcher::is_outranked(ScheduledJob& job, std::uint32_t number) const {
  if (ahead_ >= most_ahead()) return false;
  const std::uint32_t ready = job.first(Phase::ready);
  return ready != LineTree::no_class &&
         job.lines().tree(Phase::ready).key(ready) < job.lines().tree(Phase::intended).key(number);
}

/// Not while a machine is kept: what it is kept for waits for what is held, not for successors.
inline std::optional<LaunchSession> Dispatcher::next_successor(ScheduledJob& job) {
  if (ahead_ == 0 || pool_.reservation().kept() || pool_.overdrawn()) return {};
  const std::uint32_t number = job.first(Phase::intended);
  if (number == LineTree::no_class || is_outranked(job, number)) return {};
  const InstanceId id = instance_of(job.lines().at(number).line(Phase::intended).top());
  if (!may_wait_in_line(job, id)) return {};
  Succession& succession = job.lines().at(number).succession(job.task_of(id).line);
  if (!succession.brief || succession.waiting.size() >= succession.room(policy_.successors)) {
    return {};
  }
  pop(job, number, Phase::intended);
  InstanceRecord& record = job.record(id);
  move(record, Phase::launched);
  succession.waiting.push({id, record.attempt, now_});
  return LaunchSession{.job = job.id(),
                       .instance = id,
                       .attempt = record.attempt,
                       .placement = succession.placement,
                       .line = succession.number,
                       .places = succession.places};
}

}  // namespace headway::inline v0

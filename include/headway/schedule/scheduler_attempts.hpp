// The scheduler, facts in: the life of an attempt, from its intent to its end.
#pragma once

#include <headway/schedule/scheduler.hpp>

namespace headway::inline v0 {

inline void Scheduler::take(ScheduledJob& job, const AttemptIntended& fact, Instant at) {
  InstanceRecord& record = job.record(fact.instance);
  const bool replayed = record.phase == Phase::ready;
  const bool waits = replayed || record.phase == Phase::asked || record.phase == Phase::retrying;
  if (!waits || fact.attempt != record.attempt + 1) return;
  record.attempt = fact.attempt;
  dispatcher_.move(record, Phase::intended);
  if (replayed) job.leave_line(fact.instance, Phase::ready);
  if (record.hold == no_hold) return job.line_up(fact.instance, Phase::intended, at);
  wishes_.push({.kind = Wish::Kind::launch,
                .job = job.serial(),
                .first = fact.instance.value,
                .attempt = fact.attempt,
                .time = at});
}

/// Whether the attempt is the present one, was intended, and has not ended.
inline bool Scheduler::open(const InstanceRecord& record, Attempt attempt) {
  return record.attempt == attempt &&
         (record.live() || record.awaited() || record.phase == Phase::parked);
}

/// The session of an attempt exists that was intended, or looked up.
inline void Scheduler::found(ScheduledJob& job, InstanceId id, const Placement* placement) {
  InstanceRecord& record = job.record(id);
  dispatcher_.move(record, Phase::launched);
  job.leave_line(id, Phase::intended);
  dispatcher_.retake(job, id, placement);
  job.notes().forgive_queue(id);
  wish_what_was_missed(job, id);
}

/// What could not be done to an instance while nobody knew whether it had a session.
inline void Scheduler::wish_what_was_missed(ScheduledJob& job, InstanceId id) {
  if (job.halted(id)) wish(job, Wish::Kind::cancel, id.value, id.value + 1);
  const Cause::Kind overdue = job.notes().overdue(id);
  if (overdue == Cause::Kind::none) return;
  wishes_.push({.kind = Wish::Kind::expire,
                .job = job.serial(),
                .first = id.value,
                .attempt = job.record(id).attempt - 1,
                .cause = {overdue}});
}

inline void Scheduler::take(ScheduledJob& job, const SessionAccepted& fact, Instant) {
  const InstanceRecord& record = job.record(fact.instance);
  if (open(record, fact.attempt) && record.awaited()) {
    found(job, fact.instance, fact.placement.get());
  }
}

inline void Scheduler::take(ScheduledJob& job, const SessionStarted& fact, Instant at) {
  InstanceRecord& record = job.record(fact.instance);
  if (!open(record, fact.attempt)) return;
  if (record.awaited()) found(job, fact.instance, nullptr);
  if (record.phase != Phase::launched) return;
  dispatcher_.move(record, Phase::running);
  dispatcher_.began(record, at);
  if (!job.has_timeouts(fact.instance)) return;
  const Timeouts& limits = job.timeouts_of(fact.instance);
  set_timer(job, fact.instance, fact.attempt, Timer::Kind::run, at, limits.run);
  set_timer(job, fact.instance, fact.attempt, Timer::Kind::heartbeat, at, limits.heartbeat);
}

inline void Scheduler::take(ScheduledJob& job, const AttemptParked& fact, Instant) {
  InstanceRecord& record = job.record(fact.instance);
  if (!open(record, fact.attempt) || record.phase == Phase::parked) return;
  dispatcher_.release(job, fact.instance);
  dispatcher_.move(record, Phase::parked);
  wait_until(job, fact.instance, fact.until);
}

inline void Scheduler::take(ScheduledJob& job, const AttemptEnded& fact, Instant at) {
  InstanceRecord& record = job.record(fact.instance);
  if (!open(record, fact.attempt)) return;
  dispatcher_.ended(job, fact.instance, at);
  dispatcher_.release(job, fact.instance);
  if (fact.cause.kind == Cause::Kind::none) {
    return end(job, fact.instance, InstanceState::succeeded, {}, at);
  }
  const auto rule = rule_for(job.retry_of(fact.instance), fact.cause, fact.message);
  record.count_loss(is_loss(fact.cause));
  dispatcher_.move(record, Phase::attempt_over);
  wishes_.push({.kind = Wish::Kind::conclude,
                .job = job.serial(),
                .first = fact.instance.value,
                .last = rule ? job.count_retry(fact.instance, *rule) : 0,
                .attempt = fact.attempt,
                .rule = rule.value_or(no_rule),
                .cause = fact.cause,
                .time = at});
}

inline void Scheduler::take(ScheduledJob& job, const AttemptAbsent& fact, Instant at) {
  InstanceRecord& record = job.record(fact.instance);
  if (!open(record, fact.attempt) || record.phase == Phase::intended) return;
  dispatcher_.called_back(job, fact.instance);
  dispatcher_.move(record, Phase::intended);  // before: it is not its own successor
  dispatcher_.release(job, fact.instance);
  job.line_up(fact.instance, Phase::intended, at);
  wish_what_was_missed(job, fact.instance);
}

inline void Scheduler::take(ScheduledJob& job, const InstanceRetrying& fact, Instant) {
  InstanceRecord& record = job.record(fact.instance);
  const bool due = record.phase == Phase::attempt_over || record.phase == Phase::decided ||
                   record.phase == Phase::asking;
  if (!due || record.attempt != fact.attempt) return;
  if (fact.resources) job.change_request(fact.instance, *fact.resources, dispatcher_.pool());
  dispatcher_.move(record, Phase::retrying);
  timers_.push({fact.until, job.serial(), fact.instance, fact.attempt, Timer::Kind::retry});
  if (job.halted(fact.instance)) {
    wish(job, Wish::Kind::cancel, fact.instance.value, fact.instance.value + 1);
  }
}

}  // namespace headway::inline v0

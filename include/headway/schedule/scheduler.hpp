// The scheduler: events in, commands out; a pure state machine.
#pragma once

#include <headway/schedule/command.hpp>
#include <headway/schedule/conclusion.hpp>
#include <headway/schedule/dispatcher.hpp>
#include <headway/schedule/job_table.hpp>
#include <headway/schedule/policy.hpp>
#include <headway/schedule/timers.hpp>
#include <headway/schedule/wish.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// Decides what happens next. No I/O, clock, threads or callbacks: `now` is an argument, and the
/// same events give the same commands, so that resuming a job is replaying its events through a
/// fresh one.
///
/// The caller drains `next`, records what each command says as an event, and applies that event
/// too; `apply` of a fact the scheduler already acted on changes nothing. After the events of a job
/// from an earlier engine it applies a JobResumed: intents that were open are then looked up by the
/// caller, which says AttemptAbsent, SessionAccepted or AttemptEnded of each. One thread at a time.
class Scheduler {
 public:
  explicit Scheduler(SchedulePolicy policy) : dispatcher_(policy) {}

  /// Takes in a fact: jobs, nodes, sessions and requests are all events. Facts about a job that is
  /// not known, or has ended, change nothing.
  void apply(const Event& event, Instant now);

  /// The next wish, in a deterministic order; nothing when there is none until something happens.
  std::optional<Command> next(Instant now);

  /// The earliest retry or timeout; nothing when only events can change anything.
  [[nodiscard]] std::optional<Instant> wake_at() const;

 private:
  // What each fact changes.
  void take(ScheduledJob& job, const JobCancelRequested& fact, Instant at);
  void take(ScheduledJob& job, const JobPaused& fact, Instant at);
  void take(ScheduledJob& job, const JobResumed& fact, Instant at);
  void take(ScheduledJob& job, const JobEnded& fact, Instant at);
  void take(ScheduledJob& job, const AttemptIntended& fact, Instant at);
  void take(ScheduledJob& job, const SessionAccepted& fact, Instant at);
  void take(ScheduledJob& job, const SessionStarted& fact, Instant at);
  void take(ScheduledJob& job, const AttemptEnded& fact, Instant at);
  void take(ScheduledJob& job, const AttemptAbsent& fact, Instant at);
  void take(ScheduledJob& job, const InstanceRetrying& fact, Instant at);
  void take(ScheduledJob& job, const InstanceEnded& fact, Instant at);
  template <class Other>
  void take(ScheduledJob& /*job*/, const Other& /*fact*/, Instant /*at*/) {}

  void start(const Event& event, const JobStarted& fact);
  void decided(ScheduledJob& job, TaskId task, Verdict verdict);
  void make_ready(ScheduledJob& job, InstanceId id);
  void found(ScheduledJob& job, InstanceId id, const Placement* placement);
  void end(ScheduledJob& job, InstanceId id, InstanceState state, Cause cause);
  void wish_cancel(const ScheduledJob& job, std::uint32_t first, std::uint32_t last);
  [[nodiscard]] static bool open(const InstanceRecord& record, Attempt attempt);

  // What each wish comes to when it is popped.
  std::optional<Command> next_wish();
  std::optional<Command> grant(ScheduledJob& job, const Wish& wish);
  std::optional<Command> grant_launch(ScheduledJob& job, const Wish& wish);
  std::optional<Command> grant_stop(ScheduledJob& job, InstanceId id, Cause why);
  std::optional<Command> conclude(ScheduledJob& job, const Wish& wish);
  std::optional<Command> next_end(ScheduledJob& job, Wish& wish);
  std::optional<Command> next_cancel(ScheduledJob& job, Wish& wish);
  std::optional<Command> cancel(ScheduledJob& job, InstanceId id);
  Command decide_end(ScheduledJob& job, InstanceId id, InstanceState state, Cause cause);

  std::optional<Command> dispatch();
  void ring(Instant now);
  [[nodiscard]] bool means_nothing(const Timer& timer) const;
  void drop_stale_timers();

  Dispatcher dispatcher_;
  JobTable jobs_;
  WishQueue wishes_;
  Timers timers_;  // its top means something
};

// ---------------------------------------------------------------------------------------------

// --- facts -------------------------------------------------------------------------------------

inline void Scheduler::apply(const Event& event, Instant /*now*/) {
  if (const auto* nodes = std::get_if<NodesChanged>(&event.fact)) {
    dispatcher_.pool().set_nodes(nodes->nodes);
  } else if (const auto* started = std::get_if<JobStarted>(&event.fact)) {
    start(event, *started);
  } else if (ScheduledJob* job = jobs_.find(event.job)) {
    std::visit([&](const auto& fact) { take(*job, fact, event.time); }, event.fact);
    drop_stale_timers();
  }
}

inline void Scheduler::start(const Event& event, const JobStarted& fact) {
  if (jobs_.find(event.job) != nullptr) return;
  ScheduledJob& job = jobs_.add(std::make_unique<ScheduledJob>(
      event.job, jobs_.next_serial(), fact.job, dispatcher_.policy().order, dispatcher_.pool()));
  job.begin([&](TaskId task, Verdict verdict) { decided(job, task, verdict); });
  if (job.all_ended()) wishes_.push({.kind = Wish::Kind::end_job, .job = job.serial()});
}

/// The edges of a task have spoken.
inline void Scheduler::decided(ScheduledJob& job, TaskId task, Verdict verdict) {
  const JobTask& plan = job.job().task(task);
  const std::uint32_t last = plan.first.value + plan.count;
  if (job.cancelling) return wish_cancel(job, plan.first.value, last);
  Wish end{.kind = Wish::Kind::end, .job = job.serial(), .first = plan.first.value, .last = last};
  if (verdict != Verdict::start) {
    end.state = state_of(verdict);
    end.cause.kind = Cause::Kind::upstream;
    wishes_.push(end);
  } else if (!plan.has_session) {
    wishes_.push(end);
  } else {
    for (std::uint32_t i = plan.first.value; i < last; ++i) {
      if (job.record({i}).phase == Phase::pending) make_ready(job, {i});
    }
  }
}

inline void Scheduler::make_ready(ScheduledJob& job, InstanceId id) {
  dispatcher_.move(job.record(id), Phase::ready);
  job.line_up_ready(id);
}

inline void Scheduler::wish_cancel(const ScheduledJob& job, std::uint32_t first,
                                   std::uint32_t last) {
  wishes_.push({.kind = Wish::Kind::cancel, .job = job.serial(), .first = first, .last = last});
}

inline void Scheduler::take(ScheduledJob& job, const JobCancelRequested&, Instant) {
  if (job.cancelling) return;
  job.cancelling = true;
  wish_cancel(job, 0, job.job().instance_count());
}

inline void Scheduler::take(ScheduledJob& job, const JobPaused&, Instant) { job.paused = true; }

inline void Scheduler::take(ScheduledJob& job, const JobResumed&, Instant) {
  job.paused = false;
  for (std::uint32_t i = 0; i < job.job().instance_count(); ++i) {
    job.record({i}).losses = 0;  // an engine that went away says nothing about the task
    if (job.record({i}).phase != Phase::intended) continue;
    dispatcher_.release(job, {i});
    dispatcher_.move(job.record({i}), Phase::uncertain);
  }
}

inline void Scheduler::take(ScheduledJob& job, const JobEnded&, Instant) {
  for (std::uint32_t i = 0; i < job.job().instance_count(); ++i) {
    dispatcher_.release(job, {i});
    dispatcher_.move(job.record({i}), Phase::ended);
  }
  jobs_.remove(job);
}

inline void Scheduler::take(ScheduledJob& job, const AttemptIntended& fact, Instant) {
  InstanceRecord& record = job.record(fact.instance);
  const bool waits = record.phase == Phase::ready || record.phase == Phase::asked ||
                     record.phase == Phase::retrying;
  if (!waits || fact.attempt != record.attempt + 1) return;
  record.attempt = fact.attempt;
  dispatcher_.move(record, Phase::intended);
  if (record.hold == no_hold) return job.line_up_intended(fact.instance);
  wishes_.push({.kind = Wish::Kind::launch,
                .job = job.serial(),
                .first = fact.instance.value,
                .attempt = fact.attempt});
}

/// Whether the attempt is the present one, was intended, and has not ended.
inline bool Scheduler::open(const InstanceRecord& record, Attempt attempt) {
  return record.attempt == attempt &&
         (record.live() || record.phase == Phase::intended || record.phase == Phase::uncertain);
}

/// The session of an open attempt exists.
inline void Scheduler::found(ScheduledJob& job, InstanceId id, const Placement* placement) {
  InstanceRecord& record = job.record(id);
  if (record.live()) return;
  dispatcher_.move(record, Phase::launched);
  dispatcher_.retake(job, id, placement);
  if (job.cancelling) wish_cancel(job, id.value, id.value + 1);
}

inline void Scheduler::take(ScheduledJob& job, const SessionAccepted& fact, Instant) {
  if (!open(job.record(fact.instance), fact.attempt)) return;
  found(job, fact.instance, fact.placement.get());
}

inline void Scheduler::take(ScheduledJob& job, const SessionStarted& fact, Instant at) {
  InstanceRecord& record = job.record(fact.instance);
  if (!open(record, fact.attempt)) return;
  found(job, fact.instance, nullptr);
  if (record.phase != Phase::launched) return;
  dispatcher_.move(record, Phase::running);
  const Duration limit = job.task_of(fact.instance).run_timeout;
  if (limit.us > 0) {
    timers_.push(
        {later(at, limit), job.serial(), fact.instance, fact.attempt, Timer::Kind::run_timeout});
  }
}

inline void Scheduler::take(ScheduledJob& job, const AttemptEnded& fact, Instant at) {
  InstanceRecord& record = job.record(fact.instance);
  if (!open(record, fact.attempt)) return;
  dispatcher_.release(job, fact.instance);
  if (fact.cause.kind == Cause::Kind::none) {
    return end(job, fact.instance, InstanceState::succeeded, {});
  }
  count_failure(record, fact.cause);
  dispatcher_.move(record, Phase::attempt_over);
  wishes_.push({.kind = Wish::Kind::conclude,
                .job = job.serial(),
                .first = fact.instance.value,
                .attempt = fact.attempt,
                .cause = fact.cause,
                .time = at});
}

inline void Scheduler::take(ScheduledJob& job, const AttemptAbsent& fact, Instant) {
  InstanceRecord& record = job.record(fact.instance);
  if (!open(record, fact.attempt) || record.phase == Phase::intended) return;
  dispatcher_.release(job, fact.instance);
  dispatcher_.move(record, Phase::intended);
  job.line_up_intended(fact.instance);
  if (job.cancelling) wish_cancel(job, fact.instance.value, fact.instance.value + 1);
}

inline void Scheduler::take(ScheduledJob& job, const InstanceRetrying& fact, Instant) {
  InstanceRecord& record = job.record(fact.instance);
  const bool due = record.phase == Phase::attempt_over || record.phase == Phase::decided;
  if (!due || record.attempt != fact.attempt) return;
  dispatcher_.move(record, Phase::retrying);
  timers_.push({fact.until, job.serial(), fact.instance, fact.attempt, Timer::Kind::retry});
  if (job.cancelling) wish_cancel(job, fact.instance.value, fact.instance.value + 1);
}

inline void Scheduler::take(ScheduledJob& job, const InstanceEnded& fact, Instant) {
  if (job.record(fact.instance).phase == Phase::ended) return;
  dispatcher_.release(job, fact.instance);
  end(job, fact.instance, fact.state, fact.cause);
}

inline void Scheduler::end(ScheduledJob& job, InstanceId id, InstanceState state, Cause cause) {
  dispatcher_.move(job.record(id), Phase::ended);
  job.end(id, state, cause, [&](TaskId task, Verdict verdict) { decided(job, task, verdict); });
  if (job.all_ended()) wishes_.push({.kind = Wish::Kind::end_job, .job = job.serial()});
}

// --- commands ----------------------------------------------------------------------------------

inline std::optional<Command> Scheduler::next(Instant now) {
  ring(now);
  auto command = next_wish();
  if (!command) command = dispatch();
  drop_stale_timers();
  return command;
}

inline std::optional<Instant> Scheduler::wake_at() const {
  return timers_.empty() ? std::nullopt : std::optional(timers_.top().at);
}

/// What has come due.
inline void Scheduler::ring(Instant now) {
  for (; !timers_.empty() && timers_.top().at <= now; drop_stale_timers()) {
    const Timer timer = timers_.top();
    timers_.pop();
    ScheduledJob& job = *jobs_.at(timer.job);
    if (timer.kind == Timer::Kind::retry) {
      make_ready(job, timer.instance);
    } else {
      wishes_.push({.kind = Wish::Kind::stop,
                    .job = timer.job,
                    .first = timer.instance.value,
                    .attempt = timer.attempt,
                    .cause = {Cause::Kind::timeout_run}});
    }
  }
}

inline bool Scheduler::means_nothing(const Timer& timer) const {
  ScheduledJob* job = jobs_.at(timer.job);
  if (job == nullptr) return true;
  const InstanceRecord& record = job->record(timer.instance);
  const Phase wanted = timer.kind == Timer::Kind::retry ? Phase::retrying : Phase::running;
  return record.attempt != timer.attempt || record.phase != wanted;
}

inline void Scheduler::drop_stale_timers() {
  while (!timers_.empty() && means_nothing(timers_.top())) timers_.pop();
}

inline std::optional<Command> Scheduler::next_wish() {
  while (!wishes_.empty()) {
    Wish& wish = wishes_.front();
    ScheduledJob* job = jobs_.at(wish.job);
    std::optional<Command> command;
    if (job != nullptr && wish.kind == Wish::Kind::end) command = next_end(*job, wish);
    if (job != nullptr && wish.kind == Wish::Kind::cancel) command = next_cancel(*job, wish);
    if (command) return command;  // the wish stays: there may be more of it
    const Wish single = wish;
    wishes_.pop();
    if (job != nullptr) command = grant(*job, single);
    if (command) return command;
  }
  return {};
}

/// A wish about one attempt or about the job.
inline std::optional<Command> Scheduler::grant(ScheduledJob& job, const Wish& wish) {
  if (wish.kind == Wish::Kind::end_job) {
    return Decide{.job = job.id(), .fact = JobEnded{job.state(), job.cause()}};
  }
  if (wish.attempt == 0 || job.record({wish.first}).attempt != wish.attempt) return {};
  switch (wish.kind) {
    case Wish::Kind::launch: return grant_launch(job, wish);
    case Wish::Kind::stop: return grant_stop(job, {wish.first}, wish.cause);
    case Wish::Kind::conclude: return conclude(job, wish);
    default: return {};
  }
}

inline std::optional<Command> Scheduler::grant_launch(ScheduledJob& job, const Wish& wish) {
  const InstanceId id{wish.first};
  const InstanceRecord& record = job.record(id);
  if (record.phase != Phase::intended || record.hold == no_hold) return {};
  if (!job.paused && !job.cancelling) return dispatcher_.launch(job, id);
  dispatcher_.release(job, id);
  job.line_up_intended(id);
  return {};
}

inline std::optional<Command> Scheduler::grant_stop(ScheduledJob& job, InstanceId id, Cause why) {
  InstanceRecord& record = job.record(id);
  if (record.phase != Phase::launched && record.phase != Phase::running) return {};
  dispatcher_.move(record, Phase::stopping);
  return StopSession{.job = job.id(), .instance = id, .attempt = record.attempt, .why = why};
}

inline Command Scheduler::decide_end(ScheduledJob& job, InstanceId id, InstanceState state,
                                     Cause cause) {
  dispatcher_.release(job, id);
  dispatcher_.move(job.record(id), Phase::decided);
  return Decide{.job = job.id(), .fact = InstanceEnded{id, state, cause}};
}

inline std::optional<Command> Scheduler::conclude(ScheduledJob& job, const Wish& wish) {
  const InstanceId id{wish.first};
  InstanceRecord& record = job.record(id);
  if (record.phase != Phase::attempt_over) return {};
  dispatcher_.move(record, Phase::decided);
  return Decide{.job = job.id(),
                .fact = conclusion(job.id(), job.task_of(id), id, record, wish.cause, wish.time,
                                   job.cancelling)};
}

inline std::optional<Command> Scheduler::next_end(ScheduledJob& job, Wish& wish) {
  while (wish.first < wish.last) {
    const InstanceId id{wish.first++};
    if (job.record(id).phase == Phase::pending) return decide_end(job, id, wish.state, wish.cause);
  }
  return {};
}

inline std::optional<Command> Scheduler::next_cancel(ScheduledJob& job, Wish& wish) {
  while (wish.first < wish.last) {
    if (auto command = cancel(job, {wish.first++})) return command;
  }
  return {};
}

inline std::optional<Command> Scheduler::cancel(ScheduledJob& job, InstanceId id) {
  const Cause why{Cause::Kind::cancelled_by_user};
  if (job.record(id).idle()) return decide_end(job, id, InstanceState::cancelled, why);
  return grant_stop(job, id, why);
}

/// Launches before intents, so that what is recorded already gets what is free; earlier jobs first,
/// and later ones use what earlier ones cannot.
inline std::optional<Command> Scheduler::dispatch() {
  if (dispatcher_.policy().paused) return {};
  const auto may_start = [](const ScheduledJob& job) { return !job.paused && !job.cancelling; };
  for (const std::uint32_t serial : jobs_.active()) {
    ScheduledJob& job = *jobs_.at(serial);
    if (!may_start(job)) continue;
    if (auto launch = dispatcher_.next_launch(job)) return std::move(*launch);
  }
  for (const std::uint32_t serial : jobs_.active()) {
    ScheduledJob& job = *jobs_.at(serial);
    if (!may_start(job)) continue;
    if (auto intent = dispatcher_.next_intent(job)) return *intent;
  }
  return {};
}

}  // namespace headway::inline v0

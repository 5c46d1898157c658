// The scheduler, commands out: what is due, and what each wish comes to when it is popped.
#pragma once

#include <headway/schedule/scheduler.hpp>

namespace headway::inline v0 {

inline std::optional<Command> Scheduler::next(Instant now) {
  ring(now);
  auto command = next_wish(now);
  if (!timers_.empty()) drop_stale_timers();
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
    ring(timer, now);
  }
}

inline void Scheduler::ring(const Timer& timer, Instant now) {
  const auto push = [&](Wish::Kind kind, Cause::Kind cause) {
    wishes_.push({.kind = kind,
                  .job = timer.job,
                  .first = timer.instance.value,
                  .attempt = timer.attempt,
                  .cause = {cause}});
  };
  switch (timer.kind) {
    case Timer::Kind::retry: return make_ready(*jobs_.at(timer.job), timer.instance, timer.at);
    case Timer::Kind::run: return push(Wish::Kind::stop, Cause::Kind::timeout_run);
    case Timer::Kind::queue: return push(Wish::Kind::expire, Cause::Kind::timeout_queue);
    case Timer::Kind::deadline: return push(Wish::Kind::expire, Cause::Kind::timeout_deadline);
    case Timer::Kind::heartbeat:
      set_timer(*jobs_.at(timer.job), timer.instance, timer.attempt, timer.kind, now,
                jobs_.at(timer.job)->timeouts_of(timer.instance).heartbeat);
      return push(Wish::Kind::heartbeat, Cause::Kind::heartbeat_lost);
    case Timer::Kind::waiting: return push(Wish::Kind::time_is_up, Cause::Kind::none);
    case Timer::Kind::succession: return watch_lines(*jobs_.at(timer.job), now);
  }
}

inline bool Scheduler::means_nothing(const Timer& timer) const {
  ScheduledJob* job = jobs_.at(timer.job);
  if (job == nullptr || timer.kind == Timer::Kind::succession) return job == nullptr;
  const InstanceRecord& record = job->record(timer.instance);
  const bool same = record.attempt == timer.attempt;
  switch (timer.kind) {
    case Timer::Kind::retry: return !same || record.phase != Phase::retrying;
    case Timer::Kind::run:
    case Timer::Kind::heartbeat: return !same || record.phase != Phase::running;
    case Timer::Kind::queue: return !record.queues(timer.attempt);
    case Timer::Kind::deadline: return record.phase == Phase::ended;
    case Timer::Kind::waiting:
      return !same || !job->notes().waits_until(timer.instance, timer.at) ||
             (record.phase != Phase::waiting && record.phase != Phase::parked);
    case Timer::Kind::succession: break;
  }
  return true;
}

inline void Scheduler::drop_stale_timers() {
  while (!timers_.empty() && means_nothing(timers_.top())) timers_.pop();
}

/// What is to be decided and asked comes before what is to be started.
inline std::optional<Command> Scheduler::next_wish(Instant now) {
  while (!wishes_.empty()) {
    Wish& wish = wishes_.front();
    ScheduledJob* job = jobs_.at(wish.job);
    if (job != nullptr && wish.is_of_range()) {
      if (auto command = next_of_range(*job, wish)) return command;  // there may be more of it
    }
    const Wish single = wish;
    wishes_.pop();
    if (job == nullptr || single.is_of_range()) continue;
    if (auto command = grant(*job, single)) return command;
  }
  return dispatch(now);
}

/// The next command of a wish about instances from `first` up to `last`.
inline std::optional<Command> Scheduler::next_of_range(ScheduledJob& job, Wish& wish) {
  while (wish.first < wish.last) {
    const InstanceId id{wish.first++};
    std::optional<Command> command;
    if (wish.kind == Wish::Kind::cancel) {
      command = cancel(job, id);
    } else if (wish.kind == Wish::Kind::ask) {
      command = ask(job, id, Phase::pending, Question::begin);
    } else if (job.record(id).phase == Phase::pending) {
      command = decide_end(job, id, wish.state, wish.cause);
    }
    if (command) return command;
  }
  return {};
}

/// A wish about one instance, one graph or the job.
inline std::optional<Command> Scheduler::grant(ScheduledJob& job, const Wish& wish) {
  const InstanceId id{wish.first};
  switch (wish.kind) {
    case Wish::Kind::close: return close(job, wish.first);
    case Wish::Kind::expire: return expire(job, wish);
    case Wish::Kind::graph_over: return ask_what_follows(job, wish.first);
    case Wish::Kind::end_owner:
      if (job.record(id).phase != Phase::inside) return {};
      return decide_end(job, id, wish.state, wish.cause);
    case Wish::Kind::time_is_up:
      if (job.record(id).phase == Phase::parked) {
        return ask(job, id, Phase::parked, Question::time_is_up);
      }
      return ask(job, id, Phase::waiting, Question::time_is_up);
    default: return grant_about_attempt(job, wish);
  }
}

inline std::optional<Command> Scheduler::grant_about_attempt(ScheduledJob& job, const Wish& wish) {
  const InstanceId id{wish.first};
  const InstanceRecord& record = job.record(id);
  if (wish.attempt == 0 || record.attempt != wish.attempt) return {};
  switch (wish.kind) {
    case Wish::Kind::launch: return grant_launch(job, wish);
    case Wish::Kind::stop: return grant_stop(job, id, wish.cause);
    case Wish::Kind::recall: return grant_recall(job, id);
    case Wish::Kind::conclude: return conclude(job, wish);
    case Wish::Kind::heartbeat:
      if (record.phase != Phase::running) return {};
      return Evaluate{.job = job.id(),
                      .instance = id,
                      .question = Question::heartbeat,
                      .attempt = wish.attempt};
    default: return {};
  }
}

/// The question, if the instance still is where it was when it arose.
inline std::optional<Command> Scheduler::ask(ScheduledJob& job, InstanceId id, Phase expected,
                                             Question question) {
  InstanceRecord& record = job.record(id);
  if (record.phase != expected) return {};
  if (expected != Phase::parked) dispatcher_.move(record, Phase::asking);
  return Evaluate{.job = job.id(), .instance = id, .question = question, .attempt = record.attempt};
}

/// The question of a graph that ended well, unless the next round shows that it was answered.
inline std::optional<Command> Scheduler::ask_what_follows(ScheduledJob& job, std::uint32_t graph) {
  const JobGraph& over = job.graphs().at(graph);
  const GraphAdded next{.instance = over.owner, .kind = over.kind, .number = over.number + 1};
  if (job.graphs().has(next)) return {};
  return ask(job, over.owner, Phase::inside, Question::graph_over);
}

/// What has waited for too long, or missed its deadline.
inline std::optional<Command> Scheduler::expire(ScheduledJob& job, const Wish& wish) {
  const InstanceId id{wish.first};
  InstanceRecord& record = job.record(id);
  const bool queue = wish.cause.kind == Cause::Kind::timeout_queue;
  if (record.phase == Phase::ended || (queue && !record.queues(wish.attempt))) return {};
  if (record.phase == Phase::intended) {
    dispatcher_.move(record, Phase::stopping);
    return StopSession{
        .job = job.id(), .instance = id, .attempt = record.attempt, .why = wish.cause};
  }
  if (record.idle()) return decide_end(job, id, InstanceState::failed, wish.cause);
  job.notes().set_overdue(id, wish.cause.kind);  // what is over by now is not tried again
  return grant_stop(job, id, wish.cause);
}

/// The next part of the end of a job, or of an inner one, whose tasks have ended.
inline std::optional<Command> Scheduler::close(ScheduledJob& job, std::uint32_t graph) {
  GraphProgress& progress = job.progress(graph);
  if (progress.open != 0 || progress.part_open || progress.closing == Closing::over) return {};
  const JobGraph& closed = job.graphs().at(graph);
  const bool cancelled = job.halted(graph) == Cause{Cause::Kind::cancelled_by_user};
  const bool failed = progress.failed > 0 && !cancelled;
  const auto add = [&](GraphKind kind, InstanceId owner) {
    return Decide{.job = job.id(), .fact = GraphAdded{.instance = owner, .kind = kind}};
  };
  if (progress.closing <= Closing::rollback && failed && closed.plan->rollback()) {
    if (const auto last = job.next_to_undo(graph)) return add(GraphKind::compensation, *last);
  }
  if (progress.closing < Closing::on_failure && failed && closed.plan->on_failure()) {
    return add(GraphKind::on_failure, closed.owner);
  }
  if (progress.closing < Closing::finally && closed.plan->finally()) {
    return add(GraphKind::finally, closed.owner);
  }
  progress.closing = Closing::over;
  return finish(job, graph);
}

inline std::optional<Command> Scheduler::finish(ScheduledJob& job, std::uint32_t graph) {
  if (graph == 0) return Decide{.job = job.id(), .fact = JobEnded{job.state(), job.cause()}};
  const JobGraph& inner = job.graphs().at(graph);
  const InstanceState state = outcome(job.progress(graph), inner, {}, job.halted(graph));
  if (state != InstanceState::succeeded) {
    wish_end_of_owner(job, graph, state);
  } else {
    wish(job, Wish::Kind::graph_over, graph);
  }
  return {};
}

inline std::optional<Command> Scheduler::grant_launch(ScheduledJob& job, const Wish& wish) {
  const InstanceId id{wish.first};
  const InstanceRecord& record = job.record(id);
  if (record.phase != Phase::intended || record.hold == no_hold) return {};
  if (!job.paused && !job.halted(id)) return dispatcher_.launch(job, id);
  dispatcher_.release(job, id);
  job.line_up(id, Phase::intended, wish.time);
  return {};
}

/// What is being stopped is not called back as well.
inline std::optional<Command> Scheduler::grant_recall(ScheduledJob& job, InstanceId id) {
  const InstanceRecord& record = job.record(id);
  if (record.phase != Phase::launched || !record.succeeds_another()) return {};
  return RecallSession{.job = job.id(), .instance = id, .attempt = record.attempt};
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
  const FailedAttempt failed{.instance = id,
                             .attempt = wish.attempt,
                             .cause = wish.cause,
                             .ended = wish.time,
                             .overdue = job.notes().overdue(id) == Cause::Kind::timeout_deadline,
                             .rule = wish.rule == no_rule ? std::nullopt : std::optional(wish.rule),
                             .retries = wish.last,
                             .losses = record.losses};
  const RetryRules& rules = job.retry_of(id);
  Fact fact = conclusion(job.id(), rules, failed, job.halted(id));
  const auto* retrying = std::get_if<InstanceRetrying>(&fact);
  if (retrying == nullptr || !failed.rule || rules[*failed.rule].resources.empty()) {
    dispatcher_.move(record, Phase::decided);
    return Decide{.job = job.id(), .fact = std::move(fact)};
  }
  dispatcher_.move(record, Phase::asking);
  return Evaluate{.job = job.id(),
                  .instance = id,
                  .question = Question::retry,
                  .attempt = wish.attempt,
                  .rule = *failed.rule,
                  .cause = wish.cause,
                  .until = retrying->until};
}

inline std::optional<Command> Scheduler::cancel(ScheduledJob& job, InstanceId id) {
  const auto why = job.halted(id);
  if (!why) return {};
  if (planted("lost_cancel") && job.record(id).phase == Phase::intended) return {};
  if (job.record(id).idle()) return decide_end(job, id, InstanceState::cancelled, *why);
  if (why->kind != Cause::Kind::cancelled_by_user) return {};  // what runs goes on
  return grant_stop(job, id, *why);
}

}  // namespace headway::inline v0

// The scheduler, facts in: what those of jobs, graphs and instances change.
#pragma once

#include <headway/schedule/scheduler.hpp>

namespace headway::inline v0 {

inline void Scheduler::apply(const Event& event, Instant /*now*/) {
  if (const auto* nodes = std::get_if<NodesChanged>(&event.fact)) {
    dispatcher_.set_nodes(nodes->nodes);
  } else if (const auto* started = std::get_if<JobStarted>(&event.fact)) {
    start(event, *started);
  } else if (ScheduledJob* job = jobs_.find(event.job)) {
    std::visit([&](const auto& fact) { take(*job, fact, event.time); }, event.fact);
    if (!timers_.empty()) drop_stale_timers();
  }
}

template <class AttemptFact>
void Scheduler::apply(JobId id, Instant at, const AttemptFact& fact) {
  ScheduledJob* job = jobs_.find(id);
  if (job == nullptr) return;
  take(*job, fact, at);
  if (!timers_.empty()) drop_stale_timers();
}

inline void Scheduler::start(const Event& event, const JobStarted& fact) {
  auto known = services_.extract(event.job);
  if (jobs_.find(event.job) != nullptr) return;
  Service service;
  if (!known.empty()) service = std::move(known.mapped());
  ScheduledJob& job = jobs_.add(std::make_unique<ScheduledJob>(event.job, jobs_.next_serial(),
                                                               fact.job, std::move(service.places),
                                                               dispatcher_.pool(), event.time));
  job.owner_number = dispatcher_.owner_of(service.owner);
  job.durations = std::move(service.durations);
  admit_jobs(job.owner_number);
  begin(job, 0, event.time);
}

inline void Scheduler::wish(const ScheduledJob& job, Wish::Kind kind, std::uint32_t first,
                            std::uint32_t last) {
  wishes_.push({.kind = kind, .job = job.serial(), .first = first, .last = last});
}

inline void Scheduler::begin(ScheduledJob& job, std::uint32_t graph, Instant at) {
  job.begin(graph, [&](TaskId task, Verdict verdict) { decided(job, graph, task, verdict, at); });
  if (job.progress(graph).open == 0) graph_ended(job, graph);
}

/// The edges of a task have spoken.
inline void Scheduler::decided(ScheduledJob& job, std::uint32_t graph, TaskId task, Verdict verdict,
                               Instant at) {
  const JobGraph& around = job.graphs().at(graph);
  const JobTask& plan = around.plan->task(task);
  if (planted("drop_last_dependent") && around.plan->predecessors(task).size() > 1) return;
  const std::uint32_t first = around.global(plan.first).value;
  const std::uint32_t last = first + plan.count;
  if (job.halted(graph)) return wish(job, Wish::Kind::cancel, first, last);
  if (verdict != Verdict::start) {
    return wishes_.push({.kind = Wish::Kind::end,
                         .state = state_of(verdict),
                         .job = job.serial(),
                         .first = first,
                         .last = last,
                         .cause = {Cause::Kind::upstream}});
  }
  if (plan.asks && !plan.has_session() && plan.max_parallel != 0 &&
      plan.max_parallel < plan.count) {
    Gate gate(plan.max_parallel, {first}, plan.count);
    return let_in(job, graph, job.progress(graph).gates.emplace(task.value, gate).first->second);
  }
  if (plan.asks) return wish(job, Wish::Kind::ask, first, last);
  if (!plan.has_session()) return wish(job, Wish::Kind::end, first, last);
  for (std::uint32_t i = first; i < last; ++i) {
    if (job.record({i}).phase == Phase::pending) make_ready(job, {i}, at);
  }
}

/// Asks what those begin with for whom there is room.
inline void Scheduler::let_in(ScheduledJob& job, std::uint32_t graph, Gate& gate) {
  if (job.halted(graph)) return;
  const auto waits = [&](InstanceId id) { return job.record(id).phase == Phase::pending; };
  while (const auto id = gate.let_in(waits)) wish(job, Wish::Kind::ask, id->value, id->value + 1);
}

inline void Scheduler::let_out(ScheduledJob& job, std::uint32_t graph, InstanceId id) {
  auto& gates = job.progress(graph).gates;
  const auto gate = gates.find(job.graphs().at(graph).task_of(id).value);
  if (gate != gates.end() && gate->second.let_out(id)) let_in(job, graph, gate->second);
}

inline void Scheduler::make_ready(ScheduledJob& job, InstanceId id, Instant at) {
  InstanceRecord& record = job.record(id);
  dispatcher_.move(record, Phase::ready);
  job.line_up(id, Phase::ready, at);
  if (!job.has_timeouts(id)) return;
  const Timeouts& limits = job.timeouts_of(id);
  set_timer(job, id, record.attempt, Timer::Kind::queue, at, limits.queue);
  if (record.attempt == 0) set_timer(job, id, 0, Timer::Kind::deadline, at, limits.deadline);
}

inline void Scheduler::set_timer(const ScheduledJob& job, InstanceId id, Attempt attempt,
                                 Timer::Kind kind, Instant from, Duration limit) {
  if (limit.us > 0) timers_.push({later(from, limit), job.serial(), id, attempt, kind});
}

inline void Scheduler::take(ScheduledJob& job, const GraphAdded& fact, Instant at) {
  const auto graph = job.grow(fact, dispatcher_.pool());
  if (!graph) return;
  if (is_part_of_end(fact.kind)) {
    GraphProgress& closed = job.progress(job.closed_by(*graph));
    closed.part_open = true;
    closed.closing = fact.kind == GraphKind::compensation ? Closing::rollback
                     : fact.kind == GraphKind::on_failure ? Closing::on_failure
                                                          : Closing::finally;
    if (fact.kind == GraphKind::compensation) job.undone(fact.instance);
  } else {
    dispatcher_.move(job.record(fact.instance), Phase::inside);
  }
  begin(job, *graph, at);
}

inline void Scheduler::take(ScheduledJob& job, const InstanceAdmitted& fact, Instant at) {
  const Phase phase = job.record(fact.instance).phase;
  if (phase == Phase::pending || phase == Phase::asking) make_ready(job, fact.instance, at);
}

inline void Scheduler::take(ScheduledJob& job, const InstanceWaiting& fact, Instant) {
  InstanceRecord& record = job.record(fact.instance);
  if (record.phase != Phase::pending && record.phase != Phase::asking &&
      record.phase != Phase::inside) {
    return;
  }
  dispatcher_.move(record, Phase::waiting);
  wait_until(job, fact.instance, fact.until);
}

/// Nothing that waits outlives what halts its job.
inline void Scheduler::wait_until(ScheduledJob& job, InstanceId id, Instant until) {
  if (job.halted(id)) wish(job, Wish::Kind::cancel, id.value, id.value + 1);
  if (until.us == 0) return;
  job.notes().set_until(id, until);
  timers_.push({until, job.serial(), id, job.record(id).attempt, Timer::Kind::waiting});
}

/// Everything but the end of the job, and of inner ones, is to stop.
inline void Scheduler::take(ScheduledJob& job, const JobCancelRequested&, Instant) {
  const Cause why{Cause::Kind::cancelled_by_user};
  if (job.progress(0).halted == why) return;
  job.progress(0).halted = why;
  for (std::uint32_t graph = 1; graph < job.graphs().size(); ++graph) {
    const JobGraph& part = job.graphs().at(graph);
    const bool around = part.kind == GraphKind::on_failure && job.halted(part.enclosing) == why;
    if (around) job.progress(graph).halted = why;
  }
  wish(job, Wish::Kind::cancel, 0, job.instance_count());
}

inline void Scheduler::take(ScheduledJob& job, const JobPaused&, Instant) {
  job.paused = true;
  admit_jobs(job.owner_number);
}

inline void Scheduler::take(ScheduledJob& job, const JobResumed&, Instant) {
  job.paused = false;
  admit_jobs(job.owner_number);
  for (std::uint32_t i = 0; i < job.instance_count(); ++i) {
    job.record({i}).losses = 0;  // an engine that went away says nothing about the task
    if (job.record({i}).phase != Phase::intended) continue;
    dispatcher_.release(job, {i});
    dispatcher_.move(job.record({i}), Phase::uncertain);
  }
}

inline void Scheduler::take(ScheduledJob& job, const JobEnded&, Instant) {
  for (std::uint32_t i = 0; i < job.instance_count(); ++i) {
    dispatcher_.move(job.record({i}), Phase::ended);  // so that it is nobody's heir
  }
  for (std::uint32_t i = 0; i < job.instance_count(); ++i) dispatcher_.release(job, {i});
  const std::uint32_t owner = job.owner_number;
  jobs_.remove(job);
  admit_jobs(owner);
}

/// The owner's first jobs start something, as many as its quota says.
inline void Scheduler::admit_jobs(std::uint32_t owner) {
  const std::uint32_t most = dispatcher_.owners().max_jobs(owner);
  if (most == 0) return;
  std::uint32_t before = 0;
  for (const std::uint32_t serial : jobs_.active()) {
    ScheduledJob& job = *jobs_.at(serial);
    if (job.owner_number == owner && !job.paused) job.admitted = before++ < most;
  }
}

inline void Scheduler::take(ScheduledJob& job, const InstanceEnded& fact, Instant at) {
  if (job.record(fact.instance).phase == Phase::ended) return;
  dispatcher_.release(job, fact.instance);
  end(job, fact.instance, fact.state, fact.cause, at);
}

inline void Scheduler::end(ScheduledJob& job, InstanceId id, InstanceState state, Cause cause,
                           Instant at) {
  dispatcher_.move(job.record(id), Phase::ended);
  const std::uint32_t graph = job.graphs().index_of(id);
  const bool may_halt = state == InstanceState::failed && !job.halted(graph);
  job.end(graph, id, state, cause,
          [&](TaskId task, Verdict verdict) { decided(job, graph, task, verdict, at); });
  if (!job.progress(graph).gates.empty()) let_out(job, graph, id);
  if (may_halt && job.halted(graph)) wish(job, Wish::Kind::cancel, 0, job.instance_count());
  if (job.progress(graph).open == 0) graph_ended(job, graph);
}

/// All instances of a graph have ended.
inline void Scheduler::graph_ended(ScheduledJob& job, std::uint32_t graph) {
  const JobGraph& ended = job.graphs().at(graph);
  if (closes(ended.kind)) return wish(job, Wish::Kind::close, graph);
  if (is_part_of_end(ended.kind)) {
    GraphProgress& closed = job.progress(job.closed_by(graph));
    closed.part_open = false;
    const GraphProgress& part = job.progress(graph);
    if (ended.kind != GraphKind::compensation && part.failed > 0 && closed.failed++ == 0) {
      closed.failure = part.failure;
    }
    return wish(job, Wish::Kind::close, job.closed_by(graph));
  }
  const JobGraph& around = job.graphs().at(ended.enclosing);
  const Tolerance tolerated = around.plan->inner(around.task_of(ended.owner)).tolerated;
  const InstanceState state = outcome(job.progress(graph), ended, tolerated, job.halted(graph));
  if (ended.kind == GraphKind::elements || state != InstanceState::succeeded) {
    return wish_end_of_owner(job, graph, state);
  }
  wish(job, Wish::Kind::graph_over, graph);
}

inline void Scheduler::wish_end_of_owner(ScheduledJob& job, std::uint32_t graph,
                                         InstanceState state) {
  Cause cause;
  if (state == InstanceState::failed) cause.kind = Cause::Kind::child_failed;
  if (state == InstanceState::skipped) cause.kind = Cause::Kind::condition_false;
  if (state == InstanceState::cancelled) {
    cause = job.halted(graph).value_or(Cause{Cause::Kind::upstream});
  }
  wishes_.push({.kind = Wish::Kind::end_owner,
                .state = state,
                .job = job.serial(),
                .first = job.graphs().at(graph).owner.value,
                .cause = cause});
}

}  // namespace headway::inline v0

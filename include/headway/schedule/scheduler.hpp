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
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// How a job is served. A value.
struct Service {
  std::string owner{};                  // whose quota and share count
  std::vector<Duration> durations{};    // per task, of its instances, as far as known; 0: not
  std::vector<std::uint32_t> places{};  // of its instances in the order in which they are served;
                                        // empty: as they become ready
};

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
  /// `choice` says which node, and which of its devices, when there are several.
  explicit Scheduler(SchedulePolicy policy,
                     std::unique_ptr<NodeChoice> choice = std::make_unique<FirstFit>())
      : dispatcher_(std::move(policy), std::move(choice)) {}

  /// Before the job starts. What grows from an instance has its place.
  void serve(JobId job, Service service) { services_[job] = std::move(service); }

  /// Takes in a fact: jobs, nodes, sessions and requests are all events. Facts about a job that is
  /// not known, or has ended, change nothing.
  void apply(const Event& event, Instant now);
  /// The same of a fact about an attempt, by its own type.
  template <class AttemptFact>
  void apply(JobId id, Instant at, const AttemptFact& fact);

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
  void take(ScheduledJob& job, const GraphAdded& fact, Instant at);
  void take(ScheduledJob& job, const InstanceAdmitted& fact, Instant at);
  void take(ScheduledJob& job, const InstanceWaiting& fact, Instant at);
  void take(ScheduledJob& job, const AttemptIntended& fact, Instant at);
  void take(ScheduledJob& job, const AttemptParked& fact, Instant at);
  void take(ScheduledJob& job, const SessionAccepted& fact, Instant at);
  void take(ScheduledJob& job, const SessionStarted& fact, Instant at);
  void take(ScheduledJob& job, const AttemptEnded& fact, Instant at);
  void take(ScheduledJob& job, const AttemptAbsent& fact, Instant at);
  void take(ScheduledJob& job, const InstanceRetrying& fact, Instant at);
  void take(ScheduledJob& job, const InstanceEnded& fact, Instant at);
  template <class Other>
  void take(ScheduledJob& /*job*/, const Other& /*fact*/, Instant /*at*/) {}

  void start(const Event& event, const JobStarted& fact);
  void begin(ScheduledJob& job, std::uint32_t graph, Instant at);
  void decided(ScheduledJob& job, std::uint32_t graph, TaskId task, Verdict verdict, Instant at);
  void let_in(ScheduledJob& job, std::uint32_t graph, Gate& gate);
  void let_out(ScheduledJob& job, std::uint32_t graph, InstanceId id);
  void make_ready(ScheduledJob& job, InstanceId id, Instant at);
  void wait_until(ScheduledJob& job, InstanceId id, Instant until);
  void found(ScheduledJob& job, InstanceId id, const Placement* placement);
  void wish_what_was_missed(ScheduledJob& job, InstanceId id);
  void end(ScheduledJob& job, InstanceId id, InstanceState state, Cause cause, Instant at);
  void graph_ended(ScheduledJob& job, std::uint32_t graph);
  void set_timer(const ScheduledJob& job, InstanceId id, Attempt attempt, Timer::Kind kind,
                 Instant from, Duration limit);
  void wish(const ScheduledJob& job, Wish::Kind kind, std::uint32_t first, std::uint32_t last = 0);
  void wish_end_of_owner(ScheduledJob& job, std::uint32_t graph, InstanceState state);
  [[nodiscard]] static bool open(const InstanceRecord& record, Attempt attempt);

  // What each wish comes to when it is popped.
  std::optional<Command> next_wish(Instant now);
  std::optional<Command> next_of_range(ScheduledJob& job, Wish& wish);
  std::optional<Command> grant(ScheduledJob& job, const Wish& wish);
  std::optional<Command> grant_about_attempt(ScheduledJob& job, const Wish& wish);
  std::optional<Command> grant_launch(ScheduledJob& job, const Wish& wish);
  std::optional<Command> grant_recall(ScheduledJob& job, InstanceId id);
  std::optional<Command> grant_stop(ScheduledJob& job, InstanceId id, Cause why);
  std::optional<Command> conclude(ScheduledJob& job, const Wish& wish);
  std::optional<Command> ask(ScheduledJob& job, InstanceId id, Phase expected, Question question);
  std::optional<Command> ask_what_follows(ScheduledJob& job, std::uint32_t graph);
  std::optional<Command> cancel(ScheduledJob& job, InstanceId id);
  std::optional<Command> expire(ScheduledJob& job, const Wish& wish);
  std::optional<Command> close(ScheduledJob& job, std::uint32_t graph);
  std::optional<Command> finish(ScheduledJob& job, std::uint32_t graph);
  Command decide_end(ScheduledJob& job, InstanceId id, InstanceState state, Cause cause);

  std::optional<Command> dispatch(Instant now);
  std::optional<Command> launch_successor(Instant now);
  std::optional<Command> dispatch_kept();
  const std::vector<std::uint32_t>& turn();
  void admit_jobs(std::uint32_t owner);
  void ring(Instant now);
  void ring(const Timer& timer, Instant now);
  void watch_lines(ScheduledJob& job, Instant now);
  void call_back(const ScheduledJob& job, Succession& line);
  [[nodiscard]] bool means_nothing(const Timer& timer) const;
  void drop_stale_timers();

  Dispatcher dispatcher_;
  JobTable jobs_;
  std::map<JobId, Service> services_;  // of jobs that have not started
  WishQueue wishes_;
  Timers timers_;  // its top means something
};

}  // namespace headway::inline v0

// Its parts; each includes this header, so that any can come first.
#include <headway/schedule/scheduler_attempts.hpp>
#include <headway/schedule/scheduler_dispatch.hpp>
#include <headway/schedule/scheduler_facts.hpp>
#include <headway/schedule/scheduler_wishes.hpp>

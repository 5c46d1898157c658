// The scheduler: events in, commands out; a pure state machine.
#pragma once

#include <headway/schedule/command.hpp>
#include <headway/schedule/policy.hpp>
#include <headway/schedule/pool.hpp>

#include <memory>
#include <optional>

namespace headway::inline v0 {

/// Decides what happens next. No I/O, clock, threads or callbacks: `now` is an argument, and the
/// same events give the same commands, so that resuming a job is replaying its events through a
/// fresh one.
///
/// The caller drains `next`, records what each command says as an event, and applies that event
/// too; `apply` of a fact the scheduler already acted on changes nothing. One thread at a time.
class Scheduler {
 public:
  explicit Scheduler(SchedulePolicy policy);
  ~Scheduler();
  Scheduler(Scheduler&&) noexcept;
  Scheduler& operator=(Scheduler&&) noexcept;

  /// Takes in a fact: jobs, nodes, sessions and requests are all events.
  void apply(const Event& event, Instant now);

  /// The next wish, in a deterministic order; nothing when there is none until something happens.
  std::optional<Command> next(Instant now);

  /// The earliest retry or timeout; nothing when only events can change anything.
  [[nodiscard]] std::optional<Instant> wake_at() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace headway::inline v0

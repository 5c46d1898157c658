// The scheduler, what starts: which job is served next, and what waits behind others.
#pragma once

#include <headway/schedule/scheduler.hpp>

namespace headway::inline v0 {

/// The start for which a machine is kept.
inline std::optional<Command> Scheduler::dispatch_kept() {
  const auto serial = dispatcher_.kept_for();
  if (!serial) return {};
  ScheduledJob* job = jobs_.at(*serial);
  if (job != nullptr && !job->paused) return dispatcher_.next_kept(*job);
  dispatcher_.end_reservation();
  return {};
}

/// The jobs in the order in which they are served now.
inline const std::vector<std::uint32_t>& Scheduler::turn() {
  if (dispatcher_.policy().sharing == Sharing::fifo) return jobs_.active();
  return jobs_.ordered([this](const ScheduledJob& job) {
    return dispatcher_.owners().dominant_share(job.owner_number);
  });
}

/// Launches before intents, so that what is recorded already gets what is free; earlier jobs first,
/// and later ones use what earlier ones cannot. Where owners share fairly, all of a job that could
/// start now comes before the next job.
inline std::optional<Command> Scheduler::dispatch(Instant now) {
  if (dispatcher_.policy().paused) return {};
  dispatcher_.begin_turn(now);
  if (auto command = dispatch_kept()) return command;
  const bool fair = dispatcher_.policy().sharing == Sharing::drf;
  const std::vector<std::uint32_t>& serials = turn();
  const auto serves = [](const ScheduledJob& job) { return !job.paused && job.admitted; };
  for (const std::uint32_t serial : serials) {
    ScheduledJob& job = *jobs_.at(serial);
    if (!serves(job)) continue;
    dispatcher_.meet(job);
    if (dispatcher_.ready_comes_first(job)) {
      if (const auto intent = dispatcher_.next_intent(job)) return *intent;
    }
    if (const auto id = dispatcher_.next_launch(job)) return dispatcher_.launch(job, *id);
    if (!fair) continue;
    if (const auto intent = dispatcher_.next_start(job)) return *intent;
  }
  if (auto successor = launch_successor(now)) return successor;
  for (const std::uint32_t serial : serials) {
    ScheduledJob& job = *jobs_.at(serial);
    if (!serves(job)) continue;
    if (const auto intent = dispatcher_.next_intent(job)) return *intent;
  }
  return {};
}

/// Calls those back who have waited too long; looks again while any waits.
inline void Scheduler::watch_lines(ScheduledJob& job, Instant now) {
  std::optional<Instant> again;
  for (std::uint32_t number = 0; number < job.lines().size(); ++number) {
    for (Succession& line : job.lines().at(number).successions) {
      const Successor* first = Dispatcher::first_waiting(job, line);
      if (first == nullptr) continue;
      const Instant until = later(first->since, successor_patience);
      if (until <= now) {
        call_back(job, line);
      } else if (!again || until < *again) {
        again = until;
      }
    }
  }
  job.watched = again.has_value();
  if (again) timers_.push({*again, job.serial(), {}, 0, Timer::Kind::succession});
}

/// Nobody is launched behind others in this line until a short session ends.
inline void Scheduler::call_back(const ScheduledJob& job, Succession& line) {
  line.brief = false;
  for (const Successor& waiting : line.waiting) {
    wishes_.push({.kind = Wish::Kind::recall,
                  .job = job.serial(),
                  .first = waiting.instance.value,
                  .attempt = waiting.attempt});
  }
}

/// Of the first job that waits for resources: others are not served before it.
inline std::optional<Command> Scheduler::launch_successor(Instant now) {
  if (!dispatcher_.knows_short_sessions()) return {};
  if (dispatcher_.policy().sharing == Sharing::drf)
    return {};  // what is let go goes to the poorest
  for (const std::uint32_t serial : jobs_.active()) {
    ScheduledJob& job = *jobs_.at(serial);
    if (job.paused || !job.admitted || !job.waits_for_resources()) continue;
    const auto launch = dispatcher_.next_successor(job);
    if (launch && !std::exchange(job.watched, true)) {
      set_timer(job, {}, 0, Timer::Kind::succession, now, successor_patience);
    }
    return launch;
  }
  return {};
}

}  // namespace headway::inline v0

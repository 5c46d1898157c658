// The engine's loop: turns, publishing, waiting.
#include "../base/signals_blocked.hpp"
#include "engine.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <chrono>

namespace headway::inline v0 {

namespace {

/// How long facts that nobody waits for may gather before they are written: one sync for many.
constexpr Duration gathering = 5_ms;

std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

}  // namespace

std::optional<Instant> Engine::turn() {
  observers_.tell(turn_once());
  const std::lock_guard lock(mutex_);
  if (failure_) return {};
  settle();
  const auto write_at =
      journal_.has_batch() ? std::optional(batch_since_ + gathering) : std::nullopt;
  const auto ask_at = ask_again_.empty() ? std::nullopt : std::optional(ask_again_.front().first);
  return earlier(earlier(scheduler_.wake_at(), write_at), ask_at);
}

Published Engine::turn_once() {
  const std::lock_guard lock(mutex_);
  Published published;
  auto letters = mailbox_.take();  // after a failure, too: what is unread keeps the poller awake
  if (failure_ || closed_) return published;
  now_ = clock_.now();
  try {
    for (Letter& letter : letters) receive(std::move(letter));
    read_inbox();
    while (const auto command = scheduler_.next(now_)) obey(*command);
    if (is_time_to_write() || !journal_.has_batch()) journal_.write();  // or hear that one failed
    published = publish();
    carry_out();
  } catch (...) {  // of the store, as a rule; those who wait for a job are told
    failure_ = std::current_exception();
  }
  return published;
}

/// What the published events made due.
void Engine::carry_out() {
  if (answer_durable()) mailbox_.wake();  // what follows from it is due
  launch_durable();
  if (hurried_ && journal_.has_batch()) mailbox_.wake();  // a launch that failed is a fact again
  give_to_backend();
  prepare_intended();
}

/// At once when something waits for the batch: a launch for its intent, people for a job's end.
bool Engine::is_time_to_write() {
  const bool asked = !questions_.empty() && questions_.back().first > journal_.written();
  const bool waited_for = hurried_ || asked || batch_since_ + gathering <= now_ ||
                          std::any_of(launches_.begin(), launches_.end(),
                                      [&](const auto& launch) { return waits_for_batch(launch); });
  if (waited_for) hurried_ = false;
  return waited_for;
}

bool Engine::waits_for_batch(const LaunchSession& launch) {
  const LiveSession* session = session_of(key_of(launch.job, launch.instance, launch.attempt));
  return session != nullptr && session->intent > journal_.written();
}

Published Engine::publish() {
  auto logs = journal_.take_durable();
  for (const auto& log : logs) publish(*log);
  return logs;
}

namespace {

void take_in(JobStatus& status, const EventLog& events, std::size_t place) {
  events.visit(place, [&](Instant time, JobId, const auto& fact) { status.apply(time, fact); });
}

}  // namespace

/// Event after event, those of one job that follow each other together.
void Engine::publish(const EventLog& events) {
  for (std::size_t i = 0; i < events.size();) {
    const JobId id = events.job(i);
    const std::size_t first = i;
    while (i < events.size() && events.job(i) == id) ++i;
    const auto held = jobs_.find(id);
    if (held == jobs_.end()) continue;
    const LiveJob& live = *held->second.live;
    held->second.live->change([&](JobStatus& status) {
      const bool notifies = !status.job().pipeline().notify.empty();
      for (std::size_t at = first; at < i; ++at) {
        take_in(status, events, at);
        if (notifies) notifier_.send(notices_of(events.at(at), status, live.record(), folders_));
      }
    });
  }
}

/// Tells the waiters of every job that has come to rest: ended, or paused with no session left.
void Engine::settle() {
  for (auto held = jobs_.begin(); held != jobs_.end();) {
    LiveJob& live = *held->second.live;
    const JobState state = live.read([](const JobStatus& status) { return status.state(); });
    if (is_terminal(state)) {
      live.set_resting(true);
      held = jobs_.erase(held);
      inbox_unread_ = true;
      continue;
    }
    const bool paused = held->second.pausing && state == JobState::paused;
    if (paused && is_quiet(held->second)) live.set_resting(true);
    ++held;
  }
}

bool Engine::is_quiet(Held& held) {
  bool quiet = true;
  held.sessions.each([&](InstanceId, const LiveSession& session) {
    quiet = quiet && (!session.given || session.parked);
  });
  return quiet;
}

bool Engine::failed() const {
  const std::lock_guard lock(mutex_);
  return failure_ != nullptr;
}

void Engine::throw_if_failed() const {
  const std::lock_guard lock(mutex_);
  if (failure_) std::rethrow_exception(failure_);
  if (closed_) throw Cancelled("the executor of this job has been closed");
}

LiveSession* Engine::session_of(const SessionKey& key) {
  const auto held = jobs_.find(key.job);
  return held == jobs_.end() ? nullptr : held->second.sessions.find(key.instance, key.attempt);
}

SessionKey Engine::key_of(JobId job, InstanceId instance, Attempt attempt) const {
  return {store_.id(), job, instance, attempt};
}

namespace {

/// Milliseconds for epoll, rounded up so that a turn never comes too early; -1 is for ever.
int milliseconds(std::optional<Duration> span) {
  constexpr std::int64_t longest = 3'600'000;
  if (!span) return -1;
  return static_cast<int>(std::clamp<std::int64_t>((span->us + 999) / 1000, 0, longest));
}

}  // namespace

void Engine::wait(std::optional<Instant> until, std::optional<Duration> limit) const {
  std::optional<Duration> span = limit;
  if (until) {
    const Duration left = *until - clock_.now();
    span = span ? std::min(*span, left) : left;
  }
  epoll_event events[2];
  ::epoll_wait(poll_fd_, events, 2, milliseconds(span));
}

/// `linger` waits for a moment while another thread drives.
template <class Condition, class Linger>
bool Engine::drive_until(const Condition& met, const Linger& linger,
                         std::optional<Duration> limit) {
  const std::optional<Instant> deadline =
      limit ? std::optional(own_clock_.now() + *limit) : std::nullopt;
  while (!met()) {
    throw_if_failed();
    std::optional<Duration> left;
    if (deadline) left = *deadline - own_clock_.now();
    if (left && left->us <= 0) return false;
    if (const std::unique_lock driver(driving_, std::try_to_lock); driver.owns_lock()) {
      const auto next = turn();
      if (met()) break;
      throw_if_failed();  // asked after the turn, which may have taken the waking of `close`
      wait(next, left);
    } else {
      linger(std::chrono::milliseconds(20));
    }
  }
  return true;
}

bool Engine::drive(const LiveJob& live, std::optional<Duration> limit) {
  return drive_until([&] { return live.resting(); },
                     [&](auto moment) { live.wait_a_moment(moment); }, limit);
}

bool Engine::drive_all(std::optional<Duration> limit) {
  const auto all_rest = [this] {
    const std::lock_guard lock(mutex_);
    return std::all_of(jobs_.begin(), jobs_.end(),
                       [](const auto& held) { return held.second.live->resting(); });
  };
  return drive_until(
      all_rest, [](auto moment) { std::this_thread::sleep_for(moment); }, limit);
}

void Engine::run_in_background() {
  if (background_.joinable()) return;
  const SignalsBlocked quiet;
  background_ = std::jthread([this](const std::stop_token& stop) {
    const std::lock_guard driver(driving_);
    while (!stop.stop_requested() && !failed()) {
      const auto next = turn();
      if (!stop.stop_requested()) wait(next, std::nullopt);  // for the same reason
    }
  });
}

}  // namespace headway::inline v0

// The engine, facts in: what the backend, the committer and other processes report becomes events.
#include "callable_outputs.hpp"
#include "engine.hpp"
#include "named_error.hpp"

#include <headway/base/planted.hpp>

#include <unistd.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <system_error>
#include <utility>
#include <variant>

namespace headway::inline v0 {

namespace {

bool is_waited_for(const Fact& fact) {
  return std::holds_alternative<JobStarted>(fact) || std::holds_alternative<JobPaused>(fact) ||
         std::holds_alternative<JobEnded>(fact) || std::holds_alternative<JobResumed>(fact);
}

}  // namespace

Sequence Engine::record(JobId job, Fact fact) {
  auto* retrying = std::get_if<InstanceRetrying>(&fact);
  if (planted("wall_clock_in_backoff") && retrying != nullptr) retrying->until = own_clock_.now();
  Event event{now_, job, std::move(fact)};
  scheduler_.apply(event, now_);
  if (std::holds_alternative<JobCancelRequested>(event.fact)) jobs_.at(job).cancelling = true;
  if (const auto* ended = std::get_if<InstanceEnded>(&event.fact)) end_miss(job, ended->instance);
  if (!journal_.has_batch()) batch_since_ = now_;
  hurried_ = hurried_ || is_waited_for(event.fact);
  const auto* grown = std::get_if<GraphAdded>(&event.fact);
  if (grown == nullptr || !jobs_.at(job).reuse) return journal_.add(std::move(event));
  auto done = jobs_.at(job).reuse->grow(*grown);
  const Sequence added = journal_.add(std::move(event));
  reuse(job, std::move(done));
  return added;
}

void Engine::receive(Letter letter) {
  if (auto* machines = std::get_if<std::vector<Node>>(&letter)) {
    machines_ = *machines;
    scheduler_.apply({now_, {}, NodesChanged{std::move(*machines)}},
                     now_);  // of no job: not stored
  } else if (auto* done = std::get_if<OutputsCommitted>(&letter)) {
    if (done->failure) std::rethrow_exception(done->failure);  // the engine's own
    const LiveSession* session = session_of(done->key);
    if (session == nullptr) return;
    const std::uint64_t line = session->line;
    finish_with(done->key, std::move(done->committed));
    catch_up(line);
  } else if (auto* made = std::get_if<KeyMade>(&letter)) {
    receive(std::move(*made));
  } else if (const auto* checked = std::get_if<ResultChecked>(&letter)) {
    receive(*checked);
  } else {
    const auto& [key, report] = std::get<SessionNews>(letter);
    receive(key, report);
  }
}

namespace {

constexpr Duration patience = 5_s;  // before a backend that gave no answer is asked again

const char* word_for(const SessionReport& report) {
  constexpr const char* words[] = {"accepted", "started", "heartbeat", "finished",
                                   "lost",     "found",   "absent",    "no_answer"};
  return words[report.index()];
}

}  // namespace

void Engine::receive(const SessionKey& key, const SessionReport& report) {
  LiveSession* session = session_of(key);
  if (session == nullptr) {  // of an attempt that is over: noted, and nothing changes
    if (planted("late_event_overwrites_terminal") && jobs_.contains(key.job)) {
      record(key.job, AttemptEnded{.instance = key.instance, .attempt = key.attempt});
    } else if (jobs_.contains(key.job) && !std::holds_alternative<Absent>(report)) {
      record(key.job, LateIgnored{key.instance, key.attempt, word_for(report)});
    }
    return;
  }
  if (session->collecting || session->parked) return;  // it has finished
  if (comes_early(key, *session, report)) return;
  if (const auto* accepted = std::get_if<Accepted>(&report))
    accept(key, *session, accepted->handle);
  if (const auto* started = std::get_if<Started>(&report)) {
    record_plain(key.job, SessionStarted{key.instance, key.attempt, started->isolation});
  }
  if (const auto* finished = std::get_if<Finished>(&report))
    return finish(key, *session, *finished);
  if (const auto* lost = std::get_if<Lost>(&report)) {
    return end(key, session->stopped_for().value_or(Cause{.kind = Cause::Kind::node_lost}),
               lost->message);
  }
  answer(key, *session, report);
}

/// Keeps the report for later if its line is held.
bool Engine::comes_early(const SessionKey& key, const LiveSession& session,
                         const SessionReport& report) {
  const auto held = held_lines_.find(session.line);
  if (held == held_lines_.end()) return false;
  held->second.early.emplace_back(key, report);
  return true;
}

/// A session of the line has been collected.
void Engine::catch_up(std::uint64_t line) {
  const auto held = held_lines_.find(line);
  if (held == held_lines_.end() || --held->second.collecting > 0) return;
  const auto early = std::move(held->second.early);
  held_lines_.erase(held);
  for (const auto& [key, report] : early) receive(key, report);
}

/// What a backend says of a session it was asked about, or was to take out of its line. The same
/// answer may come again, when the session has been started after all: it says nothing then.
void Engine::answer(const SessionKey& key, LiveSession& session, const SessionReport& report) {
  if (!session.asked && !session.recalled) return;
  if (const auto* found = std::get_if<Found>(&report); found != nullptr && found->running) {
    session.asked = false;
    accept(key, session, found->handle);
    const SessionHandle handle = handle_of(key, session);
    backend_.adopt(std::span(&handle, 1));
    if (session.stopping) stops_.push_back({.key = key});
  }
  if (std::holds_alternative<Absent>(report)) {
    const bool preempted = session.stopping && session.stopping->kind == Cause::Kind::preempted;
    if (session.stopping && !preempted) {
      return end(key, *session.stopping, "stopped before its session began");
    }
    session.stopping.reset();  // its intent is as good as new
    session.given = false;
    session.asked = false;
    session.recalled = false;
    record(key.job, AttemptAbsent{key.instance, key.attempt});
  }
  if (std::holds_alternative<NoAnswer>(report)) {
    if (planted("not_found_is_failed")) return end(key, {Cause::Kind::node_lost}, {});
    if (!std::exchange(session.unknown, true)) {
      record(key.job, AttemptUnknown{key.instance, key.attempt});
    }
    ask_again_.emplace_back(now_ + patience, handle_of(key, session));
  }
}

void Engine::accept(const SessionKey& key, LiveSession& session, const std::string& handle) {
  session.recalled = false;  // it has begun
  if (!session.handle.empty()) return;
  session.handle = handle;
  record_plain(key.job, SessionAccepted{key.instance, key.attempt, session.placement, handle});
}

/// A session that was asked to stop ends with the reason, whatever its exit code: a task that
/// catches SIGTERM and leaves with 0 has not done its work.
void Engine::finish(const SessionKey& key, LiveSession& session, const Finished& finished) {
  if (const auto why = session.stopped_for()) return end(key, *why, finished.message);
  if (finished.cause.kind != Cause::Kind::none) {
    Finished told =
        with_named_error(finished, folders_.attempt(key.job, key.instance, key.attempt));
    return end(key, told.cause, std::move(told.message));
  }
  collect_outputs(key, session, finished);
}

/// The cheap ends first: a callable that neither left nor promised anything, its values that are
/// complete, a process that left nothing and promised nothing. All else goes to the committer.
void Engine::collect_outputs(const SessionKey& key, LiveSession& session,
                             const Finished& finished) {
  if (finished.left_no_folder && finished.outputs && finished.outputs->empty()) {
    const bool promised = jobs_.at(key.job).live->read([&](const JobStatus& status) {
      const Task& task = status.graphs().written(key.instance);
      return !task.outputs.empty() || task.callback;
    });
    if (!promised) return end(key);
  }
  const std::string folder = folders_.attempt(key.job, key.instance, key.attempt) + "/output";
  const auto [job, id] = jobs_.at(key.job).live->read([&](const JobStatus& status) {
    const JobGraph& graph = status.graphs().of(key.instance);
    return std::pair(graph.plan, graph.task_of(key.instance));
  });
  const Task& task = job->written(id);
  if (finished.outputs && !leaves_files(*finished.outputs) &&
      (finished.left_no_folder || ::access(folder.c_str(), F_OK) != 0)) {
    Committed committed{.outputs = *finished.outputs};
    committed.problem = check_outputs(task, committed.outputs);
    return finish_with(key, std::move(committed));
  }
  // An empty folder stays: ext4 looks at what was lately removed for every folder it makes.
  std::error_code error;
  if (task.outputs.empty() && std::filesystem::is_empty(folder, error)) {
    return finish_with(key, {});
  }
  session.collecting = true;
  if (session.line != 0) ++held_lines_[session.line].collecting;
  committer_.commit(key, folder, job, task, finished.outputs);
}

void Engine::finish_with(const SessionKey& key, Committed committed) {
  std::string problem = std::move(committed.problem);
  const bool good = problem.empty();
  const auto callback = jobs_.at(key.job).live->read(
      [&](const JobStatus& status) { return status.graphs().written(key.instance).callback; });
  if (good && callback) return park(key, *session_of(key), std::move(committed), callback->timeout);
  end(key, {.kind = good ? Cause::Kind::none : Cause::Kind::output_invalid}, std::move(problem),
      std::move(committed));
}

/// The session is over, and its result will be brought. It holds nothing from now on.
void Engine::park(const SessionKey& key, LiveSession& session, Committed committed,
                  Duration timeout) {
  std::erase_if(committed.outputs, [](const auto& output) { return output.second.is_null(); });
  session.parked = true;
  session.collecting = false;
  session.left = std::make_shared<const Values>(std::move(committed.outputs));
  session.folder = std::move(committed.folder);
  inbox_unread_ = true;  // the callback may have been quicker
  record(key.job, AttemptParked{.instance = key.instance,
                                .attempt = key.attempt,
                                .until = timeout.us > 0 ? later(now_, timeout) : Instant{},
                                .outputs = session.left,
                                .folder = session.folder});
}

/// It succeeded, and left nothing.
void Engine::end(const SessionKey& key) {
  keep_result(key, nullptr, {});
  record_plain(key.job, AttemptEnded{.instance = key.instance, .attempt = key.attempt});
  end_miss(key.job, key.instance);
  jobs_.at(key.job).sessions.close(key.instance);
}

void Engine::end(const SessionKey& key, Cause cause, std::string message, Committed committed) {
  const bool good = cause.kind == Cause::Kind::none;
  AttemptEnded ended{.instance = key.instance,
                     .attempt = key.attempt,
                     .cause = cause,
                     .message = std::move(message)};
  if (good) ended.folder = std::move(committed.folder);
  if (good && !committed.outputs.empty()) {
    ended.outputs = std::make_shared<const Values>(std::move(committed.outputs));
  }
  if (good) keep_result(key, ended.outputs, ended.folder);
  record(key.job, std::move(ended));
  if (good) end_miss(key.job, key.instance);
  jobs_.at(key.job).sessions.close(key.instance);
}

}  // namespace headway::inline v0

// The engine, commands out: what the scheduler asks for is recorded and, once durable, done.
#include "engine.hpp"
#include "evaluation.hpp"
#include "progress_file.hpp"
#include "session_spec.hpp"

#include <headway/base/planted.hpp>

#include <unistd.h>

#include <algorithm>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace headway::inline v0 {

void Engine::obey(const Command& command) {
  if (const auto* intend = std::get_if<IntendAttempt>(&command)) {
    LiveSession& session = jobs_.at(intend->job).sessions.open(intend->instance, intend->attempt);
    session.intent = record_plain(intend->job, AttemptIntended{intend->instance, intend->attempt});
    unprepared_.push_back(*intend);
  } else if (const auto* launch = std::get_if<LaunchSession>(&command)) {
    launches_.push_back(*launch);
    if (places_first_) place(*launch);
  } else if (const auto* stopped = std::get_if<StopSession>(&command)) {
    stop(*stopped);
  } else if (const auto* recalled = std::get_if<RecallSession>(&command)) {
    recall(*recalled);
  } else if (const auto* question = std::get_if<Evaluate>(&command)) {
    ask(*question);
  } else {
    const auto& decision = std::get<Decide>(command);
    forget(decision.job, decision.fact);
    record(decision.job, decision.fact);
  }
}

/// Where the session is to run is durable before it is started, for it may outlive this engine.
void Engine::place(const LaunchSession& launch) {
  LiveSession& session = *session_of(key_of(launch.job, launch.instance, launch.attempt));
  session.intent = record_plain(
      launch.job, SessionAccepted{launch.instance, launch.attempt, launch.placement, {}});
}

/// An instance that ended without a session (cancelled, say) takes its open intents along.
void Engine::forget(JobId job, const Fact& decision) {
  const auto* ended = std::get_if<InstanceEnded>(&decision);
  const auto held = jobs_.find(job);
  if (ended == nullptr || held == jobs_.end()) return;
  held->second.sessions.close(ended->instance);
  held->second.keying.erase(ended->instance);
  std::erase_if(questions_, [&](const auto& waiting) {
    return waiting.second.job == job && waiting.second.instance == ended->instance;
  });
}

/// Values count once they are durable, so that no decision is made on what a crash could undo.
void Engine::ask(const Evaluate& question) {
  if (question.question == Question::heartbeat) return listen(question);
  questions_.emplace_back(journal_.recorded(), question);
}

/// Whether anything was answered.
bool Engine::answer_durable() {
  bool answered = false;
  while (!questions_.empty() && questions_.front().first <= journal_.published()) {
    const Evaluate question = questions_.front().second;
    questions_.pop_front();
    const auto held = jobs_.find(question.job);
    if (held == jobs_.end()) continue;
    const LiveJob& live = *held->second.live;
    const Quota& quota = quota_of(policy_.quotas, live.record().owner);
    const CompileOptions inner{.quota = quota.max_slots,
                               .callables = live.callables().names(),
                               .check_callables = true,
                               .backend = std::string(backend_.name()),
                               .capabilities = can_};
    Fact fact = live.read([&](const JobStatus& status) {
      return Evaluation{status, question.job, folders_, now_, machines_, inner}.answer(question);
    });
    if (const auto* late = std::get_if<AttemptEnded>(&fact)) {
      held->second.sessions.close(late->instance);
    }
    answered = true;
    if (make_key(question, fact)) continue;
    record(question.job, std::move(fact));
  }
  return answered;
}

/// A session whose file of progress has not been written to since the last time, which is as long
/// ago as it may be silent, is stopped.
void Engine::listen(const Evaluate& question) {
  const SessionKey key = key_of(question.job, question.instance, question.attempt);
  LiveSession* session = session_of(key);
  if (session == nullptr || !session->given || session->asked || session->stopping) return;
  const auto heard = progress_mark(folders_.attempt(key.job, key.instance, key.attempt));
  if (std::exchange(session->heard, heard) != heard) return;
  session->stopping = Cause{.kind = Cause::Kind::heartbeat_lost};
  stops_.push_back({.key = key});
}

void Engine::stop(const StopSession& command) {
  const SessionKey key = key_of(command.job, command.instance, command.attempt);
  LiveSession* session = session_of(key);
  if (session == nullptr || session->collecting) return;
  if (session->given) {
    session->stopping = command.why;
    if (!session->asked) stops_.push_back({.key = key});  // else the answer comes first
    if (planted("retry_before_confirmed_dead")) end(key, command.why, {});
    return;
  }
  std::erase_if(launches_, [&](const LaunchSession& waiting) {
    return waiting.job == command.job && waiting.instance == command.instance;
  });
  end(key, command.why, "stopped before its session began");
}

/// What the backend has not been given yet is absent there.
void Engine::recall(const RecallSession& command) {
  const SessionKey key = key_of(command.job, command.instance, command.attempt);
  LiveSession* session = session_of(key);
  if (session == nullptr || session->collecting) return;
  if (session->given) {
    session->recalled = true;
    return recalls_.push_back(key);
  }
  std::erase_if(launches_, [&](const LaunchSession& waiting) {
    return waiting.job == command.job && waiting.instance == command.instance;
  });
  record(command.job, AttemptAbsent{command.instance, command.attempt});
}

/// Those of a line keep their order: each says how many places there were when it was launched.
void Engine::launch_durable() {
  const Sequence durable = journal_.published();
  std::vector<LaunchSession> waiting;
  const auto is_held_up = [&](const LaunchSession& command) {
    return command.line != 0 && std::any_of(waiting.begin(), waiting.end(), [&](const auto& other) {
             return other.line == command.line;
           });
  };
  for (LaunchSession& command : std::exchange(launches_, {})) {
    const LiveSession* session = session_of(key_of(command.job, command.instance, command.attempt));
    if (session == nullptr) continue;  // stopped meanwhile
    if ((session->intent <= durable || planted("submit_before_intent")) && !is_held_up(command)) {
      launch(command);
    } else {
      waiting.push_back(std::move(command));
    }
  }
  launches_ = std::move(waiting);
}

void Engine::launch(const LaunchSession& command) {
  const SessionKey key = key_of(command.job, command.instance, command.attempt);
  const Held& held = jobs_.at(command.job);
  LiveSession& session = *session_of(key);
  if (held.pausing) {
    hurried_ = true;
    return end(key, {.kind = Cause::Kind::preempted}, "paused before its session began");
  }
  try {
    starts_.push_back(compose(command, store_.id(), *held.live, held.places, folders_));
    starts_.back().line = {.number = command.line, .places = command.places};
    session.placement = command.placement;
    session.line = command.line;
    session.given = true;
  } catch (const CannotCompose& failure) {
    hurried_ = true;
    std::string why = failure.what();
    if (held.joined && failure.cause().kind == Cause::Kind::secret_unresolved) {
      why += " (in the environment of the engine with pid " + std::to_string(::getpid()) + ')';
    }
    end(key, failure.cause(), std::move(why));
  }
}

/// Makes the folders of attempts while they wait for a slot, so that the launch itself is short.
void Engine::prepare_intended() {
  for (const IntendAttempt& intended : std::exchange(unprepared_, {})) {
    const auto held = jobs_.find(intended.job);
    if (held == jobs_.end()) continue;
    const bool prepared =
        prepare(*held->second.live, intended.instance, intended.attempt, folders_);
    if (!prepared) unprepared_.push_back(intended);  // its graph is on its way
  }
}

void Engine::ask_again_where_due() {
  while (!ask_again_.empty() && ask_again_.front().first <= now_) {
    look_ups_.push_back(std::move(ask_again_.front().second));
    ask_again_.pop_front();
  }
}

void Engine::give_to_backend() {
  ask_again_where_due();
  if (planted("hash_map_order")) {
    std::sort(starts_.begin(), starts_.end(), [](const SessionSpec& a, const SessionSpec& b) {
      return std::less<>{}(a.placement.get(), b.placement.get());
    });
  }
  if (!look_ups_.empty()) backend_.look_up(look_ups_);
  if (!starts_.empty()) backend_.start(starts_);
  if (!recalls_.empty()) backend_.recall(recalls_);
  if (!stops_.empty()) backend_.stop(stops_);
  look_ups_.clear();
  starts_.clear();
  recalls_.clear();
  stops_.clear();
}

}  // namespace headway::inline v0

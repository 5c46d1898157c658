// Requests to the supervisor, and reports from it.
#include "process_sessions.hpp"

#include "look_up.hpp"
#include "session_record.hpp"

#include <utility>

namespace headway::inline v0 {

void ProcessSessions::start(std::span<const StartRequest> requests) {
  std::string frames;
  const std::lock_guard lock(mutex_);  // known and sent at once: see `supervisor_ended`
  for (const auto& request : requests) {
    sessions_.emplace(request.key, Session{.folder = request.folder});
    encode(Request(request), frames);
  }
  if (!frames.empty()) link_.send(frames);
}

void ProcessSessions::recall(std::span<const SessionKey> sessions) {
  std::string frames;
  for (const auto& key : sessions) encode(Request(RecallRequest{key}), frames);
  if (!frames.empty()) link_.send(frames);
}

std::vector<SessionKey> ProcessSessions::stop(std::span<const SessionStop> stops) {
  std::string frames;
  std::vector<SessionKey> unknown;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& stop : stops) {
      if (sessions_.contains(stop.key)) {
        encode(Request(StopRequest{stop.key, stop.grace}), frames);
      } else {
        unknown.push_back(stop.key);
      }
    }
  }
  if (!frames.empty()) link_.send(frames);
  return unknown;
}

std::optional<std::string> ProcessSessions::handle_of(const SessionKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(key);
  if (found == sessions_.end()) return std::nullopt;
  return found->second.process ? to_string(*found->second.process) : std::string();
}

void ProcessSessions::look_up(std::vector<SessionHandle> sessions) {
  link_.after_predecessor([this, asked = std::move(sessions)](bool gone) {
    const auto running = running_sessions();
    for (const auto& session : asked) {
      sink_.report(session.key,
                   gone ? look_up_ended(session, running)
                        : NoAnswer{"the supervisor of an earlier engine still ends its sessions"});
    }
  });
}

void ProcessSessions::replied(const Reply& reply) {
  if (const auto* started = std::get_if<SpawnedReply>(&reply)) {
    spawned(*started);
  } else if (const auto* ended = std::get_if<EndedReply>(&reply)) {
    sink_.report(ended->key, ended->end);
    forget(ended->key);
  } else if (const auto* gone = std::get_if<GoneReply>(&reply)) {
    sink_.report(gone->key, Lost{"it was started before, and how it ended is not known"});
    forget(gone->key);
  } else if (const auto* recalled = std::get_if<RecalledReply>(&reply)) {
    forget(recalled->key);
    sink_.report(recalled->key, Absent{});
  }
}

void ProcessSessions::spawned(const SpawnedReply& reply) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = sessions_.find(reply.key);
    if (found == sessions_.end()) return;
    found->second.process = reply.process;
  }
  sink_.report(reply.key, Accepted{to_string(reply.process)});
  sink_.report(reply.key, Started{"group"});
}

void ProcessSessions::forget(const SessionKey& key) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(key);
}

/// Without its supervisor a session can be neither watched nor stopped: it is ended.
void ProcessSessions::supervisor_ended(const std::string& message, bool served) {
  std::map<SessionKey, Session> left;
  {
    const std::lock_guard lock(mutex_);
    link_.drop_unsent();  // with the same lock held: what is told as ended is never sent
    left.swap(sessions_);
  }
  const auto running = running_sessions();
  for (const auto& [key, session] : left) {
    if (!served) {
      sink_.report(key, Finished{.cause = {Cause::Kind::spawn_failed}, .message = message});
      continue;
    }
    const SessionHandle handle{
        key, session.process ? to_string(*session.process) : std::string("unknown"),
        session.folder};
    sink_.report(key, with_reason(look_up_ended(handle, running), message));
  }
}

}  // namespace headway::inline v0

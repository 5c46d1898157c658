// Sessions that are processes, as their engine knows them.
#pragma once

#include "supervisor_link.hpp"

#include <headway/session/backend.hpp>

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// Processes as sessions of a supervisor. Thread-safe; reports come from the link's thread too.
class ProcessSessions final : private SupervisorListener {
 public:
  ProcessSessions(SupervisorOptions options, SessionEvents& sink)
      : sink_(sink), link_(std::move(options), *this) {}
  /// Ends all sessions, without a report.
  ~ProcessSessions() override { link_.close(); }
  ProcessSessions(const ProcessSessions&) = delete;
  ProcessSessions& operator=(const ProcessSessions&) = delete;

  void start(std::span<const StartRequest> requests);
  void recall(std::span<const SessionKey> sessions);
  /// Returns the keys it does not know.
  std::vector<SessionKey> stop(std::span<const SessionStop> stops);
  /// The handle of a session that has not ended; nothing when the key is not known.
  [[nodiscard]] std::optional<std::string> handle_of(const SessionKey& key) const;
  /// Answers for sessions of an earlier engine.
  void look_up(std::vector<SessionHandle> sessions);

 private:
  struct Session {
    std::string folder{};
    std::optional<ProcessIdentity> process{};
  };

  void replied(const Reply& reply) override;
  void supervisor_ended(const std::string& message, bool served) override;
  void spawned(const SpawnedReply& reply);
  void forget(const SessionKey& key);

  SessionEvents& sink_;
  mutable std::mutex mutex_{};
  std::map<SessionKey, Session> sessions_{};  // not ended yet
  SupervisorLink link_;                       // last: its thread uses all of the above
};

}  // namespace headway::inline v0

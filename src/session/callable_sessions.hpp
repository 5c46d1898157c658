// Sessions that are calls of the host's own functions.
#pragma once

#include <headway/session/backend.hpp>
#include <headway/session/callables.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>

namespace headway::inline v0 {

/// Callables as sessions on a worker pool. Thread-safe.
class CallableSessions {
 public:
  CallableSessions(std::size_t threads, SessionEvents& sink) : sink_(sink), pool_(threads) {}
  /// Asks all to stop, drops those that have not begun and waits for the others.
  ~CallableSessions();
  CallableSessions(const CallableSessions&) = delete;
  CallableSessions& operator=(const CallableSessions&) = delete;

  void start(const SessionSpec& spec);
  /// Sets the call's `stop_requested`; one that has not begun ends at once. False: unknown key.
  bool stop(const SessionKey& key);
  [[nodiscard]] bool knows(const SessionKey& key) const;

 private:
  class Call;

  void carry_out(Call& call);
  void end(const SessionKey& key, Finished finished);

  SessionEvents& sink_;
  mutable std::mutex mutex_{};
  std::map<SessionKey, std::shared_ptr<Call>> calls_{};  // not ended yet
  bool closing_ = false;
  WorkerPool pool_;  // last: its threads use all of the above
};

}  // namespace headway::inline v0

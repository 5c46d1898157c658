// Sessions that are calls of the host's own functions.
#pragma once

#include <headway/session/backend.hpp>
#include <headway/session/callables.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// Callables as sessions on a worker pool. A thread that has begun with a line goes on with it
/// until nobody waits there, so that of many short calls each costs no waking. Thread-safe.
class CallableSessions {
 public:
  CallableSessions(std::size_t threads, SessionEvents& sink)
      : threads_(threads), sink_(sink), pool_(threads) {}
  /// Asks all to stop, drops those that have not begun and waits for the others.
  ~CallableSessions();
  CallableSessions(const CallableSessions&) = delete;
  CallableSessions& operator=(const CallableSessions&) = delete;

  void start(std::span<const SessionSpec* const> specs);
  /// Sets the call's `stop_requested`; one that has not begun ends at once. False: unknown key.
  bool stop(const SessionKey& key);
  /// Takes a call out of its line; false when it has begun, or is not known.
  bool recall(const SessionKey& key);
  [[nodiscard]] bool knows(const SessionKey& key) const;

 private:
  /// A call that waits for a place.
  struct Waiting {
    SessionKey key;
    std::string name;
    std::string folder;
    CallableSpec call;
  };
  struct Line {
    std::size_t places = 0;
    std::size_t taken = 0;  // by threads that serve it, or are about to
    std::deque<Waiting> waiting{};
  };
  class Call;

  void serve(std::uint64_t line);
  std::optional<Waiting> next(std::uint64_t line);
  bool remove(const SessionKey& key);

  const std::size_t threads_;
  SessionEvents& sink_;
  mutable std::mutex mutex_{};
  std::map<std::uint64_t, Line> lines_{};  // guarded by mutex_; 0: those of none
  std::vector<Call*> running_{};           // guarded by mutex_
  bool closing_ = false;                   // guarded by mutex_
  WorkerPool pool_;                        // last: its threads use all of the above
};

}  // namespace headway::inline v0

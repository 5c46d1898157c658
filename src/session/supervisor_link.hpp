// An engine's side of its supervisor: the process, the connection, and the thread that reads it.
#pragma once

#include "../base/descriptor.hpp"
#include "frame.hpp"
#include "protocol.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <sys/types.h>

namespace headway::inline v0 {

/// How a supervisor is started.
struct SupervisorOptions {
  std::string program{};
  std::string folder{};                    // of its socket and lock; made when it is missing
  std::vector<std::string> environment{};  // what sessions inherit
};

/// What the link tells. Called on its thread.
class SupervisorListener {
 public:
  virtual ~SupervisorListener() = default;
  virtual void replied(const Reply& reply) = 0;
  /// The supervisor has ended unasked; `served`: after it had begun to serve. What was not sent
  /// goes to the next one unless it is dropped now.
  virtual void supervisor_ended(const std::string& message, bool served) = 0;
};

/// Starts a supervisor when the first request comes, and a new one after its end. Nothing happens
/// before the sessions of an earlier engine's supervisor have ended. Thread-safe.
class SupervisorLink {
 public:
  SupervisorLink(SupervisorOptions options, SupervisorListener& listener);
  ~SupervisorLink();
  SupervisorLink(const SupervisorLink&) = delete;
  SupervisorLink& operator=(const SupervisorLink&) = delete;

  /// Sends encoded requests, or keeps them until the supervisor listens. Never waits.
  void send(std::string_view frames);

  /// Forgets what was not sent yet.
  void drop_unsent();

  /// Calls `then` on the link's thread once no earlier supervisor ends sessions any more, with
  /// false if that takes more than fifteen seconds.
  void after_predecessor(std::function<void(bool gone)> then);

  /// Lets the supervisor end all sessions and waits until it has left. No call comes after.
  void close();

 private:
  struct Question {
    std::function<void(bool)> then{};
    std::int64_t give_up_at = 0;
  };

  void begin();
  void wake() const;
  void serve();
  bool turn();
  void answer_questions();
  [[nodiscard]] bool predecessor_gone();
  void open();
  void spawn(int listening);
  void send_pending();
  void wait_for_news(bool waiting_to_write, int timeout_ms);
  void receive();
  void lose(const std::string& message);
  std::string leave();

  SupervisorOptions options_;
  SupervisorListener& listener_;
  Descriptor wake_{};
  std::thread thread_{};

  std::mutex mutex_{};       // guards what follows up to the next blank line
  std::string pending_{};    // requests not sent yet
  Descriptor connection_{};  // closed and opened by the thread only
  std::vector<Question> questions_{};
  bool closing_ = false;

  Descriptor lock_{};     // the thread's: to ask whether a supervisor lives
  Descriptor process_{};  // the supervisor's pidfd
  pid_t pid_ = 0;
  FrameBuffer replies_{};
  std::vector<char> buffer_{};
  bool predecessor_gone_ = false;
  bool served_ = false;  // the supervisor has answered
};

}  // namespace headway::inline v0

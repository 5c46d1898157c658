// The mailbox: what other threads have to tell the engine's loop, and the descriptor that wakes it.
#pragma once

#include <headway/session/backend.hpp>
#include <headway/store/artifacts.hpp>

#include <exception>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// Outputs that were committed away from the loop.
struct OutputsCommitted {
  SessionKey key{};
  Committed committed{};
  std::exception_ptr failure{};  // of the disk, not of the outputs; null as a rule
};

/// The key of a cached task, made away from the loop. The attempt of `key` is 0.
struct KeyMade {
  SessionKey key{};
  std::string digest{};                  // 64 hexadecimal digits; empty: there is none
  std::shared_ptr<const Value> parts{};  // a map
  std::string problem{};                 // why there is none
};

/// Whether the files of a result are as they were.
struct ResultChecked {
  SessionKey key{};
  CachedResult result{};
  bool whole = false;
};

using Letter =
    std::variant<SessionNews, std::vector<Node>, OutputsCommitted, KeyMade, ResultChecked>;

/// Letters in the order they came. Thread-safe. The descriptor is readable while letters or a bare
/// `wake` are waiting.
class Mailbox final : public SessionEvents {
 public:
  Mailbox();
  ~Mailbox() override;
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  void report(const SessionKey& key, SessionReport report) override;
  void report_all(std::span<SessionNews> news) override;
  void nodes_changed(std::vector<Node> nodes) override;
  void put(Letter letter);
  void wake();

  [[nodiscard]] int fd() const { return fd_; }
  /// All letters, and the descriptor is quiet again.
  std::vector<Letter> take();

 private:
  void ring();  // under mutex_

  std::mutex mutex_;
  std::vector<Letter> letters_;  // guarded by mutex_
  bool ringing_ = false;         // guarded by mutex_: the descriptor is readable
  int fd_;                       // eventfd
};

}  // namespace headway::inline v0

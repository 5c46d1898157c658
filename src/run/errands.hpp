// Errands: work with the disk that is done beside the loop, and answered by letter.
#pragma once

#include "mailbox.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace headway::inline v0 {

/// Does errands one after the other and posts what each comes back with. Its thread starts with the
/// first.
class Errands {
 public:
  using Errand = std::function<Letter()>;  // throws nothing

  explicit Errands(Mailbox& mailbox) : mailbox_(mailbox) {}
  /// Finishes the errand in work and drops the rest: a recovered engine sends those again.
  ~Errands();
  Errands(const Errands&) = delete;
  Errands& operator=(const Errands&) = delete;

  void send(Errand errand);

 private:
  void work(const std::stop_token& stop);

  Mailbox& mailbox_;
  std::mutex mutex_;
  std::condition_variable_any given_;
  std::deque<Errand> waiting_;  // guarded by mutex_
  std::jthread thread_;         // last: stops before the rest goes
};

}  // namespace headway::inline v0

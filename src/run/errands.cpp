// The thread of errands.
#include "errands.hpp"

#include "../base/signals_blocked.hpp"

#include <utility>

namespace headway::inline v0 {

Errands::~Errands() {
  thread_.request_stop();
  given_.notify_all();
}

void Errands::send(Errand errand) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(errand));
  }
  if (!thread_.joinable()) {
    const SignalsBlocked quiet;
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  }
  given_.notify_one();
}

void Errands::work(const std::stop_token& stop) {
  while (true) {
    std::unique_lock lock(mutex_);
    const bool given = given_.wait(lock, stop, [&] { return !waiting_.empty(); });
    if (!given || stop.stop_requested()) return;
    const Errand errand = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    mailbox_.put(errand());
  }
}

}  // namespace headway::inline v0

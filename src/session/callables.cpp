// The threads of a worker pool.
#include "../base/signals_blocked.hpp"

#include <headway/session/callables.hpp>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace headway::inline v0 {

struct WorkerPool::Impl {
  explicit Impl(std::size_t most) : limit(std::max<std::size_t>(most, 1)) {}

  void add_thread() {
    const SignalsBlocked quiet;
    threads.emplace_back([this] { serve(); });
  }

  void serve() {
    std::unique_lock lock(mutex);
    for (;;) {
      ++idle;
      news.wait(lock, [this] { return closing || !waiting.empty(); });
      --idle;
      if (closing) return;
      auto work = std::move(waiting.front());
      waiting.pop_front();
      lock.unlock();
      work();
      work = nullptr;
      lock.lock();
    }
  }

  const std::size_t limit;
  std::vector<std::thread> threads{};  // the submitting threads' and the destructor's, under mutex
  std::mutex mutex{};
  std::condition_variable news{};
  std::deque<std::function<void()>> waiting{};
  std::size_t idle = 0;
  bool closing = false;
};

WorkerPool::WorkerPool(std::size_t threads) : impl_(std::make_unique<Impl>(threads)) {}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->closing = true;
  }
  impl_->news.notify_all();
  for (auto& thread : impl_->threads) thread.join();
}

void WorkerPool::submit(std::function<void()> work) {
  const std::lock_guard lock(impl_->mutex);
  impl_->waiting.push_back(std::move(work));
  if (impl_->waiting.size() > impl_->idle && impl_->threads.size() < impl_->limit) {
    impl_->add_thread();
  } else if (impl_->idle > 0) {
    impl_->news.notify_one();
  }
}

}  // namespace headway::inline v0

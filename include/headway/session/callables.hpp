// A pool of threads for callables.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace headway::inline v0 {

/// Runs work on at most so many threads, started as work comes. Owned by whoever makes it;
/// thread-safe. No signal handler of the host ever runs on its threads.
class WorkerPool {
 public:
  explicit WorkerPool(std::size_t threads);
  /// Drops work that has not begun and waits for what has.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// `work` must not throw.
  void submit(std::function<void()> work);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace headway::inline v0

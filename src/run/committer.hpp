// The committer: a thread that commits output folders, so that hashing never holds up the loop.
#pragma once

#include "mailbox.hpp"

#include <headway/model/task.hpp>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace headway::inline v0 {

/// Commits folders in the order they are given and posts the results, or what went wrong with the
/// disk. Its thread starts with the first.
class Committer {
 public:
  Committer(const Artifacts& artifacts, Mailbox& mailbox)
      : artifacts_(artifacts), mailbox_(mailbox) {}
  /// Finishes the folder in work and drops the rest: a recovered engine commits those again.
  ~Committer();
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  /// `task` (alive through `job`) declares what `folder` must hold; `returned` are the values of a
  /// callable, null for a process.
  void commit(const SessionKey& key, std::string folder, std::shared_ptr<const PipelineJob> job,
              const Task& task, std::shared_ptr<const Values> returned);

 private:
  struct Order {
    SessionKey key;
    std::string folder;
    std::shared_ptr<const PipelineJob> job;  // keeps `task` alive
    const Task* task;
    std::shared_ptr<const Values> returned;
  };
  void work(const std::stop_token& stop);
  [[nodiscard]] OutputsCommitted commit_now(const Order& order) const;
  [[nodiscard]] Committed outputs_of(const Order& order) const;

  const Artifacts& artifacts_;
  Mailbox& mailbox_;
  std::mutex mutex_;
  std::condition_variable_any given_;
  std::deque<Order> orders_;  // guarded by mutex_
  std::jthread thread_;       // last: stops before the rest goes
};

}  // namespace headway::inline v0

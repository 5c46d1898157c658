// The committer: commits output folders beside the loop, so that hashing never holds it up.
#pragma once

#include "errands.hpp"

#include <headway/model/task.hpp>

#include <memory>
#include <string>

namespace headway::inline v0 {

/// Commits folders in the order they are given and posts the results, or what went wrong with the
/// disk. What it drops at its end a recovered engine commits again.
class Committer {
 public:
  Committer(const Artifacts& artifacts, Mailbox& mailbox)
      : artifacts_(artifacts), errands_(mailbox) {}

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
  [[nodiscard]] OutputsCommitted commit_now(const Order& order) const;
  [[nodiscard]] Committed outputs_of(const Order& order) const;

  const Artifacts& artifacts_;
  Errands errands_;  // last: its thread uses the rest
};

}  // namespace headway::inline v0

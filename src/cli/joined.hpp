// Seeing to a job that the engine of another process runs.
#pragma once

#include "cli/narrator.hpp"
#include "cli/verbs.hpp"

#include <headway/run/joined_job.hpp>

#include <optional>
#include <string>

namespace headway::cli {

/// Tells the job's progress as its engine would; Ctrl-C pauses this job and no other.
class Joined {
 public:
  Joined(JoinedJob job, StoreOptions at);

  /// Follows until the job rests, sums up and returns the exit code; nothing when its engine has
  /// gone, so that this process may become it.
  std::optional<int> follow();

  /// What the engine so far was told of slots; empty while that is not known.
  [[nodiscard]] std::string slots() const {
    return job_.is_there() ? job_.record().slots : std::string();
  }
  /// Once this process holds the store: takes in the last events; the requests are its own now.
  void take_over();
  [[nodiscard]] JobId id() const { return job_.id(); }
  /// Of a job that the store has; null otherwise.
  [[nodiscard]] Narrator* narrator() { return narrator_ ? &*narrator_ : nullptr; }

 private:
  void look();
  void heed_interrupts();
  int sum_up();
  int leave();

  JoinedJob job_;
  StoreOptions at_;
  std::optional<Narrator> narrator_{};
  int seen_ = 0;  // interrupts
};

}  // namespace headway::cli

// Telling what happens to one job, as it happens.
#pragma once

#include "cli/progress.hpp"

#include <headway/event/job_state.hpp>

#include <optional>

namespace headway::cli {

/// Prints a job's events as JSON lines, or shows its progress. One thread at a time.
class Narrator {
 public:
  /// From `status` on: events that it holds already are not told.
  Narrator(bool json, JobId id, const JobStatus& status);

  void see(const Event& event);
  void finish();

 private:
  JobId id_;
  JobGraphs graphs_;
  std::optional<Progress> progress_;
};

}  // namespace headway::cli

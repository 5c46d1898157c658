// Following a job by reading: what another process sees of a job that an engine runs.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/store/owner.hpp>
#include <headway/store/reader.hpp>

#include <optional>
#include <vector>

namespace headway::inline v0 {

/// A job's state, kept up by reading its store. Borrows the reader. One thread at a time.
class Follower {
 public:
  /// Has taken in nothing yet. Throws Error for an unknown job.
  Follower(const StoreReader& reader, JobId id);

  /// Takes in what came since the last call and returns it. Throws StoreError.
  std::vector<Event> read();

  [[nodiscard]] const JobRecord& record() const { return record_; }
  [[nodiscard]] const JobStatus& status() const { return status_; }
  /// The live engine, where it is the one that works on this job and not on others only, as of the
  /// last read.
  [[nodiscard]] std::optional<StoreOwner> engine() const;

 private:
  const StoreReader* reader_;
  JobRecord record_;
  JobStatus status_;
  Sequence taken_{};
  Instant taken_up_{};  // when an engine last took the job up
};

}  // namespace headway::inline v0

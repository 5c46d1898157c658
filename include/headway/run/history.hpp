// The read side: what a store remembers, readable beside a running engine.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/run/explanation.hpp>
#include <headway/store/owner.hpp>
#include <headway/store/reader.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// How long something took, or has taken by `now` where it has not ended (0); nothing where it has
/// not started (0).
inline Duration time_taken(Instant started, Instant ended, Instant now) {
  return started.us == 0 ? Duration{} : (ended.us == 0 ? now : ended) - started;
}

/// One line of a list of jobs. A value.
struct JobSummary {
  JobRecord record{};
  JobState state = JobState::running;
  Instant ended{};  // 0: not yet
};

/// Opens a store to read. Makes nothing: a store that does not exist has no jobs. One thread at a
/// time.
class History {
 public:
  /// `data` is where attempts lie; default: where the store says.
  explicit History(const std::string& root, const std::string& data = {});
  ~History();

  /// All jobs, newest first.
  [[nodiscard]] std::vector<JobSummary> jobs() const;
  /// The job meant by an id, a unique prefix of one, a job name (its newest), or `last`. Throws
  /// Error that says what there is.
  [[nodiscard]] JobId find(std::string_view job) const;
  [[nodiscard]] JobRecord record(JobId id) const;
  [[nodiscard]] JobStatus status(JobId id) const;
  [[nodiscard]] std::vector<Event> events(JobId id) const;
  /// The job's declared outputs; null for what is missing.
  [[nodiscard]] Values outputs(JobId id, const JobStatus& status) const;
  /// What an instance's attempt (0: the last) wrote, at most the last `limit` bytes.
  [[nodiscard]] std::string log(JobId id, const JobStatus& status, std::string_view instance,
                                Attempt attempt, std::size_t limit) const;
  /// The path of that log, which may not exist yet.
  [[nodiscard]] std::string log_path(JobId id, const JobStatus& status, std::string_view instance,
                                     Attempt attempt) const;
  /// Why an instance stands as it does. Throws Error when the job has none of that name.
  [[nodiscard]] Explanation explain(JobId id, std::string_view instance) const;
  /// `value` with the paths of its artifacts made absolute.
  [[nodiscard]] Value resolved(const Value& value) const;
  /// The live engine of the store; nothing when there is none.
  [[nodiscard]] std::optional<StoreOwner> engine() const;
  /// The store behind it, to follow a job event by event.
  [[nodiscard]] const StoreReader& reader() const;

 private:
  struct Open;
  std::unique_ptr<Open> open_;
};

}  // namespace headway::inline v0

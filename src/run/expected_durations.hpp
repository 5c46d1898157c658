// Expected durations: how long an instance is likely to take, and how that is known.
#pragma once

#include <headway/base/source_span.hpp>
#include <headway/event/job_state.hpp>
#include <headway/run/task_history.hpp>

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// Borrows what was given, and the history. One thread at a time.
class ExpectedDurations {
 public:
  /// `given` is by instance or by task, and comes first.
  ExpectedDurations(const std::map<std::string, Spanned<Duration>>& given,
                    const TaskHistory& history)
      : given_(&given), history_(&history) {}

  /// All that is known of how long the instance may take, never empty: what was given, else what
  /// earlier jobs took, else its estimate, else a second. Waits take what they are told to, joins
  /// nothing. Valid as long as this and the history.
  [[nodiscard]] std::span<const Duration> of(const JobStatus& job, InstanceId id);

  /// For how many instances nothing was known.
  [[nodiscard]] std::uint32_t guessed() const { return guessed_; }

 private:
  std::span<const Duration> alone(Duration duration);

  const std::map<std::string, Spanned<Duration>>* given_;
  const TaskHistory* history_;
  std::map<Duration, std::vector<Duration>> alone_;  // each by itself, for spans of one
  std::uint32_t guessed_ = 0;
};

/// The middle one; of an even number the larger of the two in the middle. Precondition: not empty.
Duration median(std::span<const Duration> durations);

}  // namespace headway::inline v0

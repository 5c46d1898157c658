// Conclusions: what becomes of an instance whose attempt failed.
#pragma once

#include <headway/base/time.hpp>
#include <headway/event/event.hpp>
#include <headway/schedule/backoff.hpp>
#include <headway/schedule/instance_record.hpp>
#include <headway/schedule/timers.hpp>

#include <cstdint>
#include <limits>

namespace headway::inline v0 {

/// Counts a failed attempt in its record. A loss (node_lost, preempted) is no fault of the task and
/// uses none of its retries.
void count_failure(InstanceRecord& record, Cause cause);

/// Another attempt after a pause, or the end of the instance. `ended` is when the attempt did; it
/// has been counted already. In a job that is being cancelled nothing is tried again.
Fact conclusion(JobId job, const JobTask& task, InstanceId id, const InstanceRecord& record,
                Cause cause, Instant ended, bool cancelling);

// ---------------------------------------------------------------------------------------------

namespace detail {
inline constexpr std::uint8_t losses_borne = 5;  // in a row

inline bool is_loss(Cause cause) {
  return cause.kind == Cause::Kind::node_lost || cause.kind == Cause::Kind::preempted;
}

inline bool may_retry(const JobTask& task, const InstanceRecord& record, Cause cause) {
  if (cause.kind == Cause::Kind::non_recoverable) return false;
  return is_loss(cause) ? record.losses <= losses_borne : record.failures <= task.retry_limit;
}
}  // namespace detail

inline void count_failure(InstanceRecord& record, Cause cause) {
  if (detail::is_loss(cause)) {
    if (record.losses <= detail::losses_borne) ++record.losses;
  } else {
    if (record.failures < std::numeric_limits<std::uint16_t>::max()) ++record.failures;
    record.losses = 0;
  }
}

inline Fact conclusion(JobId job, const JobTask& task, InstanceId id, const InstanceRecord& record,
                       Cause cause, Instant ended, bool cancelling) {
  const Cause cancelled{Cause::Kind::cancelled_by_user};
  const bool lost = detail::is_loss(cause);
  if (cause == cancelled || (cancelling && lost)) {
    return InstanceEnded{id, InstanceState::cancelled, cancelled};
  }
  if (cancelling || !detail::may_retry(task, record, cause)) {
    return InstanceEnded{id, InstanceState::failed, cause};
  }
  const Duration pause =
      lost ? Duration{} : pause_before(record.failures, task.backoff, job, id, record.attempt);
  return InstanceRetrying{id, record.attempt, later(ended, pause)};
}

}  // namespace headway::inline v0

// Timers: what the scheduler does when an instant has come.
#pragma once

#include <headway/base/id.hpp>
#include <headway/base/time.hpp>
#include <headway/schedule/min_heap.hpp>

#include <cstdint>

namespace headway::inline v0 {

/// At `at`, an attempt may be followed by the next, or something has taken too long. It means
/// nothing once the attempt has moved on; whoever pops it looks. A value, ordered by time.
struct Timer {
  enum class Kind : std::uint8_t {
    retry,       // of the attempt that failed
    run,         // of the running attempt
    queue,       // of the attempt before the one that waits for its start
    deadline,    // of the instance, whatever its attempt
    heartbeat,   // of the running attempt
    waiting,     // of the instance that waits
    succession,  // of all lines of the job
  };

  Instant at{};
  std::uint32_t job = 0;  // the job's serial number in the scheduler
  InstanceId instance{};
  Attempt attempt = 0;
  Kind kind = Kind::retry;

  friend bool operator<(const Timer& a, const Timer& b) {
    if (a.at != b.at) return a.at < b.at;
    return a.job != b.job ? a.job < b.job : a.instance < b.instance;
  }
};

using Timers = MinHeap<Timer>;

/// `at + wait`, or the last instant there is.
inline Instant later(Instant at, Duration wait) {
  const std::int64_t last = INT64_MAX;
  return wait.us > 0 && at.us > last - wait.us ? Instant{last} : at + wait;
}

}  // namespace headway::inline v0

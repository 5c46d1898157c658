// The system's clock: wall time at the start, monotonic from there.
#include <headway/run/clock.hpp>

#include <chrono>

namespace headway::inline v0 {

namespace {

template <class ClockType>
std::int64_t microseconds() {
  const auto since = ClockType::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

}  // namespace

SystemClock::SystemClock()
    : wall_{microseconds<std::chrono::system_clock>()},
      monotonic_us_(microseconds<std::chrono::steady_clock>()) {}

Instant SystemClock::now() const {
  return wall_ + Duration{microseconds<std::chrono::steady_clock>() - monotonic_us_};
}

}  // namespace headway::inline v0

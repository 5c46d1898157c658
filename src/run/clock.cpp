// The system's clock: wall time at the start, carried on by the clock that nobody sets.
#include <headway/run/clock.hpp>

#include <chrono>
#include <ctime>

namespace headway::inline v0 {

namespace {

std::int64_t wall_us() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

/// Counts while the machine sleeps, too: a deadline is a time of day for those who wait.
std::int64_t boot_us() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000;
}

}  // namespace

SystemClock::SystemClock() : wall_{wall_us()}, boot_us_(boot_us()) {}

Instant SystemClock::now() const { return wall_ + Duration{boot_us() - boot_us_}; }

}  // namespace headway::inline v0

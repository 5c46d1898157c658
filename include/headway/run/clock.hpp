// Clocks: where the executor gets its "now".
#pragma once

#include <headway/base/time.hpp>

#include <cstdint>

namespace headway::inline v0 {

/// Tells the time. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

/// UTC as it was when the clock was made, carried on by the boot clock: durations within one engine
/// are right however the wall clock is set meanwhile, and while the machine slept.
class SystemClock final : public Clock {
 public:
  SystemClock();
  [[nodiscard]] Instant now() const override;

 private:
  Instant wall_;            // when made
  std::int64_t boot_us_{};  // when made
};

}  // namespace headway::inline v0

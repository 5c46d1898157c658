// A clock that stands still until it is set.
#pragma once

#include <headway/run/clock.hpp>

namespace headway::inline v0::testing {

/// Time is a number. It may be set back, as a wall clock is between two lives of an engine. Thread
/// rule: one thread at a time.
class VirtualClock final : public Clock {
 public:
  explicit VirtualClock(Instant now) : now_(now) {}
  [[nodiscard]] Instant now() const override { return now_; }
  void set(Instant now) { now_ = now; }

 private:
  Instant now_;
};

}  // namespace headway::inline v0::testing

// Retry: how often a failed attempt is tried again, and after what pause.
#pragma once

#include <headway/base/time.hpp>

#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// The pause before the n-th retry: initial · multiplier^(n-1), at most `max`, varied by ±
/// `jitter`.
struct Backoff {
  Duration initial{};
  double multiplier = 2.0;      // at least 1
  Duration max{3'600'000'000};  // an hour
  double jitter = 0.0;          // a fraction from 0 to 1
  friend bool operator==(const Backoff&, const Backoff&) = default;
};

/// `limit` counts retries after the first try.
struct RetryRule {
  std::uint32_t limit = 0;
  Backoff backoff{};
  friend bool operator==(const RetryRule&, const RetryRule&) = default;
};

}  // namespace headway::inline v0

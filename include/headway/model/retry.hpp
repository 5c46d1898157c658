// Retry: how often a failed attempt is tried again, after what pause, and with what.
#pragma once

#include <headway/base/source_span.hpp>
#include <headway/base/time.hpp>

#include <cstdint>
#include <string>
#include <utility>
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

/// `limit` counts retries after the first try. Of several rules the first that matches a failure
/// counts, each with a counter of its own.
struct RetryRule {
  std::uint32_t limit = 0;
  Backoff backoff{};
  std::vector<Text> causes{};  // `oom_killed`, `exit_code(137)`, `error(DataNotReady)`; empty: any
  std::vector<std::pair<std::string, Text>> resources{};  // slot -> quantity or `${{ }}`
  friend bool operator==(const RetryRule&, const RetryRule&) = default;
};

using RetryRules = std::vector<RetryRule>;

/// How long things may take. Zero: no limit. `run`: a session, parked time excluded; `queue`: from
/// ready to the start; `deadline`: from first ready over all attempts; `heartbeat`: between two
/// signs of life.
struct Timeouts {
  Duration run{};
  Duration queue{};
  Duration deadline{};
  Duration heartbeat{};
  friend bool operator==(const Timeouts&, const Timeouts&) = default;
};

}  // namespace headway::inline v0

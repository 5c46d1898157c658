// Backoff: how long to wait before an attempt is made again.
#pragma once

#include <headway/base/id.hpp>
#include <headway/base/time.hpp>
#include <headway/model/retry.hpp>

#include <cstdint>

namespace headway::inline v0 {

/// The pause before the `retry`-th retry (from 1): initial · multiplier^(retry-1), at most `max`,
/// varied by ± jitter. The variation depends on nothing but the ids, so that a replay waits alike.
Duration pause_before(std::uint32_t retry, const Backoff& backoff, JobId job, InstanceId instance,
                      Attempt attempt);

// ---------------------------------------------------------------------------------------------

namespace detail {
/// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31U);
}

/// A number from -1 to 1 that three ids determine.
inline double variation(JobId job, InstanceId instance, Attempt attempt) {
  const std::uint64_t seed =
      mix(job.value + 0x9E3779B97F4A7C15U) ^ (std::uint64_t{instance.value} << 32U | attempt);
  return static_cast<double>(mix(seed) >> 11U) * 0x1.0p-52 - 1.0;
}
}  // namespace detail

inline Duration pause_before(std::uint32_t retry, const Backoff& backoff, JobId job,
                             InstanceId instance, Attempt attempt) {
  constexpr double longest = 1e16;  // µs, some 300 years: what is longer would leave the calendar
  const auto greatest = static_cast<double>(backoff.max.us);
  auto pause = static_cast<double>(backoff.initial.us);
  for (std::uint32_t i = 1; i < retry && pause > 0 && pause < greatest; ++i) {
    if (backoff.multiplier <= 1.0) break;
    pause *= backoff.multiplier;
  }
  if (pause > greatest) pause = greatest;
  pause *= 1.0 + backoff.jitter * detail::variation(job, instance, attempt);
  return {static_cast<std::int64_t>(pause > longest ? longest : pause)};
}

}  // namespace headway::inline v0

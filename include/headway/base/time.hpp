// Instants and durations in whole microseconds, their literals, and their text forms.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// A length of time in microseconds. Integer, so that equal inputs give equal schedules everywhere.
struct Duration {
  std::int64_t us = 0;
  friend constexpr auto operator<=>(Duration, Duration) = default;
  friend constexpr Duration operator+(Duration a, Duration b) { return {a.us + b.us}; }
  friend constexpr Duration operator-(Duration a, Duration b) { return {a.us - b.us}; }
  [[nodiscard]] constexpr double seconds() const { return static_cast<double>(us) / 1e6; }
};

/// A point in time: microseconds since 1970-01-01T00:00:00 UTC.
struct Instant {
  std::int64_t us = 0;
  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Instant operator+(Instant at, Duration d) { return {at.us + d.us}; }
  friend constexpr Duration operator-(Instant a, Instant b) { return {a.us - b.us}; }
};

inline namespace literals {
constexpr Duration operator""_us(unsigned long long n) { return {static_cast<std::int64_t>(n)}; }
constexpr Duration operator""_ms(unsigned long long n) {
  return {static_cast<std::int64_t>(n) * 1000};
}
constexpr Duration operator""_s(unsigned long long n) {
  return {static_cast<std::int64_t>(n) * 1'000'000};
}
constexpr Duration operator""_min(unsigned long long n) {
  return {static_cast<std::int64_t>(n) * 60'000'000};
}
constexpr Duration operator""_h(unsigned long long n) {
  return {static_cast<std::int64_t>(n) * 3'600'000'000};
}
}  // namespace literals

/// Reads `90s`, `1h30m`, `1.5h`, `250ms`, `2d`: numbers with units d h m s ms us, largest first.
/// Nothing for anything else: no unit, a sign, a repeated unit, or more than about 292,000 years.
std::optional<Duration> parse_duration(std::string_view text);

/// The canonical text of a duration: `1h30m`, `2s`, `250ms`; zero is `0s`.
std::string to_string(Duration duration);

/// RFC 3339 in UTC with microseconds: `2026-02-03T04:05:06.000007Z`.
std::string to_string(Instant instant);

}  // namespace headway::inline v0

// Instants and durations in whole microseconds, their literals, and their text forms.
#pragma once

#include <headway/base/decimal.hpp>

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

/// The canonical text of a duration: `1h30m`, `2s`, `250ms`; zero is `0s`; a negative one has a
/// sign.
std::string to_string(Duration duration);

/// RFC 3339 in UTC with microseconds: `2026-02-03T04:05:06.000007Z`.
std::string to_string(Instant instant);

// ---------------------------------------------------------------------------------------------

namespace detail {

struct DurationUnit {
  std::string_view name;
  std::int64_t us;
};

inline constexpr DurationUnit duration_units[] = {{"d", 86'400'000'000}, {"h", 3'600'000'000},
                                                  {"m", 60'000'000},     {"s", 1'000'000},
                                                  {"ms", 1000},          {"us", 1}};

inline std::string_view take_word(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && text[count] >= 'a' && text[count] <= 'z') ++count;
  const auto word = text.substr(0, count);
  text.remove_prefix(count);
  return word;
}

/// One number with its unit, which must be smaller than `limit`; `limit` becomes that unit.
inline std::optional<std::int64_t> take_duration_part(std::string_view& text, std::int64_t& limit) {
  const auto number = take_decimal(text);
  const auto word = take_word(text);
  for (const auto& unit : duration_units) {
    if (!number || word != unit.name || unit.us >= limit) continue;
    limit = unit.us;
    return exactly(*number, unit.us);
  }
  return {};
}

struct CivilDate {
  std::int64_t year;
  std::int64_t month;
  std::int64_t day;
};

/// Days since 1970-01-01 to a date of the proleptic Gregorian calendar, by 400-year eras that begin
/// on March 1st, so that the leap day is the last of its year (Howard Hinnant, civil_from_days).
constexpr CivilDate civil_from_days(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const std::int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {.year = year_of_era + era * 400 + (month <= 2 ? 1 : 0),
          .month = month,
          .day = day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

inline void append_padded(std::string& text, std::int64_t number, std::size_t width) {
  const std::string digits = std::to_string(magnitude(number));
  if (number < 0) text += '-';
  if (digits.size() < width) text.append(width - digits.size(), '0');
  text += digits;
}

}  // namespace detail

inline std::optional<Duration> parse_duration(std::string_view text) {
  std::optional<std::int64_t> total = 0;
  std::int64_t limit = INT64_MAX;
  if (text.empty()) return {};
  while (total && !text.empty()) {
    const auto part = detail::take_duration_part(text, limit);
    if (!part) return {};
    total = checked_sum(*total, *part);
  }
  if (!total) return {};
  return Duration{*total};
}

inline std::string to_string(Duration duration) {
  if (duration.us == 0) return "0s";
  std::string text = duration.us < 0 ? "-" : "";
  std::uint64_t rest = magnitude(duration.us);
  for (const auto& unit : detail::duration_units) {
    const auto size = static_cast<std::uint64_t>(unit.us);
    if (rest >= size) text.append(std::to_string(rest / size)).append(unit.name);
    rest %= size;
  }
  return text;
}

inline std::string to_string(Instant instant) {
  constexpr std::int64_t day = 86'400'000'000;
  const std::int64_t days = instant.us / day - (instant.us % day < 0 ? 1 : 0);
  const std::int64_t of_day = instant.us - days * day;
  const auto date = detail::civil_from_days(days);
  std::string text;
  const auto put = [&text](std::int64_t number, std::size_t width, char end) {
    detail::append_padded(text, number, width);
    text += end;
  };
  put(date.year, 4, '-');
  put(date.month, 2, '-');
  put(date.day, 2, 'T');
  put(of_day / 3'600'000'000, 2, ':');
  put(of_day / 60'000'000 % 60, 2, ':');
  put(of_day / 1'000'000 % 60, 2, '.');
  put(of_day % 1'000'000, 6, 'Z');
  return text;
}

}  // namespace headway::inline v0

// Reading times as RFC 3339 writes them.
#pragma once

#include <headway/base/time.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace headway::inline v0 {

/// Reads `2026-02-03T04:05:06Z`, with up to six digits of a second and `Z` or an offset such as
/// `+01:00`. Nothing for anything else.
std::optional<Instant> parse_instant(std::string_view text);

// ---------------------------------------------------------------------------------------------

namespace detail {

/// Takes `width` digits and the character after them, unless that is 0.
inline std::optional<std::int64_t> take_digits(std::string_view& text, std::size_t width,
                                               char after) {
  if (text.size() < width + (after == 0 ? 0 : 1)) return {};
  std::int64_t number = 0;
  for (std::size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9') return {};
    number = number * 10 + (text[i] - '0');
  }
  if (after != 0 && text[width] != after) return {};
  text.remove_prefix(width + (after == 0 ? 0 : 1));
  return number;
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar (Howard Hinnant,
/// days_from_civil).
constexpr std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

/// Takes `.25` and the like; microseconds.
inline std::optional<std::int64_t> take_fraction(std::string_view& text) {
  if (!text.starts_with('.')) return 0;
  text.remove_prefix(1);
  std::int64_t us = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
    us = us * 10 + (text[digits] - '0');
    if (digits == 6) return {};
  }
  text.remove_prefix(digits);
  if (digits == 0) return {};
  for (; digits < 6; ++digits) us *= 10;
  return us;
}

/// Takes `Z`, `+01:00`; minutes east of UTC.
inline std::optional<std::int64_t> take_offset(std::string_view& text) {
  if (text == "Z" || text == "z") return text.remove_prefix(1), 0;
  if (!text.starts_with('+') && !text.starts_with('-')) return {};
  const std::int64_t sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  const auto hours = take_digits(text, 2, ':');
  const auto minutes = hours ? take_digits(text, 2, 0) : std::nullopt;
  if (!minutes || *hours > 23 || *minutes > 59) return {};
  return sign * (*hours * 60 + *minutes);
}

}  // namespace detail

inline std::optional<Instant> parse_instant(std::string_view text) {
  const auto year = detail::take_digits(text, 4, '-');
  const auto month = year ? detail::take_digits(text, 2, '-') : std::nullopt;
  const auto day = month ? detail::take_digits(text, 2, 0) : std::nullopt;
  if (!day || text.empty() || (text[0] != 'T' && text[0] != 't' && text[0] != ' ')) return {};
  text.remove_prefix(1);
  const auto hour = detail::take_digits(text, 2, ':');
  const auto minute = hour ? detail::take_digits(text, 2, ':') : std::nullopt;
  const auto second = minute ? detail::take_digits(text, 2, 0) : std::nullopt;
  const auto fraction = second ? detail::take_fraction(text) : std::nullopt;
  const auto offset = fraction ? detail::take_offset(text) : std::nullopt;
  if (!offset || !text.empty()) return {};
  const bool leap =
      *month == 2 && *day == 29 && (*year % 4 != 0 || (*year % 100 == 0 && *year % 400 != 0));
  constexpr std::int64_t lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (*month < 1 || *month > 12 || *day < 1 || *day > lengths[*month - 1] || leap) return {};
  if (*hour > 23 || *minute > 59 || *second > 60) return {};
  const std::int64_t days = detail::days_from_civil(*year, *month, *day);
  const std::int64_t seconds = ((days * 24 + *hour) * 60 + *minute - *offset) * 60 + *second;
  return Instant{seconds * 1'000'000 + *fraction};
}

}  // namespace headway::inline v0

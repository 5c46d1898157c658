// Decimal numbers: unsigned ones read exactly, as quantities and durations are written; any in
// digits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// `whole` + `fraction` / `denominator`, where the denominator is a power of ten. A value.
struct Decimal {
  std::int64_t whole = 0;
  std::int64_t fraction = 0;
  std::int64_t denominator = 1;
};

/// Reads digits with at most one point from the start of `text` and takes them away: `12`, `0.5`,
/// `.5`. Nothing without a digit, past 63 bits, or with more than 18 significant decimals.
std::optional<Decimal> take_decimal(std::string_view& text);

/// number · unit, if that is a whole number of 63 bits.
std::optional<std::int64_t> exactly(const Decimal& number, std::int64_t unit);

/// a · b and a + b for numbers that are not negative; nothing past 63 bits.
std::optional<std::int64_t> checked_product(std::int64_t a, std::int64_t b);
std::optional<std::int64_t> checked_sum(std::int64_t a, std::int64_t b);

/// The fewest digits that read back as the number, with an exponent where that is shorter.
std::string shortest_digits(double number);
/// The same without an exponent; nothing where it takes more than 400 characters.
std::optional<std::string> plain_digits(double number);

/// The size of a number without its sign, also of the most negative one.
constexpr std::uint64_t magnitude(std::int64_t number) {
  const auto bits = static_cast<std::uint64_t>(number);
  return number < 0 ? 0 - bits : bits;
}

// ---------------------------------------------------------------------------------------------

inline std::optional<std::int64_t> checked_product(std::int64_t a, std::int64_t b) {
  if (a != 0 && b > INT64_MAX / a) return {};
  return a * b;
}

inline std::optional<std::int64_t> checked_sum(std::int64_t a, std::int64_t b) {
  if (b > INT64_MAX - a) return {};
  return a + b;
}

namespace detail {

/// Digits from the start of `text`; their text is taken away.
inline std::string_view take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
  const auto digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

inline std::optional<std::int64_t> integer_of(std::string_view digits) {
  std::optional<std::int64_t> number = 0;
  for (const char digit : digits) {
    number = checked_product(*number, 10);
    if (number) number = checked_sum(*number, digit - '0');
    if (!number) return {};
  }
  return number;
}

constexpr std::int64_t greatest_common_divisor(std::int64_t a, std::int64_t b) {
  while (b != 0) {
    const auto rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

}  // namespace detail

inline std::optional<Decimal> take_decimal(std::string_view& text) {
  const auto whole = detail::take_digits(text);
  std::string_view decimals;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    decimals = detail::take_digits(text);
  }
  if (whole.empty() && decimals.empty()) return {};
  while (!decimals.empty() && decimals.back() == '0') decimals.remove_suffix(1);
  const auto number = detail::integer_of(whole);
  if (!number || decimals.size() > 18) return {};
  Decimal result{.whole = *number, .fraction = *detail::integer_of(decimals)};
  for (std::size_t i = 0; i < decimals.size(); ++i) result.denominator *= 10;
  return result;
}

inline std::optional<std::int64_t> exactly(const Decimal& number, std::int64_t unit) {
  const auto shared = detail::greatest_common_divisor(unit, number.denominator);
  const auto divisor = number.denominator / shared;
  if (number.fraction % divisor != 0) return {};
  const auto whole = checked_product(number.whole, unit);
  if (!whole) return {};
  return checked_sum(*whole, number.fraction / divisor * (unit / shared));
}

}  // namespace headway::inline v0

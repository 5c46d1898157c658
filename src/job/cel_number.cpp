// Reading floats of any size.
#include "cel_lexer.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace headway::inline v0 {
namespace {

/// Whether a number that no float can hold is too small for one, not too large: whether its first
/// digit stands behind the point once the exponent has moved it.
bool is_tiny(std::string_view digits) {
  const auto letter = std::min(digits.find_first_of("eE"), digits.size());
  const std::string_view mantissa = digits.substr(0, letter);
  const auto point = std::min(mantissa.find('.'), mantissa.size());
  const auto first = std::min(mantissa.find_first_of("123456789"), mantissa.size());
  std::int64_t exponent = 0;
  const std::size_t begin = std::min(
      letter + (digits.substr(letter).starts_with("e+") || digits.substr(letter).starts_with("E+")
                    ? 2
                    : 1),
      digits.size());
  const auto [end, error] =
      std::from_chars(digits.data() + begin, digits.data() + digits.size(), exponent);
  if (error == std::errc::result_out_of_range) return digits[begin] == '-';
  constexpr std::int64_t far = 1'000'000'000'000;  // further than any text is long
  if (exponent < -far || exponent > far) return exponent < 0;
  return static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first) + exponent <= 0;
}

}  // namespace

std::optional<double> float_of(std::string_view digits) {
  const bool plus = digits.starts_with('+');
  if (plus) digits.remove_prefix(1);
  if (plus && digits.starts_with('-')) return {};
  double number = 0;
  const auto* last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, number);
  if (digits.empty() || end != last || error == std::errc::invalid_argument) return {};
  if (error == std::errc{}) return number;
  if (!is_tiny(digits)) return {};
  return digits.starts_with('-') ? -0.0 : 0.0;
}

}  // namespace headway::inline v0

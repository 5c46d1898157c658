// Numbers written in digits; the only file that knows std::to_chars of numbers with a point.
#include <headway/base/decimal.hpp>

#include <charconv>
#include <system_error>

namespace headway::inline v0 {

std::string shortest_digits(double number) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, number).ptr};
}

std::optional<std::string> plain_digits(double number) {
  char digits[400];  // the longest: 309 digits of a large number, or a point and 1074 that are cut
  const auto end = std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed);
  if (end.ec != std::errc()) return {};
  return std::string(digits, end.ptr);
}

}  // namespace headway::inline v0

// Sizes: the grammar of Backend.AI's BinarySize.
#include "binary_size.hpp"

#include <headway/base/decimal.hpp>

#include <array>

namespace headway::inline v0 {
namespace {

constexpr std::string_view units = "kmgtpe";  // 2^10, 2^20, …
constexpr std::array<std::string_view, 6> endings{"ibytes", "ibyte", "ib", "bytes", "byte", "b"};

std::string plain(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (c == '_') continue;
    result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const auto first = result.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return result.substr(first, result.find_last_not_of(' ') - first + 1);
}

/// number · 2^power, cut to a whole number: a digit of the fraction for each doubling.
std::optional<std::int64_t> shifted(const Decimal& number, unsigned power) {
  const auto whole = checked_product(number.whole, std::int64_t{1} << power);
  if (!whole) return {};
  std::int64_t fraction = number.fraction;
  std::int64_t result = 0;
  for (unsigned i = 0; i < power; ++i) {
    fraction *= 2;  // below 2 · 10^18
    result *= 2;
    if (fraction < number.denominator) continue;
    fraction -= number.denominator;
    ++result;
  }
  return checked_sum(*whole, result);
}

/// Takes the unit off the end: its power of two; nothing for a letter that is no unit.
std::optional<unsigned> take_unit(std::string_view& text) {
  bool ended = false;
  for (auto ending : endings) {
    if (!text.ends_with(ending)) continue;
    text.remove_suffix(ending.size());
    ended = true;
    break;
  }
  if (text.empty()) return {};
  const auto unit = units.find(text.back());
  const bool bytes = text.back() == ' ' || (!ended && text.back() >= '0' && text.back() <= '9');
  if (unit == std::string_view::npos && !bytes) return {};
  if (unit == std::string_view::npos) return 0U;
  text.remove_suffix(1);
  return 10 * static_cast<unsigned>(unit + 1);
}

}  // namespace

std::optional<Quantity> parse_binary_size(std::string_view text) {
  const std::string word = plain(text);
  std::string_view rest = word;
  const auto power = take_unit(rest);
  if (!power) return {};
  while (rest.ends_with(' ')) rest.remove_suffix(1);
  const auto number = take_decimal(rest);
  if (!number || !rest.empty()) return {};
  if (*power == 0 && number->fraction != 0) return {};
  const auto bytes = shifted(*number, *power);
  if (!bytes) return {};
  return Quantity{*bytes};
}

std::string binary_size(Quantity bytes) {
  std::size_t unit = 0;
  auto size = bytes.raw;
  while (size != 0 && size % 1024 == 0 && unit < units.size()) {
    size /= 1024;
    ++unit;
  }
  std::string text = std::to_string(size);
  return unit == 0 ? text : text + units[unit - 1];
}

}  // namespace headway::inline v0

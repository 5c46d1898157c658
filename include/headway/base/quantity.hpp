// Exact quantities of a slot: thousandths for what is counted, bytes for memory and disk.
#pragma once

#include <headway/base/decimal.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

enum class Unit : std::uint8_t {
  thousandth,  // `cpu: 0.5` is 500
  byte,        // `mem: 512Mi` is 536870912
};

/// The unit of a slot, known by its name: `mem`, `disk` and `gpu_mem` in bytes, all others counted.
Unit unit_of(std::string_view slot);

/// How much of a slot, as an integer of the slot's unit; never floating point.
struct Quantity {
  std::int64_t raw = 0;
  friend constexpr auto operator<=>(Quantity, Quantity) = default;
};

/// Reads `2`, `0.25` (counted) or `512Mi`, `8G`, `1073741824`, `1.5Gi` (bytes). Nothing if the text
/// is no quantity, is negative, is finer than the unit, or does not fit 63 bits.
std::optional<Quantity> parse_quantity(std::string_view text, Unit unit);

/// The canonical text: `2`, `0.25`; `8Gi`, `512Mi`, `1500` (the largest binary unit that divides).
std::string to_string(Quantity quantity, Unit unit);

inline namespace literals {
constexpr Quantity operator""_KiB(unsigned long long n) {
  return {static_cast<std::int64_t>(n) << 10};
}
constexpr Quantity operator""_MiB(unsigned long long n) {
  return {static_cast<std::int64_t>(n) << 20};
}
constexpr Quantity operator""_GiB(unsigned long long n) {
  return {static_cast<std::int64_t>(n) << 30};
}
}  // namespace literals

// ---------------------------------------------------------------------------------------------

namespace detail {

struct ByteUnit {
  std::string_view name;
  std::int64_t bytes;
};

inline constexpr ByteUnit binary_units[] = {
    {"Ei", std::int64_t{1} << 60U}, {"Pi", std::int64_t{1} << 50U}, {"Ti", std::int64_t{1} << 40U},
    {"Gi", std::int64_t{1} << 30U}, {"Mi", std::int64_t{1} << 20U}, {"Ki", std::int64_t{1} << 10U}};
inline constexpr ByteUnit decimal_units[] = {{"E", 1'000'000'000'000'000'000},
                                             {"P", 1'000'000'000'000'000},
                                             {"T", 1'000'000'000'000},
                                             {"G", 1'000'000'000},
                                             {"M", 1'000'000},
                                             {"k", 1000},
                                             {"K", 1000},
                                             {"", 1}};

inline std::optional<std::int64_t> bytes_of(std::string_view unit) {
  for (const auto& known : binary_units) {
    if (known.name == unit) return known.bytes;
  }
  for (const auto& known : decimal_units) {
    if (known.name == unit) return known.bytes;
  }
  return {};
}

inline std::string thousandths_text(std::uint64_t raw) {
  std::string text = std::to_string(raw / 1000);
  if (raw % 1000 == 0) return text;
  text += '.' + std::to_string(1000 + raw % 1000).substr(1);
  while (text.back() == '0') text.pop_back();
  return text;
}

inline std::string bytes_text(std::uint64_t raw) {
  for (const auto& unit : binary_units) {
    const auto size = static_cast<std::uint64_t>(unit.bytes);
    if (raw != 0 && raw % size == 0) return std::to_string(raw / size).append(unit.name);
  }
  return std::to_string(raw);
}

}  // namespace detail

inline Unit unit_of(std::string_view slot) {
  return slot == "mem" || slot == "disk" || slot == "gpu_mem" ? Unit::byte : Unit::thousandth;
}

inline std::optional<Quantity> parse_quantity(std::string_view text, Unit unit) {
  const auto number = take_decimal(text);
  if (!number) return {};
  std::optional<std::int64_t> size = 1000;
  if (unit == Unit::byte) {
    size = detail::bytes_of(text);
  } else if (!text.empty()) {
    return {};
  }
  if (!size) return {};
  const auto raw = exactly(*number, *size);
  if (!raw) return {};
  return Quantity{*raw};
}

inline std::string to_string(Quantity quantity, Unit unit) {
  const auto raw = magnitude(quantity.raw);
  const auto text = unit == Unit::byte ? detail::bytes_text(raw) : detail::thousandths_text(raw);
  return quantity.raw < 0 ? '-' + text : text;
}

}  // namespace headway::inline v0

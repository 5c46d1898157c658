// Exact quantities of a slot: thousandths for what is counted, bytes for memory and disk.
#pragma once

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

}  // namespace headway::inline v0

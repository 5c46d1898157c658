// Dice: numbers that follow from a seed, the same everywhere.
#pragma once

#include <cstdint>
#include <string_view>

namespace headway::inline v0::testing {

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). A value.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>((next() >> 11U) % bound);
  }
  /// Once in `times`.
  bool once_in(std::uint32_t times) { return below(times) == 0; }

  /// Other dice that follow from these and `name`, which does not throw them.
  [[nodiscard]] Dice named(std::string_view name) const {
    std::uint64_t hash = 0xCBF29CE484222325U ^ state_;  // FNV-1a
    for (const char c : name) {
      hash = (hash ^ static_cast<std::uint64_t>(static_cast<unsigned char>(c))) * 0x100000001B3U;
    }
    return Dice(hash);
  }

 private:
  std::uint64_t next() {
    std::uint64_t x = state_ += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
  }

  std::uint64_t state_;
};

}  // namespace headway::inline v0::testing

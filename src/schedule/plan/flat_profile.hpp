// A flat profile: what is free at each tick, for horizons that an array can hold.
#pragma once

#include "fit_bits.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// What is free over time. Nothing allocates but the constructor.
template <class Counts>
class FlatProfile {
 public:
  FlatProfile(Counts capacity, Counts guards, std::int64_t horizon)
      : capacity_(capacity), guards_(guards) {
    capacity_ += guards;
    free_.assign(static_cast<std::size_t>(horizon) + 2 * window, capacity_);
  }

  void reset() {
    std::fill(free_.begin(), free_.begin() + used_, capacity_);
    used_ = 0;
  }

  /// The first tick from `from` on where `demand` fits for `duration`; it is taken.
  std::int64_t place(std::int64_t from, std::int64_t duration, const Counts& demand) {
    const std::int64_t start = duration <= window ? earliest_short(from, duration, demand)
                                                  : earliest_long(from, duration, demand);
    take(start, duration, demand);
    return start;
  }
  /// The same if that is by `latest`; otherwise a later tick, and nothing is taken.
  std::int64_t place_by(std::int64_t latest, std::int64_t from, std::int64_t duration,
                        const Counts& demand) {
    if (from > latest) return from;
    const std::int64_t start = duration <= window ? earliest_short(from, duration, demand)
                                                  : earliest_long(from, duration, demand, latest);
    if (start <= latest) take(start, duration, demand);
    return start;
  }
  /// Precondition: it fits.
  void take(std::int64_t start, std::int64_t duration, const Counts& demand) {
    for (std::int64_t t = start; t < start + duration; ++t) at(t) -= demand;
    used_ = std::max(used_, start + duration);
  }
  /// Precondition: it was taken.
  void give_back(std::int64_t start, std::int64_t duration, const Counts& demand) {
    for (std::int64_t t = start; t < start + duration; ++t) at(t) += demand;
  }

 private:
  static constexpr std::int64_t window = 64;

  Counts& at(std::int64_t tick) { return free_[static_cast<std::size_t>(tick)]; }
  std::uint64_t fit_at(std::int64_t tick, const Counts& demand) const {
    return fit_bits(free_.data() + tick, demand, guards_);
  }

  /// A bit stays where `duration` ones begin. Halves the rest of the way at each turn.
  static std::uint64_t runs_of(std::uint64_t bits, std::int64_t duration) {
    for (std::int64_t length = 1; length < duration;) {
      const std::int64_t more = std::min(length, duration - length);
      bits &= bits >> static_cast<unsigned>(more);
      length += more;
    }
    return bits;
  }

  std::int64_t earliest_short(std::int64_t from, std::int64_t duration,
                              const Counts& demand) const {
    for (;;) {
      const std::uint64_t bits = fit_at(from, demand);
      const std::uint64_t starts = runs_of(bits, duration);
      if (starts != 0) return from + std::countr_zero(starts);
      from += window - std::countl_one(bits);  // what fits at the end may go on
    }
  }

  std::int64_t earliest_long(std::int64_t from, std::int64_t duration, const Counts& demand,
                             std::int64_t latest = std::int64_t{1} << 62U) const {
    std::int64_t start = from;
    for (std::int64_t tick = from; tick < start + duration && start <= latest; tick += window) {
      const std::uint64_t bits = fit_at(tick, demand);
      if (tick + std::countr_one(bits) >= start + duration) return start;
      if (bits != ~std::uint64_t{0}) start = tick + window - std::countl_one(bits);
    }
    return start;
  }

  Counts capacity_;  // with its guards
  Counts guards_;
  std::vector<Counts> free_;
  std::int64_t used_ = 0;
};

}  // namespace headway::inline v0

// A gap profile: what is free between the instants where that changes, for long horizons.
#pragma once

#include "packed_counts.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// What is free over time, in a sorted array: O(log n) to find, O(n) to insert.
/// Nothing allocates but the constructor. Precondition: at most 2 × `activities` are placed at
/// once.
template <class Counts>
class GapProfile {
 public:
  GapProfile(Counts capacity, Counts guards, std::size_t activities)
      : capacity_(capacity), guards_(guards) {
    capacity_ += guards;
    gaps_.reserve(4 * activities + 2);
    reset();
  }

  void reset() { gaps_.assign(1, {0, capacity_}); }

  /// The first tick from `from` on where `demand` fits for `duration`; it is taken.
  std::int64_t place(std::int64_t from, std::int64_t duration, const Counts& demand) {
    return place_by(std::int64_t{1} << 62U, from, duration, demand);
  }
  /// The same if that is by `latest`; otherwise a later tick, and nothing is taken.
  std::int64_t place_by(std::int64_t latest, std::int64_t from, std::int64_t duration,
                        const Counts& demand) {
    std::size_t first = gap_at(from);
    std::int64_t start = from;
    for (std::size_t i = first; i < gaps_.size() && gaps_[i].begin < start + duration; ++i) {
      if (fits(demand, gaps_[i].free, guards_)) continue;
      first = i + 1;  // the last gap is all free
      start = gaps_[first].begin;
    }
    if (start <= latest && duration > 0) change(first, start, start + duration, demand, taken);
    return start;
  }
  /// Precondition: it fits.
  void take(std::int64_t start, std::int64_t duration, const Counts& demand) {
    if (duration > 0) change(gap_at(start), start, start + duration, demand, taken);
  }
  /// Precondition: it was taken.
  void give_back(std::int64_t start, std::int64_t duration, const Counts& demand) {
    if (duration == 0) return;
    change(gap_at(start), start, start + duration, demand, given_back);
    join(start + duration);
    join(start);
  }

 private:
  struct Gap {
    std::int64_t begin;
    Counts free;  // until the next gap begins
  };

  [[nodiscard]] std::size_t gap_at(std::int64_t tick) const {
    const auto later = [](std::int64_t t, const Gap& gap) { return t < gap.begin; };
    const auto next = std::upper_bound(gaps_.begin(), gaps_.end(), tick, later);
    return static_cast<std::size_t>(next - gaps_.begin()) - 1;
  }

  static void taken(Counts& free, const Counts& demand) { free -= demand; }
  static void given_back(Counts& free, const Counts& demand) { free += demand; }

  template <class Change>
  void change(std::size_t i, std::int64_t start, std::int64_t end, const Counts& demand,
              const Change& apply) {
    i = split(i, start);
    for (; i + 1 < gaps_.size() && gaps_[i + 1].begin <= end; ++i) apply(gaps_[i].free, demand);
    if (gaps_[i].begin == end) return;
    split(i, end);
    apply(gaps_[i].free, demand);
  }

  /// The gap that begins at `tick`; one is made of the gap `i` if need be.
  std::size_t split(std::size_t i, std::int64_t tick) {
    if (gaps_[i].begin == tick) return i;
    gaps_.insert(gaps_.begin() + static_cast<std::ptrdiff_t>(i) + 1, {tick, gaps_[i].free});
    return i + 1;
  }

  /// No gap begins at `tick` if nothing changes there.
  void join(std::int64_t tick) {
    const std::size_t i = gap_at(tick);
    if (i > 0 && gaps_[i].begin == tick && gaps_[i].free == gaps_[i - 1].free)
      gaps_.erase(gaps_.begin() + static_cast<std::ptrdiff_t>(i));
  }

  Counts capacity_;  // with its guards
  Counts guards_;
  std::vector<Gap> gaps_;
};

}  // namespace headway::inline v0

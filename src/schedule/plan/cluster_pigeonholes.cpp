// Pigeonholes, for some sets of activities with late heads and long tails.
#include "cluster_pigeonholes.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace headway::inline v0 {
namespace {

constexpr std::size_t most_thresholds = 12;  // of heads, and of tails

/// Some of the values that occur, least first.
std::vector<std::int64_t> thresholds(std::span<const std::int64_t> values) {
  std::vector<std::int64_t> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  if (sorted.size() <= most_thresholds) return sorted;
  std::vector<std::int64_t> some;
  for (std::size_t i = 0; i < most_thresholds; ++i)
    some.push_back(sorted[i * sorted.size() / most_thresholds]);
  return some;
}

class Pigeonholes {
 public:
  Pigeonholes(const PlanningModel& model, std::span<const std::int64_t> heads,
              std::span<const std::int64_t> tails, std::size_t resource)
      : model_(model), heads_(heads), tails_(tails), resource_(resource) {
    for (std::uint32_t a = 0; a < model.size(); ++a) {
      if (model.demand(a)[resource] > 0 && model.duration(a) > 0) longest_.push_back(a);
    }
    std::sort(longest_.begin(), longest_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return model.duration(a) > model.duration(b);
    });
  }

  /// From activities that start at `head` or later and have `tail` or more behind them.
  [[nodiscard]] std::int64_t bound(std::int64_t head, std::int64_t tail) {
    std::int64_t least = model_.capacity(resource_);
    sums_.clear();
    for (const std::uint32_t a : longest_) {
      if (heads_[a] < head || tails_[a] < tail) continue;
      sums_.push_back((sums_.empty() ? 0 : sums_.back()) + model_.duration(a));
      least = std::min(least, model_.demand(a)[resource_]);
    }
    if (sums_.empty()) return 0;
    const auto holes = static_cast<std::size_t>(model_.capacity(resource_) / least);
    return head + one_after_another(holes) + tail;
  }

 private:
  /// The longest n * holes + 1, for each n: n + 1 of them, and be they the shortest, share a hole.
  [[nodiscard]] std::int64_t one_after_another(std::size_t holes) const {
    std::int64_t most = 0;
    for (std::size_t n = 0; n * holes < sums_.size(); ++n) {
      const std::size_t last = n * holes;
      const std::int64_t before = last > n ? sums_[last - n - 1] : 0;
      most = std::max(most, sums_[last] - before);
    }
    return most;
  }

  const PlanningModel& model_;
  std::span<const std::int64_t> heads_;
  std::span<const std::int64_t> tails_;
  std::size_t resource_;
  std::vector<std::uint32_t> longest_;
  std::vector<std::int64_t> sums_;  // of durations, longest first
};

}  // namespace

std::int64_t pigeonhole_bound(const PlanningModel& model, std::span<const std::int64_t> heads,
                              std::span<const std::int64_t> tails) {
  std::int64_t bound = 0;
  for (std::size_t r = 0; r < model.resources(); ++r) {
    if (model.capacity(r) == 0) continue;
    Pigeonholes holes(model, heads, tails, r);
    for (const std::int64_t head : thresholds(heads)) {
      for (const std::int64_t tail : thresholds(tails))
        bound = std::max(bound, holes.bound(head, tail));
    }
  }
  return bound;
}

}  // namespace headway::inline v0

// Time order: counting sort where time is short, a stable sort where it is long.
#include "time_order.hpp"

#include <algorithm>
#include <numeric>

namespace headway::inline v0 {

void TimeOrder::by_end(std::vector<std::uint32_t>& order, std::span<const std::int64_t> starts,
                       std::int64_t makespan) {
  for (std::uint32_t a = 0; a < starts.size(); ++a)
    times_[a] = makespan - starts[a] - model_.duration(a);
  turn(order, makespan);
}

void TimeOrder::by_start(std::vector<std::uint32_t>& order, std::span<const std::int64_t> starts,
                         std::int64_t makespan) {
  std::copy(starts.begin(), starts.end(), times_.begin());
  turn(order, makespan);
}

void TimeOrder::turn(std::vector<std::uint32_t>& order, std::int64_t longest) {
  std::reverse(order.begin(), order.end());
  if (longest > 16 * static_cast<std::int64_t>(order.size())) {
    std::stable_sort(order.begin(), order.end(),
                     [this](std::uint32_t a, std::uint32_t b) { return times_[a] < times_[b]; });
    return;
  }
  counts_.assign(static_cast<std::size_t>(longest) + 2, 0);
  for (const std::int64_t time : times_) ++counts_[static_cast<std::size_t>(time) + 1];
  std::partial_sum(counts_.begin(), counts_.end(), counts_.begin());
  scratch_.resize(order.size());
  for (const std::uint32_t a : order) scratch_[counts_[static_cast<std::size_t>(times_[a])]++] = a;
  order.swap(scratch_);
}

void TimeOrder::successors_first(std::span<const std::int64_t> keys,
                                 std::vector<std::uint32_t>& order) {
  scratch_.resize(keys.size());
  std::iota(scratch_.begin(), scratch_.end(), 0U);
  std::sort(scratch_.begin(), scratch_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return keys[a] != keys[b] ? keys[a] < keys[b] : a < b;
  });
  placed_.assign(keys.size(), 0);
  order.clear();
  std::vector<std::uint32_t>& waiting = counts_;
  for (const std::uint32_t first : scratch_) {
    waiting.assign(1, first);
    while (!waiting.empty()) {
      const std::uint32_t a = waiting.back();
      const std::size_t before = waiting.size();
      for (const std::uint32_t next : model_.successors(a)) {
        if (placed_[a] == 0 && placed_[next] == 0) waiting.push_back(next);
      }
      if (waiting.size() > before) continue;
      waiting.pop_back();
      if (placed_[a] == 0) order.push_back(a);
      placed_[a] = 1;
    }
  }
}

}  // namespace headway::inline v0

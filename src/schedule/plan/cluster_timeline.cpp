// Searching a timeline, and taking from it.
#include "cluster_timeline.hpp"

#include <algorithm>
#include <bit>

namespace headway::inline v0 {

ClusterTimeline::ClusterTimeline(const ClusterLayout& layout, std::uint32_t node,
                                 std::size_t activities)
    : layout_(layout), node_(node), width_(layout.full(node).size()) {
  times_.reserve(2 * activities + 2);
  rows_.reserve(times_.capacity() * width_);
  reset();
}

void ClusterTimeline::reset() {
  const auto full = layout_.full(node_);
  times_.assign(1, 0);
  rows_.assign(full.begin(), full.end());
}

std::size_t ClusterTimeline::index_at(std::int64_t tick) const {
  const auto next = std::upper_bound(times_.begin(), times_.end(), tick);
  return static_cast<std::size_t>(next - times_.begin()) - 1;
}

/// Takes from `devices` those that have no room here.
bool ClusterTimeline::fits(std::size_t index, std::uint32_t shape, std::uint64_t& devices) const {
  if (!layout_.fits_columns(row(index), shape)) return false;
  if (!layout_.picks_devices(shape)) return true;
  devices &= layout_.roomy(node_, row(index), shape);
  return std::popcount(devices) >= static_cast<int>(layout_.devices(shape).devices());
}

/// Of the rows from `first` to `index`, which do not fit together, the last that is too early.
std::size_t ClusterTimeline::last_clash(std::size_t index, std::size_t first,
                                        std::uint32_t shape) const {
  std::uint64_t devices = ~std::uint64_t{0};
  std::size_t clash = index;
  while (clash > first && fits(clash, shape, devices)) --clash;
  return clash;
}

TimelineGap ClusterTimeline::find(const TimelineQuery& query) const {
  TimelineGap gap{query.from, index_at(query.from), ~std::uint64_t{0}};
  for (std::size_t i = gap.index; i < times_.size(); ++i) {
    if (i > gap.index && times_[i] >= gap.start + query.duration) break;
    if (fits(i, query.shape, gap.devices)) continue;
    i = last_clash(i, gap.index, query.shape);
    if (i + 1 == times_.size()) return {query.until + 1, i, 0};  // not on this node at all
    gap = {times_[i + 1], i + 1, ~std::uint64_t{0}};
    if (gap.start > query.until) break;
  }
  return gap;
}

void ClusterTimeline::take(const TimelineGap& gap, std::uint32_t shape, std::int64_t duration,
                           std::uint64_t devices) {
  if (duration == 0) return;
  const std::int64_t end = gap.start + duration;
  std::size_t i = split(gap.index, gap.start);
  for (; i + 1 < times_.size() && times_[i + 1] <= end; ++i)
    layout_.change(node_, rows_.data() + i * width_, shape, devices, -1);
  if (times_[i] == end) return;
  split(i, end);
  layout_.change(node_, rows_.data() + i * width_, shape, devices, -1);
}

/// The row that begins at `tick`; one is made of the row `index` if need be.
std::size_t ClusterTimeline::split(std::size_t index, std::int64_t tick) {
  if (times_[index] == tick) return index;
  const auto width = static_cast<std::ptrdiff_t>(width_);
  const auto at = static_cast<std::ptrdiff_t>(index) + 1;
  times_.insert(times_.begin() + at, tick);
  rows_.resize(rows_.size() + width_);
  std::copy_backward(rows_.begin() + (at - 1) * width, rows_.end() - width, rows_.end());
  return index + 1;
}

}  // namespace headway::inline v0

// The tree of what is ready.
#include "cluster_ready.hpp"

#include <algorithm>
#include <bit>

namespace headway::inline v0 {
namespace {
constexpr std::int64_t nothing_fits = std::numeric_limits<std::int64_t>::max();
}

ClusterReady::ClusterReady(const ClusterLayout& layout, std::size_t activities)
    : layout_(layout),
      width_(layout.columns() + 1),
      leaves_(std::bit_ceil(std::max<std::size_t>(activities, 2))),
      least_(2 * leaves_ * width_, nothing_fits),
      heads_(layout.shapes(), none),
      behind_(layout.shapes()) {}

void ClusterReady::clear() {
  std::fill(least_.begin(), least_.end(), nothing_fits);
  std::fill(heads_.begin(), heads_.end(), none);
  for (auto& heap : behind_) {
    while (!heap.empty()) heap.pop();
  }
}

void ClusterReady::add(std::uint32_t place, std::uint32_t shape) {
  std::uint32_t& head = heads_[shape];
  if (place > head) {
    behind_[shape].push(place);
    return;
  }
  if (head != none) {
    hide(head);
    behind_[shape].push(head);
  }
  head = place;
  show(place, shape);
}

void ClusterReady::take(std::uint32_t shape) {
  std::uint32_t& head = heads_[shape];
  hide(head);
  head = none;
  if (behind_[shape].empty()) return;
  head = behind_[shape].top();
  behind_[shape].pop();
  show(head, shape);
}

void ClusterReady::show(std::uint32_t place, std::uint32_t shape) {
  std::int64_t* least = least_.data() + (leaves_ + place) * width_;
  const auto demand = layout_.demand(shape);
  std::copy(demand.begin(), demand.end(), least);
  least[width_ - 1] = layout_.devices(shape).thousandths;
  pull_up(leaves_ + place);
}

void ClusterReady::hide(std::uint32_t place) {
  std::int64_t* least = least_.data() + (leaves_ + place) * width_;
  std::fill(least, least + width_, nothing_fits);
  pull_up(leaves_ + place);
}

/// Ends where nothing changes.
void ClusterReady::pull_up(std::size_t at) {
  for (at /= 2; at > 0; at /= 2) {
    std::int64_t* mine = least_.data() + at * width_;
    const std::int64_t* left = least_.data() + 2 * at * width_;
    bool changed = false;
    for (std::size_t c = 0; c < width_; ++c) {
      const std::int64_t least = std::min(left[c], left[width_ + c]);
      changed |= least != mine[c];
      mine[c] = least;
    }
    if (!changed) return;
  }
}

std::uint32_t ClusterReady::first(std::uint32_t from, std::span<const std::int64_t> free) const {
  if (from >= leaves_ || !may_fit(1, free)) return none;
  std::size_t at = leaves_ + from;
  for (;;) {
    if (may_fit(at, free)) {
      if (at >= leaves_) return static_cast<std::uint32_t>(at - leaves_);
      at *= 2;
      continue;
    }
    while (at % 2 == 1) at /= 2;  // what is right of a right child is right of its parent
    if (at == 0) return none;
    ++at;
  }
}

}  // namespace headway::inline v0

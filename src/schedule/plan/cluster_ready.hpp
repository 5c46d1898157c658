// What is ready, by place: the first whose demand may fit, among many.
#pragma once

#include "cluster_layout.hpp"

#include <headway/schedule/min_heap.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// A tree of least demands over the places of the first of each shape; those behind it wait in a
/// heap, since they fit no better. O(log activities) to add, to find and to take.
class ClusterReady {
 public:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  ClusterReady(const ClusterLayout& layout, std::size_t activities);

  void clear();
  void add(std::uint32_t place, std::uint32_t shape);
  /// Takes the first of a shape away; the next one of it may be found now.
  void take(std::uint32_t shape);
  /// The first place from `from` on that may fit into `free`, which has the layout's columns and
  /// the thousandths of devices; `none` if there is none.
  [[nodiscard]] std::uint32_t first(std::uint32_t from, std::span<const std::int64_t> free) const;

 private:
  [[nodiscard]] bool may_fit(std::size_t at, std::span<const std::int64_t> free) const {
    const std::int64_t* least = least_.data() + at * width_;
    for (std::size_t c = 0; c < width_; ++c) {
      if (least[c] > free[c]) return false;
    }
    return true;
  }
  void show(std::uint32_t place, std::uint32_t shape);
  void hide(std::uint32_t place);
  void pull_up(std::size_t at);

  const ClusterLayout& layout_;
  std::size_t width_;
  std::size_t leaves_;
  std::vector<std::int64_t> least_;             // per vertex of the tree a row; 1 is the root
  std::vector<std::uint32_t> heads_;            // per shape its first place
  std::vector<MinHeap<std::uint32_t>> behind_;  // per shape
};

}  // namespace headway::inline v0

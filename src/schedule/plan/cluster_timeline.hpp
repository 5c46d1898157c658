// A timeline: what a node has free between the instants where that changes.
#pragma once

#include "cluster_layout.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// What a search in a timeline is for.
struct TimelineQuery {
  std::uint32_t shape = 0;
  std::int64_t duration = 0;
  std::int64_t from = 0;
  std::int64_t until = 0;  // no start after it is of interest
};

/// Where it is found. Its start is past `until` where there is none.
struct TimelineGap {
  std::int64_t start = 0;
  std::size_t index = 0;      // of the row that holds at the start
  std::uint64_t devices = 0;  // that have room all the time
};

/// The rows of one node over time, in a sorted array: O(log n) to find, O(n) to insert.
/// Nothing allocates but the constructor. Precondition: at most `activities` placements in a row.
class ClusterTimeline {
 public:
  ClusterTimeline(const ClusterLayout& layout, std::uint32_t node, std::size_t activities);

  void reset();
  [[nodiscard]] TimelineGap find(const TimelineQuery& query) const;
  [[nodiscard]] const std::int64_t* row(std::size_t index) const {
    return rows_.data() + index * width_;
  }
  void take(const TimelineGap& gap, std::uint32_t shape, std::int64_t duration,
            std::uint64_t devices);

 private:
  [[nodiscard]] std::size_t index_at(std::int64_t tick) const;
  [[nodiscard]] bool fits(std::size_t index, std::uint32_t shape, std::uint64_t& devices) const;
  [[nodiscard]] std::size_t last_clash(std::size_t index, std::size_t first,
                                       std::uint32_t shape) const;
  std::size_t split(std::size_t index, std::int64_t tick);

  const ClusterLayout& layout_;
  std::uint32_t node_;
  std::size_t width_;
  std::vector<std::int64_t> times_;
  std::vector<std::int64_t> rows_;  // from a time to the next one
};

}  // namespace headway::inline v0

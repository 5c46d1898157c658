// A cluster candidate: one schedule of a search, and where everything in it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace headway::inline v0 {

struct ClusterCandidate {
  explicit ClusterCandidate(std::size_t activities = 0)
      : starts(activities), nodes(activities), devices(activities) {}

  std::vector<std::int64_t> starts;
  std::vector<std::uint32_t> nodes;
  std::vector<std::uint64_t> devices;  // as in a ClusterSchedule; none where they are counted
  std::int64_t makespan = std::int64_t{1} << 62U;
};

}  // namespace headway::inline v0

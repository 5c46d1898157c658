// A candidate: one schedule of a population, and the order that a backward pass makes of it.
#pragma once

#include <cstdint>
#include <vector>

namespace headway::inline v0 {

struct Candidate {
  std::vector<std::uint32_t> order = {};  // successors first, latest end first
  std::vector<std::int64_t> starts = {};  // of a forward pass
  std::int64_t makespan = 0;
};

}  // namespace headway::inline v0

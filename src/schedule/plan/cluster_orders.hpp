// Orders of a cluster model's activities.
#pragma once

#include <headway/schedule/plan/cluster_model.hpp>

#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// Per activity its place: larger priority first, then the longer path that remains, then by
/// number.
std::vector<std::uint32_t> places_by_rank(const ClusterModel& model);

}  // namespace headway::inline v0

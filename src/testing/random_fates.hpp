// What becomes of attempts in a simulated world, by their names.
#pragma once

#include <headway/testing/simulated_cluster.hpp>

#include <cstdint>

namespace headway::inline v0::testing {

/// Most take some seconds and succeed; some fail, some take hours.
SimulatedCluster::Fates random_fates(std::uint64_t seed, Habitat habitat);

}  // namespace headway::inline v0::testing

// Playing scenarios.
#include "simulated_world.hpp"

#include <headway/store/memory.hpp>

namespace headway::inline v0::testing {

SimulationEnd simulate(const Scenario& scenario, const SimulationOptions& options) {
  if (options.kept != nullptr) return SimulatedWorld(scenario, *options.kept, options).play();
  MemoryStore kept;
  return SimulatedWorld(scenario, kept, options).play();
}

}  // namespace headway::inline v0::testing

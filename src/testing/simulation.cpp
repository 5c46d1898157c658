// Playing scenarios.
#include "simulated_world.hpp"

namespace headway::inline v0::testing {

SimulationEnd simulate(const Scenario& scenario, const SimulationOptions& options) {
  return SimulatedWorld(scenario, options).play();
}

}  // namespace headway::inline v0::testing

// Deterministic simulation: the real engine in a world of virtual time, where everything goes
// wrong.
#pragma once

#include <headway/store/store.hpp>
#include <headway/testing/invariants.hpp>
#include <headway/testing/scenario.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace headway::inline v0::testing {

/// How a simulated story ended.
struct SimulationEnd {
  std::optional<std::string> violation{};  // the first invariant that did not hold
  std::uint64_t trace = 0;                 // equal for equal stories, in every build
  std::size_t events = 0;                  // that became durable
  std::uint32_t lives = 0;                 // how many engines took part
};

/// What a simulation may be lent. A value with defaults.
struct SimulationOptions {
  /// Opens, for each engine, what durable events are kept in, by force where another has it;
  /// default: one MemoryStore for all.
  std::function<std::unique_ptr<Store>()> open_store{};
  std::function<void(const std::string&)> narrator{};  // hears the story, a line each
};

/// Plays a scenario: scheduler, engine and recovery are those of production; clock, cluster, disk
/// and people are simulated. Reads no clock and starts no thread. A C++ callable in the pipeline is
/// never called: its task `work` promises an int `n`. Throws InvalidPipeline for a pipeline that
/// cannot be started.
SimulationEnd simulate(const Scenario& scenario, const SimulationOptions& options = {});

/// A smaller scenario that still fails: fewer incidents, kills, faults and tasks.
Scenario shrink(Scenario scenario, const std::function<bool(const Scenario&)>& fails);

}  // namespace headway::inline v0::testing

// A simulated world: time, a cluster, a disk, people, and engines that come and go.
#pragma once

#include "simulated_life.hpp"

#include <headway/store/memory.hpp>
#include <headway/testing/simulation.hpp>
#include <headway/testing/trace.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace headway::inline v0::testing {

/// Plays one scenario. Time is that of the cluster; the engine's clock differs from it once it was
/// set back.
class SimulatedWorld {
 public:
  SimulatedWorld(const Scenario& scenario, const SimulationOptions& options);
  SimulationEnd play();

 private:
  /// An engine that was stopped when its store was taken over, and when it wakes.
  struct Stopped {
    std::unique_ptr<SimulatedLife> life{};
    Instant wakes{};
  };

  [[nodiscard]] std::optional<Instant> next_moment() const;
  void pass_to(Instant now);
  void happen(Incident incident);
  void let_rival_in();
  void open();
  void let_live();
  void kill();
  void wake_stopped();
  void ask_for(Incident incident);
  void approve();
  void see_durable(const Event& event);
  void see(const SimulatedCluster::Session& session);
  void narrate(const std::string& what) const;
  [[nodiscard]] bool is_over() const;
  [[nodiscard]] Instant wall() const { return now_ + behind_; }

  const Scenario& scenario_;
  const SimulationOptions& options_;
  const Pipeline pipeline_;
  Dice dice_;
  Callables callables_{};
  MemoryStore memory_{};
  SimulatedDisk disk_{};
  SimulatedCluster cluster_;
  VirtualClock clock_;
  Invariants invariants_;
  Trace trace_{};
  Instant now_;
  Duration behind_{};         // how far the wall clock is from now
  std::size_t happened_ = 0;  // incidents
  std::uint32_t lives_ = 0;
  std::optional<Instant> open_at_;  // while no engine lives
  std::unique_ptr<SimulatedLife> life_{};
  std::vector<Stopped> stopped_{};
};

}  // namespace headway::inline v0::testing

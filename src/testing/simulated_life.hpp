// One life of an engine in a simulated world.
#pragma once

#include <headway/run/executor.hpp>
#include <headway/testing/invariants.hpp>
#include <headway/testing/scenario.hpp>
#include <headway/testing/simulated_backend.hpp>
#include <headway/testing/simulated_store.hpp>
#include <headway/testing/virtual_clock.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace headway::inline v0::testing {

/// What all lives are made with. Lent.
struct SimulatedSurroundings {
  Store* kept;  // by all; null: `open_store` opens one for each
  const std::function<std::unique_ptr<Store>()>& open_store;
  SimulatedDisk& disk;
  SimulatedCluster& cluster;
  VirtualClock& clock;
  Invariants& invariants;
  const Scenario& scenario;
  const Callables& callables;
};

/// Store and backend as this engine sees them, and the engine. Ends as a kill does.
class SimulatedLife {
 public:
  /// `kill_after`: so many calls of store and backend; 0: not by itself.
  SimulatedLife(const SimulatedSurroundings& around, std::uint32_t number,
                std::uint32_t kill_after);
  ~SimulatedLife() { wire_.kill(); }
  SimulatedLife(const SimulatedLife&) = delete;
  SimulatedLife& operator=(const SimulatedLife&) = delete;

  /// Takes up the job of the store, or starts it where there is none. Throws EngineKilled.
  void begin(const Pipeline& pipeline, Instant now);
  /// Commits what is due and turns until nothing is to be done now. Throws what ends the engine.
  void turn(Instant now);
  /// Its wall clock says when it wants to be called again.
  [[nodiscard]] std::optional<Instant> wake_at() const { return wake_at_; }
  [[nodiscard]] std::optional<Instant> commit_at() const { return store_.next_due(); }

  [[nodiscard]] const Store& store() const { return store_; }
  void lose_store() { backend_.stray(); }
  [[nodiscard]] JobHandle& job() { return *job_; }
  void resume() { job_ = executor_->resume(job_->id(), around_.callables); }
  /// Compares what the engine shows with what it told.
  void compare();

 private:
  [[nodiscard]] bool has_something_to_do() const;

  SimulatedSurroundings around_;
  std::unique_ptr<Store> own_;
  Tripwire wire_;
  SimulatedStore store_;
  SimulatedBackend backend_;
  std::optional<Executor> executor_{};
  std::optional<JobHandle> job_{};
  std::optional<Instant> wake_at_{};
  std::size_t told_ = 0;      // events of the job, earlier lives included
  std::size_t compared_ = 0;  // of those
};

}  // namespace headway::inline v0::testing

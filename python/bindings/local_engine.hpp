// An engine of this process over one store: store, local backend and executor, with one owner.
#pragma once

#include "without_gil.hpp"

#include <headway/run/executor.hpp>
#include <headway/run/store_config.hpp>
#include <headway/session/local.hpp>
#include <headway/store/sqlite.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>

namespace headway::python {

/// Driven by one thread in the background. Thread rule: any thread that has the GIL; every method
/// lets the GIL go while it works or waits, and never asks for it while it holds a lock.
class LocalEngine {
 public:
  /// `python` is the interpreter of the tasks that call Python.
  LocalEngine(const std::string& store, const Resources& slots, const std::string& program,
              const std::string& python);

  ~LocalEngine() { close(); }
  LocalEngine(const LocalEngine&) = delete;
  LocalEngine& operator=(const LocalEngine&) = delete;

  [[nodiscard]] bool open() const { return !closing_ && !forked_; }
  /// As it was read when the engine was made.
  [[nodiscard]] const StoreConfig& config() const { return config_; }
  /// Lets go of the store. Waits that are under way end with Cancelled first.
  void close();
  /// For a forked child, where the engine's threads and locks are the parent's: forgets all.
  void abandon();

  /// Calls `action` with the executor, which cannot be closed meanwhile. Throws Cancelled once it
  /// is closed, SessionError in a forked child.
  template <class Action>
  auto use(Action action) {
    throw_if_forked();
    const WithoutGil released;
    const std::shared_lock lock(mutex_);
    if (closing_)
      throw Cancelled("the executor of this job has been closed; headway.resume opens it");
    return action(parts_->executor);
  }

  /// As `use`, where nothing is asked of an executor that has been closed.
  template <class Action>
  auto look(Action action) const {
    throw_if_forked();
    const WithoutGil released;
    while (closing_ && !closed_) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const std::shared_lock lock(mutex_);
    return action();
  }

 private:
  struct Parts {
    Parts(const StoreConfig& config, const std::string& root, const Resources& slots,
          const std::string& program, const std::string& python)
        : store(root, {.durability = config.durability}),
          local({.slots = config.slots_with(slots), .program = program, .folder = store.root()}),
          executor(store, local, {.data = config.data, .policy = config.policy, .python = python}) {
      executor.run_in_background();
    }
    SqliteStore store;
    LocalBackend local;
    Executor executor;
  };

  void throw_if_forked() const;

  StoreConfig config_;
  std::unique_ptr<Parts> parts_;
  mutable std::shared_mutex mutex_;    // unique while parts_ goes
  std::atomic<bool> closing_ = false;  // readers give way, or many that wait would starve `close`
  std::atomic<bool> closed_ = false;
  std::atomic<bool> forked_ = false;
};

}  // namespace headway::python

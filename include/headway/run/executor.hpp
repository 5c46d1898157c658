// The executor: owns the running of jobs over one store and one backend.
#pragma once

#include <headway/model/callable.hpp>
#include <headway/run/clock.hpp>
#include <headway/run/job_handle.hpp>
#include <headway/schedule/policy.hpp>
#include <headway/session/backend.hpp>
#include <headway/store/store.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// What an executor is made with. A value with defaults.
struct ExecutorOptions {
  std::string data{};            // of attempts and artifacts; remembered (default: <store>/data)
  SchedulePolicy policy{};       // how it decides among ready instances, of all its jobs
  const Clock* clock = nullptr;  // lent; default: a SystemClock of its own
  std::string python{};          // interpreter of `call: python:…` unless $HEADWAY_PYTHON is set;
                                 // default: python3
};

/// How one job is started. A value with defaults.
struct StartOptions {
  Callables callables{};   // what its `call: cpp:…` may use
  std::string job_name{};  // default: the pipeline's name
  std::string owner{};     // default: the OS user
  std::string slots{};     // what the user said of slots, remembered for resume
  bool clean_env = false;  // processes get nothing of this process's environment
  bool no_cache = false;   // results of earlier jobs are not used; those of this one are kept
};

/// How an ended job is run again. A value.
struct RerunOptions {
  Callables callables{};            // as in StartOptions
  std::vector<std::string> from{};  // tasks that work anew, and all that follows; none: what did
                                    // not succeed, and what follows that
  std::string slots{};              // as in StartOptions; empty: as the ended job had
};

/// Whose job it will be: the owner that the options name, or else the user of this process.
std::string owner_of(const StartOptions& options);

/// Runs jobs: those started here, and those that other processes ask for in the store's inbox
/// (`JoinedJob`). Store and backend are lent and outlive it. There are three ways to drive it, of
/// which one is used at a time: `JobHandle::wait` in the caller's thread, `run_in_background` with
/// one thread of its own, or `poll_fd` and `poll` in the host's event loop.
///
/// Thread rule: every method may be called from any thread; observers and the backend are called on
/// the thread that drives. It installs no signal handler and prints nothing.
class Executor {
 public:
  Executor(Store& store, SessionBackend& backend, const ExecutorOptions& options = {});
  /// Ends the background thread; jobs that still run are left as after a kill and can be resumed.
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  /// Validates, compiles and starts a job. Throws InvalidPipeline with all findings, StoreError.
  JobHandle start(const Pipeline& pipeline, Values params = {}, const StartOptions& options = {});
  JobHandle start(const Pipeline& pipeline, Values params, const Callables& callables);

  /// Goes on with a job that is `running` without an engine or `paused`: replays its events, looks
  /// up what was open. A job that has ended is returned as it is. Throws Error for an unknown job
  /// or one that calls, itself or in a pipeline inside of it, what `callables` lacks.
  JobHandle resume(JobId job, const Callables& callables = {});

  /// Starts a job of the pipeline and params of one that has ended, in which nothing works again
  /// that succeeded there, with all that comes before it: such an instance ends at once as
  /// `succeeded` with the cause `cached` and the outputs it had. Throws Error for a job that is
  /// unknown or has not ended and for a task of `from` that it has not, InvalidPipeline where no
  /// node holds it, StoreError.
  JobHandle rerun(JobId job, const RerunOptions& options = {});

  /// `observer` gets every event once it is durable. What it throws is caught; after its first
  /// exception it is not called again, and `observer_failure` tells what it said.
  void observe(std::function<void(const Event&)> observer);
  [[nodiscard]] std::string observer_failure() const;

  /// Drives, or waits for the background thread, until all jobs rest, those that other processes
  /// asked for included, or `timeout` has passed; whether all rest. Throws StoreError.
  bool wait_for_all(Duration timeout);

  /// Starts one thread that drives until destruction.
  void run_in_background();

  /// A descriptor that is readable whenever `poll` has something to do.
  [[nodiscard]] int poll_fd() const;
  /// Does what is due, never blocks; the time by which to call again even if nothing happens.
  /// Throws StoreError once the store has failed: nothing is done from then on.
  std::optional<Instant> poll();

 private:
  std::shared_ptr<class Engine> engine_;
};

}  // namespace headway::inline v0

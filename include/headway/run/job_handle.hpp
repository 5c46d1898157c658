// A handle on a job that an executor runs.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/model/record.hpp>

#include <memory>
#include <string>

namespace headway::inline v0 {

class Engine;
class LiveJob;
struct JobRecord;

/// A small, copyable handle. Thread-safe. It outlives its executor for reading; `wait` then throws.
class JobHandle {
 public:
  [[nodiscard]] JobId id() const;
  /// What was said when it was started.
  [[nodiscard]] const JobRecord& record() const;
  /// What is known, all of it durable. A copy.
  [[nodiscard]] JobStatus status() const;
  [[nodiscard]] JobState state() const;

  /// Drives the executor, or waits for its background thread, until the job has ended or is paused
  /// and nothing of it runs any more. Throws StoreError when the store can no longer be written.
  JobState wait();
  /// The same for at most `timeout`; whether the job came to rest.
  bool wait_for(Duration timeout);

  /// Asks for its end: nothing new starts, running sessions are stopped.
  void cancel();
  /// Stops its sessions politely and leaves it `paused`, to be resumed. `grace` bounds the
  /// politeness.
  void pause(Duration grace = Duration{10'000'000});

  /// The job's declared outputs; null for what is missing. Empty before it has ended.
  [[nodiscard]] Values outputs() const;
  /// `value`, of an instance's outputs, with the paths of its artifacts made absolute.
  [[nodiscard]] Value resolved(const Value& value) const;
  /// The outputs as a record, or the single output `result` as a value. Throws Error naming the
  /// first failed instance, its cause and message when the job did not succeed.
  template <class T>
  [[nodiscard]] T result() const {
    return from_outputs<T>(succeeded_outputs());
  }

  /// The log of an instance's last attempt (or attempt `n`), at most the last `limit` bytes.
  [[nodiscard]] std::string log(std::string_view instance, Attempt attempt = 0,
                                std::size_t limit = 1U << 20U) const;

 private:
  friend class Executor;
  JobHandle(std::shared_ptr<Engine> engine, std::shared_ptr<LiveJob> live);

  [[nodiscard]] Values succeeded_outputs() const;

  std::shared_ptr<Engine> engine_;
  std::shared_ptr<LiveJob> live_;
};

}  // namespace headway::inline v0

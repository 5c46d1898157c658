// A live job: the published, durable state of a job, shared by the engine and its handles.
#pragma once

#include <headway/event/job_state.hpp>
#include <headway/model/callable.hpp>
#include <headway/store/store.hpp>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

namespace headway::inline v0 {

/// Written by the engine's thread, read by any. `resting` means: ended, or paused with no session
/// left.
class LiveJob {
 public:
  LiveJob(JobRecord record, std::shared_ptr<const PipelineJob> job, Callables callables)
      : record_(std::move(record)), callables_(std::move(callables)), status_(std::move(job)) {}

  [[nodiscard]] const JobRecord& record() const { return record_; }
  [[nodiscard]] const Callables& callables() const { return callables_; }

  /// Calls `prepare` the first time only; again if it threw.
  template <class Prepare>
  void prepare_once(Prepare prepare) const {
    std::call_once(prepared_, prepare);
  }

  void apply(const Event& event) {
    const std::lock_guard lock(mutex_);
    status_.apply(event);
  }

  /// Calls `change(JobStatus&)` while nobody reads.
  template <class Change>
  void change(const Change& change) {
    const std::lock_guard lock(mutex_);
    change(status_);
  }

  void set_resting(bool resting) {
    {
      const std::lock_guard lock(mutex_);
      resting_ = resting;
    }
    changed_.notify_all();
  }

  /// Calls `reader` with the status while it cannot change; what the reader returns, copied.
  template <class Reader>
  auto read(Reader reader) const {
    const std::lock_guard lock(mutex_);
    return reader(std::as_const(status_));
  }

  [[nodiscard]] bool resting() const {
    const std::lock_guard lock(mutex_);
    return resting_;
  }

  void wait_a_moment(std::chrono::microseconds moment) const {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, moment, [&] { return resting_; });
  }

 private:
  const JobRecord record_;
  const Callables callables_;
  mutable std::once_flag prepared_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  JobStatus status_;      // guarded by mutex_
  bool resting_ = false;  // guarded by mutex_
};

}  // namespace headway::inline v0

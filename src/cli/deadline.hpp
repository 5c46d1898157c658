// A deadline: a planner's limit of time.
#pragma once

#include <headway/base/time.hpp>
#include <headway/schedule/plan/planner.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace headway::cli {

/// Stops a planner when its time is over; its thread ends with it.
class Deadline {
 public:
  /// `budget` is a duration, or empty: no limit. Throws UsageError for any other word. Where a time
  /// is the limit, and no number of schedules is, there is no limit of schedules.
  Deadline(const std::string& budget, PlannerOptions& planner);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

 private:
  void wait(Duration budget);

  std::atomic<bool> over_ = false;
  std::mutex mutex_;
  std::condition_variable left_;
  bool leaves_ = false;  // under mutex_
  std::thread clock_;
};

}  // namespace headway::cli

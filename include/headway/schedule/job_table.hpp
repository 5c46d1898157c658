// The jobs that a scheduler serves.
#pragma once

#include <headway/schedule/scheduled_job.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Jobs by id and by serial number, which counts them as they come and is never used again.
class JobTable {
 public:
  /// The serial number that the next job gets.
  [[nodiscard]] std::uint32_t next_serial() const {
    return static_cast<std::uint32_t>(jobs_.size());
  }
  /// Precondition: the job has the next serial number, and its id is not in use.
  ScheduledJob& add(std::unique_ptr<ScheduledJob> job) {
    serials_.emplace(job->id(), job->serial());
    active_.push_back(job->serial());
    ordered_.push_back(job->serial());
    jobs_.push_back(std::move(job));
    return *jobs_.back();
  }
  void remove(const ScheduledJob& job) {
    std::erase(active_, job.serial());
    std::erase(ordered_, job.serial());
    serials_.erase(job.id());
    jobs_[job.serial()].reset();
  }

  /// Null once the job has ended.
  [[nodiscard]] ScheduledJob* at(std::uint32_t serial) const { return jobs_[serial].get(); }
  /// Null for a job that never started here, or has ended.
  [[nodiscard]] ScheduledJob* find(JobId id) const {
    const auto serial = serials_.find(id);
    return serial == serials_.end() ? nullptr : at(serial->second);
  }
  /// Of the jobs that have not ended, in the order in which they started.
  [[nodiscard]] const std::vector<std::uint32_t>& active() const { return active_; }
  /// The same, those with the least `measure(job)` first; of equals the one that started first.
  /// Cheap where little has changed since it was last asked for.
  template <class Measure>
  const std::vector<std::uint32_t>& ordered(Measure&& measure);

 private:
  std::vector<std::unique_ptr<ScheduledJob>> jobs_;  // by serial number
  std::vector<std::uint32_t> active_;                // serial numbers of those that have not ended
  std::vector<std::uint32_t> ordered_;               // the same, as last ordered
  std::map<JobId, std::uint32_t> serials_;           // of the same
};

// ---------------------------------------------------------------------------------------------

template <class Measure>
const std::vector<std::uint32_t>& JobTable::ordered(Measure&& measure) {
  const auto before = [&](std::uint32_t one, std::uint32_t other) {
    const auto a = measure(*at(one));
    const auto b = measure(*at(other));
    return a < b || (!(b < a) && one < other);
  };
  for (std::size_t i = 1; i < ordered_.size(); ++i) {
    const std::uint32_t serial = ordered_[i];
    std::size_t to = i;
    for (; to > 0 && before(serial, ordered_[to - 1]); --to) ordered_[to] = ordered_[to - 1];
    ordered_[to] = serial;
  }
  return ordered_;
}

}  // namespace headway::inline v0

// The jobs that a scheduler serves.
#pragma once

#include <headway/schedule/scheduled_job.hpp>

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
    jobs_.push_back(std::move(job));
    return *jobs_.back();
  }
  void remove(const ScheduledJob& job) {
    std::erase(active_, job.serial());
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

 private:
  std::vector<std::unique_ptr<ScheduledJob>> jobs_;  // by serial number
  std::vector<std::uint32_t> active_;                // serial numbers of those that have not ended
  std::map<JobId, std::uint32_t> serials_;           // of the same
};

}  // namespace headway::inline v0

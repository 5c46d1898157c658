// Reasons that lie in the quota of a job's owner: what its other jobs do, and what they hold.
#include "quota_reasons.hpp"

#include "capacity_reasons.hpp"

#include <headway/run/store_config.hpp>

#include <fmt/core.h>

#include <string>
#include <utility>

namespace headway::inline v0 {

namespace {

/// The owner's other jobs that are under way, oldest first.
std::vector<JobRecord> other_jobs(const History& history, const JobRecord& mine) {
  std::vector<JobRecord> others;
  for (JobSummary& other : history.jobs()) {  // newest first
    const bool works = other.state == JobState::running;
    if (!works || other.record.owner != mine.owner || other.record.id == mine.id) continue;
    others.insert(others.begin(), std::move(other.record));
  }
  return others;
}

void tell_jobs(std::vector<Reason>& reasons, const JobRecord& mine, const Quota& quota,
               const std::vector<JobRecord>& others) {
  std::uint32_t before = 0;
  std::string names;
  for (const JobRecord& other : others) {
    if (other.created > mine.created) continue;
    ++before;
    names += (names.empty() ? "" : ", ") + to_string(other.id);
  }
  if (quota.max_jobs == 0 || before < quota.max_jobs) return;
  reasons.push_back({.kind = "quota",
                     .text = fmt::format("{} has as many jobs at work as its quota lets it have, "
                                         "which is {}: {}",
                                         mine.owner, quota.max_jobs, names)});
}

void tell_slots(std::vector<Reason>& reasons, const JobRecord& mine, const Quota& quota,
                const Resources& held, const Resources& wanted) {
  for (const auto& [slot, most] : quota.max_slots) {
    const Quantity amount = wanted.of(slot);
    if (amount.raw == 0 || held.of(slot).raw + amount.raw <= most.raw) continue;
    const Unit unit = unit_of(slot);
    reasons.push_back(
        {.kind = "quota",
         .text = fmt::format("the jobs of {} hold {}: {} of the {} of their quota", mine.owner,
                             slot, to_string(held.of(slot), unit), to_string(most, unit))});
  }
}

}  // namespace

std::vector<Reason> quota_reasons(const History& history, JobId id, const JobStatus& status,
                                  InstanceId instance) {
  const JobRecord mine = history.record(id);
  const Quotas quotas = store_config(history.reader().root()).policy.quotas;
  const Quota& quota = quota_of(quotas, mine.owner);
  std::vector<Reason> reasons;
  if (quota == Quota{}) return reasons;
  const std::vector<JobRecord> others = other_jobs(history, mine);
  tell_jobs(reasons, mine, quota, others);
  if (quota.max_slots.empty()) return reasons;
  Resources held = held_by_all(status);
  for (const JobRecord& other : others) {
    for (const auto& [slot, quantity] : held_by_all(history.status(other.id))) {
      held.set(slot, {held.of(slot).raw + quantity.raw});
    }
  }
  tell_slots(reasons, mine, quota, held, request_of(status, instance));
  return reasons;
}

}  // namespace headway::inline v0

// The store in memory.
#include "identity.hpp"

#include <headway/store/memory.hpp>

#include <algorithm>

namespace headway::inline v0 {

MemoryStore::MemoryStore() : id_(random_store_id()) {}

JobId MemoryStore::new_job_id() {
  JobId id = random_job_id();
  while (job_ids_.contains(id.value)) id = random_job_id();
  return id;
}

void MemoryStore::add(const JobRecord& record, std::shared_ptr<const PipelineJob> /*job*/) {
  if (!job_ids_.insert(record.id.value).second) {
    throw StoreError("the store already has a job " + to_string(record.id));
  }
  jobs_.push_back(record);
}

void MemoryStore::keep(CachedResult result) {
  std::string key = result.key;
  results_.insert_or_assign(std::move(key), std::move(result));
}

std::optional<CachedResult> MemoryStore::result(const std::string& key) const {
  const auto found = results_.find(key);
  return found == results_.end() ? std::nullopt : std::optional(found->second);
}

Sequence MemoryStore::append(std::span<const Event> events) { return append_log(log_of(events)); }

Sequence MemoryStore::append_log(const std::shared_ptr<const EventLog>& events) {
  if (events->empty()) return last_;
  last_.value += events->size();
  logs_.emplace_back(last_, events);
  if (wake_) wake_();
  return last_;
}

Sequence MemoryStore::follow(JobId id, const std::shared_ptr<const PipelineJob>& job,
                             Sequence after, std::vector<Event>& into) const {
  const auto later = [](Sequence place, const auto& log) { return place < log.first; };
  auto found = std::upper_bound(logs_.begin(), logs_.end(), after, later);
  for (; found != logs_.end(); ++found) {
    const auto& [last, log] = *found;
    Sequence place{last.value - log->size()};
    for (std::size_t i = 0; i < log->size(); ++i) {
      ++place.value;
      if (place <= after || log->job(i) != id) continue;
      into.push_back(log->at(i));
      if (auto* started = std::get_if<JobStarted>(&into.back().fact)) started->job = job;
      after = place;
    }
  }
  return after;
}

}  // namespace headway::inline v0

// The store in memory.
#include "identity.hpp"

#include <headway/store/memory.hpp>

#include <algorithm>

namespace headway::inline v0 {

MemoryStore::MemoryStore() : id_(random_store_id()) {}

JobId MemoryStore::new_job_id() {
  JobId id = random_job_id();
  while (events_.contains(id.value)) id = random_job_id();
  return id;
}

void MemoryStore::add(const JobRecord& record, std::shared_ptr<const PipelineJob> /*job*/) {
  if (!events_.try_emplace(record.id.value).second) {
    throw StoreError("the store already has a job " + to_string(record.id));
  }
  jobs_.push_back(record);
}

Sequence MemoryStore::append(std::span<const Event> events) {
  const Sequence before = last_;
  for (const Event& event : events) {
    if (std::holds_alternative<NodesChanged>(event.fact)) continue;
    ++last_.value;
    events_[event.job.value].push_back({last_, event});
  }
  if (wake_ && last_ != before) wake_();
  return last_;
}

Sequence MemoryStore::follow(JobId id, const std::shared_ptr<const PipelineJob>& job,
                             Sequence after, std::vector<Event>& into) const {
  const auto found = events_.find(id.value);
  if (found == events_.end() || found->second.empty()) return after;
  const auto& kept = found->second;
  auto first = std::upper_bound(kept.begin(), kept.end(), after,
                                [](Sequence place, const Kept& k) { return place < k.place; });
  for (; first != kept.end(); ++first) {
    into.push_back(first->event);
    if (auto* started = std::get_if<JobStarted>(&into.back().fact)) started->job = job;
  }
  return std::max(after, kept.back().place);
}

}  // namespace headway::inline v0

// The engine's reruns: jobs that reuse what succeeded in an earlier one.
#include "engine.hpp"
#include "job_record.hpp"
#include "remake.hpp"

#include <headway/base/error.hpp>

#include <utility>

namespace headway::inline v0 {

std::shared_ptr<LiveJob> Engine::rerun(JobId id, const RerunOptions& options) {
  throw_if_failed();
  const std::lock_guard lock(mutex_);
  now_ = clock_.now();
  JobRecord record = record_of_rerun(record_in(store_, id), options);
  record.id = store_.new_job_id();
  if (record.slots.empty()) record.slots = slots_;
  auto job = job_again(id, record, options.callables);
  return begin(std::move(record), std::move(job), options.callables);
}

/// The earlier job itself where it is at hand, since a job does not change.
std::shared_ptr<const PipelineJob> Engine::job_again(JobId id, const JobRecord& record,
                                                     const Callables& callables) const {
  const Resources& quota = quota_of(policy_.quotas, record.owner).max_slots;
  if (const auto here = jobs_.find(id); here != jobs_.end()) {
    return here->second.live->read([&](const JobStatus& status) {
      require_callables(id, status.graphs(), callables);
      require_capacity(status, machines_, quota);
      return status.shared_job();
    });
  }
  return remake(record, {.nodes = machines_,
                         .quota = quota,
                         .callables = callables.names(),
                         .check_callables = true,
                         .backend = std::string(backend_.name()),
                         .capabilities = can_});
}

/// For a job of this record, from what is at hand or from the store.
std::optional<Reuse> Engine::reuse_of(const JobRecord& record,
                                      const std::shared_ptr<const PipelineJob>& job) const {
  const auto rerun = rerun_in(record);
  const auto here = rerun ? jobs_.find(rerun->of) : jobs_.end();
  if (here == jobs_.end()) return reuse_for(record, job, store_, &folders_);
  return here->second.live->read(
      [&](const JobStatus& status) { return Reuse(status, rerun->from, &folders_); });
}

/// What is left to be reused of a rerun that an earlier engine began; nothing where the job that
/// it reuses is gone.
std::optional<Reuse> Engine::reuse_again(const JobRecord& record,
                                         const std::shared_ptr<const PipelineJob>& job,
                                         const std::vector<Event>& events) const {
  try {
    auto reused = reuse_for(record, job, store_, &folders_);
    if (!reused) return {};
    [[maybe_unused]] const auto recorded = reused->begin();
    for (const Event& event : events) {
      if (const auto* grown = std::get_if<GraphAdded>(&event.fact)) reused->grow(*grown);
    }
    return reused;
  } catch (const StoreError&) {
    throw;
  } catch (const Error&) {
    return {};
  }
}

/// What succeeded in an earlier job is over in this one.
void Engine::reuse(JobId job, std::vector<InstanceEnded> done) {
  for (InstanceEnded& ended : done) record(job, std::move(ended));
}

}  // namespace headway::inline v0

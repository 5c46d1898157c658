// The read side.
#include "cache_reasons.hpp"
#include "job_scope.hpp"
#include "log_tail.hpp"
#include "quota_reasons.hpp"
#include "remake.hpp"

#include <headway/base/diagnostic.hpp>
#include <headway/base/error.hpp>
#include <headway/run/history.hpp>
#include <headway/store/sqlite.hpp>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace headway::inline v0 {

struct History::Open {
  SqliteReader reader;
  Folders folders;
};

History::History(const std::string& root, const std::string& data)
    : open_(new Open{
          SqliteReader(root),
          Folders(data.empty() ? data_folder_of(root)
                               : std::filesystem::absolute(data).lexically_normal().string())}) {}

History::~History() = default;

namespace {

JobSummary summarise(JobRecord record, const std::vector<Event>& events) {
  JobSummary summary{.record = std::move(record)};
  for (const Event& event : events) {
    if (const auto* ended = std::get_if<JobEnded>(&event.fact)) {
      summary.state = ended->state;
      summary.ended = event.time;
    }
    if (std::holds_alternative<JobPaused>(event.fact)) summary.state = JobState::paused;
    if (std::holds_alternative<JobResumed>(event.fact)) summary.state = JobState::running;
  }
  return summary;
}

std::string no_job(std::string_view job, const std::vector<JobRecord>& records) {
  std::vector<std::string> names;
  names.reserve(records.size());
  for (const JobRecord& record : records) names.push_back(record.name);
  const auto near = closest(job, names);
  return "there is no job \"" + std::string(job) + "\"; " +
         (near.empty() ? "`headway jobs` lists what there is"
                       : "did you mean \"" + near.front() + "\"?");
}

}  // namespace

std::vector<JobSummary> History::jobs() const {
  std::vector<JobSummary> summaries;
  for (JobRecord& record : open_->reader.jobs()) {
    const auto events = open_->reader.events(record.id, nullptr);
    summaries.push_back(summarise(std::move(record), events));
  }
  std::reverse(summaries.begin(), summaries.end());
  return summaries;
}

JobId History::find(std::string_view job) const {
  auto records = open_->reader.jobs();
  if (records.empty()) throw Error("the store " + open_->reader.root() + " has no jobs yet");
  std::reverse(records.begin(), records.end());  // newest first
  if (job == "last") return records.front().id;
  std::vector<JobId> begin_so;
  for (const JobRecord& record : records) {
    if (to_string(record.id) == job) return record.id;
    if (!job.empty() && to_string(record.id).starts_with(job)) begin_so.push_back(record.id);
  }
  if (begin_so.size() == 1) return begin_so.front();
  for (const JobRecord& record : records) {
    if (record.name == job) return record.id;  // the newest of that name
  }
  if (begin_so.empty()) throw Error(no_job(job, records));
  std::string several;
  for (const JobId id : begin_so) several += ' ' + to_string(id);
  throw Error("\"" + std::string(job) + "\" is the beginning of several jobs:" + several);
}

JobRecord History::record(JobId id) const { return record_in(open_->reader, id); }

std::vector<Event> History::events(JobId id) const {
  return open_->reader.events(id, remake(record(id)));
}

JobStatus History::status(JobId id) const {
  const auto job = remake(record(id));
  JobStatus status(job);
  for (const Event& event : open_->reader.events(id, job)) status.apply(event);
  return status;
}

Values History::outputs(JobId id, const JobStatus& status) const {
  return job_outputs(status, id, open_->folders);
}

std::string History::log(JobId id, const JobStatus& status, std::string_view instance,
                         Attempt attempt, std::size_t limit) const {
  return log_tail(open_->folders, status, id, instance, attempt, limit);
}

std::string History::log_path(JobId id, const JobStatus& status, std::string_view instance,
                              Attempt attempt) const {
  return log_path_of(open_->folders, status, id, instance, attempt);
}

Explanation History::explain(JobId id, std::string_view instance) const {
  const auto job = remake(record(id));
  const auto all = open_->reader.events(id, job);
  JobStatus status(job);
  for (const Event& event : all) status.apply(event);
  const auto found = status.graphs().find(instance);
  if (!found) throw Error("the job has no instance \"" + std::string(instance) + '"');
  Explanation explained = headway::explain(status, all, id, open_->folders, *found);
  if (explained.state == InstanceState::ready) {
    for (Reason& reason : quota_reasons(*this, id, status, *found)) {
      explained.reasons.push_back(std::move(reason));
    }
  }
  explain_cache(*this, id, all, *found, explained);
  return explained;
}

Value History::resolved(const Value& value) const {
  return with_absolute_paths(value, open_->folders);
}

std::optional<StoreOwner> History::engine() const { return store_owner(open_->reader.root()); }

const StoreReader& History::reader() const { return open_->reader; }

}  // namespace headway::inline v0

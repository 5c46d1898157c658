// The engine, requests in: what other processes leave in the inbox becomes facts.
#include "callback_token.hpp"
#include "engine.hpp"
#include "given_outputs.hpp"
#include "job_record.hpp"
#include "remake.hpp"

#include <headway/base/error.hpp>

#include <algorithm>
#include <utility>

namespace headway::inline v0 {

namespace {

std::string field(const Request& request, const std::string& name) {
  const auto found = request.fields.find(name);
  return found == request.fields.end() ? std::string() : found->second;
}

bool has_ended(const StoreReader& store, JobId job) {
  try {
    const auto events = store.events(job, {});
    return std::any_of(events.begin(), events.end(), [](const Event& event) {
      return std::holds_alternative<JobEnded>(event.fact);
    });
  } catch (const Error&) {  // whoever resumes that job is told
    return false;
  }
}

}  // namespace

/// Requests for this engine become facts; their files go once those are durable. Requests for jobs
/// that it does not have stay until such a job is resumed, or found to have ended.
void Engine::read_inbox() {
  if (!inbox_) return;
  std::erase_if(answered_, [&](const auto& answered) {
    if (answered.second > journal_.published()) return false;
    remove_request(store_.root(), {.file = answered.first});
    return true;
  });
  const bool anew = std::exchange(inbox_unread_, false);
  if (!inbox_->clear() && !anew) return;
  const auto others = std::exchange(passed_over_, {});
  for (const std::string& file : request_files(store_.root())) {
    if (answered_.contains(file)) continue;
    if (!anew && others.contains(file)) {
      passed_over_.insert(file);
      continue;
    }
    const auto request = read_request(store_.root(), file);
    if (!request) continue;
    if (!is_for_this_engine(*request)) {
      pass_over(*request, others.contains(file));
    } else if (answer(*request)) {
      answered_.emplace(file, journal_.recorded());
    }
  }
}

/// One for a job that has ended came too late, or was handled by an engine that died before its
/// file went.
void Engine::pass_over(const Request& request, bool again) {
  if (!again && has_ended(store_, request.job)) return remove_request(store_.root(), request);
  passed_over_.insert(request.file);
}

bool Engine::is_for_this_engine(const Request& request) const {
  return jobs_.contains(request.job) || request.kind == "run" || request.kind == "resume";
}

/// Whether the request was dealt with, for good or for bad; else it stays.
bool Engine::answer(const Request& request) {
  hurried_ = true;
  if (request.kind == "cancel") {
    record(request.job, JobCancelRequested{field(request, "by")});
    return true;
  }
  if (request.kind == "callback") return call_back(request);
  if (request.kind != "approve" && request.kind != "reject") return answer_about_itself(request);
  const LiveJob& live = *jobs_.at(request.job).live;
  const auto instance = live.read(
      [&](const JobStatus& status) { return status.graphs().find(field(request, "instance")); });
  if (instance && comes_after_cancel(request.job, *instance)) return true;
  const auto fact = live.read([&](const JobStatus& status) {
    return answer_to_approval(status, {.instance = field(request, "instance"),
                                       .approved = request.kind == "approve",
                                       .by = field(request, "by"),
                                       .outputs = field(request, "outputs"),
                                       .time = request.time});
  });
  if (fact) record(request.job, *fact);
  return true;
}

/// What processes ask that have joined this engine.
bool Engine::answer_about_itself(const Request& request) {
  if (request.kind == "pause") {
    Held& held = jobs_.at(request.job);
    const bool now = field(request, "grace") == "none";
    // One made before the job was taken up was for an engine that is no more.
    if (held.taken_up < request.time) pause(request.job, held, now ? 0_s : 10_s);
    return true;
  }
  if (request.kind != "run" && request.kind != "resume") return false;
  const std::string data = field(request, "data");
  if (!data.empty() && data != folders_.data()) {
    refuse_request(store_.root(), request,
                   "the engine of this store keeps its data in " + folders_.data() +
                       "; give the same --data, or none");
    return true;
  }
  try {
    request.kind == "run" ? start_requested(request) : resume_requested(request);
  } catch (const Error& reason) {
    refuse_request(store_.root(), request, reason.what());
  }
  return true;
}

/// A store that has the job already throws: it was asked for before a crash, and who waits for it
/// resumes it.
void Engine::start_requested(const Request& request) {
  JobRecord record = requested_record(request);
  record.slots = slots_;  // of this engine's pool, in which it will run
  auto job = remake(record, {.nodes = machines_,
                             .quota = quota_of(policy_.quotas, record.owner).max_slots,
                             .check_callables = true,
                             .backend = std::string(backend_.name()),
                             .capabilities = can_});
  begin(std::move(record), std::move(job), {});
  jobs_.at(request.job).joined = true;
}

void Engine::resume_requested(const Request& request) {
  take_up(request.job, {});
  if (const auto held = jobs_.find(request.job); held != jobs_.end()) held->second.joined = true;
}

/// A callback for a session that still runs stays until that has ended.
bool Engine::call_back(const Request& request) {
  const auto token = parse_token(field(request, "token"));
  if (!token) return true;
  const SessionKey key = key_of(request.job, token->instance, token->attempt);
  LiveSession* session = session_of(key);
  if (session == nullptr || !is_token_of(folders_.data(), field(request, "token"))) return true;
  if (!session->parked) return false;
  if (comes_after_cancel(request.job, token->instance)) return true;
  const LiveJob& live = *jobs_.at(request.job).live;
  auto outputs = live.read([&](const JobStatus& status) {
    return given_outputs(status.graphs().written(token->instance), field(request, "outputs"),
                         session->left);
  });
  if (!outputs) return true;
  end(key, {}, {}, {.folder = session->folder, .outputs = std::move(*outputs)});
  return true;
}

/// What waits is about to end as cancelled; no answer wins over that.
bool Engine::comes_after_cancel(JobId job, InstanceId instance) const {
  const Held& held = jobs_.at(job);
  return held.cancelling && held.live->read([&](const JobStatus& status) {
    return is_ended_by_cancel(status.graphs(), instance);
  });
}

}  // namespace headway::inline v0

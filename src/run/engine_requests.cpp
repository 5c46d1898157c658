// The engine, requests in: what other processes leave in the inbox becomes facts.
#include "callback_token.hpp"
#include "engine.hpp"
#include "given_outputs.hpp"

#include <algorithm>
#include <utility>

namespace headway::inline v0 {

namespace {

std::string field(const Request& request, const std::string& name) {
  const auto found = request.fields.find(name);
  return found == request.fields.end() ? std::string() : found->second;
}

}  // namespace

/// Requests for jobs of this engine become facts; their files go once those are durable. Requests
/// for other jobs stay until such a job is resumed.
void Engine::read_inbox() {
  if (!inbox_) return;
  const Sequence durable = journal_.published();
  std::erase_if(answered_, [&](const auto& answered) {
    if (answered.first > durable) return false;
    remove_request(store_.root(), answered.second);
    return true;
  });
  if (!inbox_->clear() && !std::exchange(inbox_unread_, false)) return;
  for (const Request& request : read_requests(store_.root())) {
    const auto same = [&](const auto& answered) { return answered.second.file == request.file; };
    if (!jobs_.contains(request.job)) continue;
    if (std::any_of(answered_.begin(), answered_.end(), same)) continue;
    if (answer(request)) answered_.emplace_back(journal_.recorded(), request);
  }
}

/// Whether the request was dealt with, for good or for bad; else it stays.
bool Engine::answer(const Request& request) {
  hurried_ = true;
  if (request.kind == "cancel") {
    record(request.job, JobCancelRequested{field(request, "by")});
    return true;
  }
  if (request.kind == "callback") return call_back(request);
  if (request.kind != "approve" && request.kind != "reject") return false;
  const LiveJob& live = *jobs_.at(request.job).live;
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

/// A callback for a session that still runs stays until that has ended.
bool Engine::call_back(const Request& request) {
  const auto token = parse_token(field(request, "token"));
  if (!token) return true;
  const SessionKey key = key_of(request.job, token->instance, token->attempt);
  LiveSession* session = session_of(key);
  if (session == nullptr || !is_token_of(folders_.data(), field(request, "token"))) return true;
  if (!session->parked) return false;
  const LiveJob& live = *jobs_.at(request.job).live;
  auto outputs = live.read([&](const JobStatus& status) {
    return given_outputs(status.graphs().written(token->instance), field(request, "outputs"),
                         session->left);
  });
  if (!outputs) return true;
  end(key, {}, {}, {.folder = session->folder, .outputs = std::move(*outputs)});
  return true;
}

}  // namespace headway::inline v0

// Requests about a job that no engine has taken yet.
#include "cli/status_requests.hpp"

#include "run/callback_token.hpp"
#include "run/given_outputs.hpp"

#include <headway/base/rfc3339.hpp>
#include <headway/store/inbox.hpp>

#include <utility>

namespace headway::cli {

namespace {

constexpr const char* when_taken = "; taken when an engine works on the job";

std::string field(const Request& request, const std::string& name) {
  const auto found = request.fields.find(name);
  return found == request.fields.end() ? std::string() : found->second;
}

/// An answer that an engine would take; nothing of any other.
std::optional<Reason> approval_in(const Request& request, const JobStatus& status) {
  const ApprovalAnswer answer{.instance = field(request, "instance"),
                              .approved = request.kind == "approve",
                              .by = field(request, "by"),
                              .outputs = field(request, "outputs"),
                              .time = request.time};
  if (!answer_to_approval(status, answer)) return {};
  return Reason{.kind = "person",
                .text = (answer.approved ? "approved by " : "rejected by ") + answer.by + " at " +
                        to_string(request.time) + when_taken,
                .instance = answer.instance};
}

std::optional<Reason> callback_in(const Request& request, const JobStatus& status) {
  const auto token = parse_token(field(request, "token"));
  if (!token || token->instance.value >= status.instances().size()) return {};
  const InstanceStatus& is = status.instance(token->instance);
  if (is_terminal(is.state) || is.attempts != token->attempt) return {};
  return Reason{.kind = "callback",
                .text = "its callback came at " + to_string(request.time) + when_taken,
                .instance = status.name(token->instance)};
}

std::optional<Reason> answer_in(const Request& request, const JobStatus& status) {
  if (request.kind == "callback") return callback_in(request, status);
  const bool of_person = request.kind == "approve" || request.kind == "reject";
  return of_person ? approval_in(request, status) : std::nullopt;
}

}  // namespace

const Reason* UntakenRequests::answer_of(const std::string& instance) const {
  for (const Reason& answer : answers) {
    if (answer.instance == instance) return &answer;
  }
  return nullptr;
}

bool UntakenRequests::leaves_open(const JobGraphs& graphs, const std::string& instance) const {
  const auto id = graphs.find(instance);
  const bool ends = cancelled && id && is_ended_by_cancel(graphs, *id);
  return !ends && answer_of(instance) == nullptr;
}

UntakenRequests untaken_requests(JobId job, const JobStatus& status, const StoreOptions& at) {
  UntakenRequests untaken;
  if (is_terminal(status.state())) return untaken;
  untaken.cancelled = status.cancelling();
  for (const Request& request : read_requests(at.store)) {
    if (request.job != job) continue;
    if (request.kind == "cancel" && !untaken.cancelled) {
      untaken.cancelled = true;
      untaken.cancel =
          Reason{.kind = "cancel",
                 .text = "the job was asked to end at " + to_string(request.time) + when_taken};
    }
    auto answer = answer_in(request, status);
    const bool first = answer && untaken.answer_of(answer->instance) == nullptr;
    if (first) untaken.answers.push_back(*std::move(answer));
  }
  return untaken;
}

}  // namespace headway::cli

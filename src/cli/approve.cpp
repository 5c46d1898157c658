// headway approve, headway reject: what a person decides.
#include "cli/answer.hpp"
#include "cli/instance_name.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"
#include "run/given_outputs.hpp"

#include <headway/base/error.hpp>
#include <headway/run/clock.hpp>
#include <headway/run/executor.hpp>
#include <headway/run/history.hpp>

#include <fmt/core.h>

#include <utility>

namespace headway::cli {

namespace {

ApprovalAnswer answer_in(const Request& request) {
  return {.instance = request.fields.at("instance"),
          .approved = request.kind == "approve",
          .by = request.fields.at("by"),
          .outputs = request.fields.at("outputs"),
          .time = request.time};
}

/// What lies in the inbox comes first: the first good answer is final.
void refuse_after_another(const JobStatus& status, const Request& mine, const std::string& root) {
  for (const Request& other : read_requests(root)) {
    const bool same = (other.kind == "approve" || other.kind == "reject") &&
                      other.job == mine.job && other.fields.contains("instance") &&
                      other.fields.at("instance") == mine.fields.at("instance");
    if (!same || !other.fields.contains("by") || !other.fields.contains("outputs")) continue;
    if (!answer_to_approval(status, answer_in(other))) continue;
    throw Error(fmt::format("\"{}\" has an answer: {} by {} at {}", mine.fields.at("instance"),
                            other.kind == "approve" ? "approved" : "rejected",
                            other.fields.at("by"), to_string(other.time)));
  }
}

/// What is given, as JSON. Throws what is wrong with it: unlike all else, the user's input.
std::string given_to(const Task& task, const std::vector<std::string>& words) {
  std::string outputs = to_json(Value(read_outputs(task, words)));
  std::string why;
  if (!given_outputs(task, outputs, nullptr, &why)) throw UsageError(why);
  return outputs;
}

int answer(const AnswerOptions& options, const std::string& kind) {
  const History history(options.at.store, options.at.data);
  Follower job(history.reader(), history.find(options.job));
  job.read();
  const JobStatus& status = job.status();
  const auto found = status.graphs().find(options.instance);
  if (!found) throw no_instance(status.graphs(), options.instance, options.job, options.at);
  Request request{.kind = kind,
                  .job = job.record().id,
                  .fields = {{"instance", options.instance},
                             {"by", options.as.empty() ? owner_of({}) : options.as},
                             {"outputs", "{}"}},
                  .time = SystemClock().now()};
  ApprovalAnswer bare = answer_in(request);
  bare.approved = false;  // whether it waits for this person does not depend on what is said
  std::string why;
  if (!answer_to_approval(status, bare, &why)) throw Error(why);
  refuse_after_another(status, request, options.at.store);
  refuse_after_cancel(job, *found, options.at);
  if (kind == "approve") {
    request.fields["outputs"] = given_to(status.graphs().written(*found), options.outputs);
  }
  const std::string what =
      (kind == "approve" ? "approved by " : "rejected by ") + request.fields["by"];
  return leave(job,
               {.instance = *found,
                .request = std::move(request),
                .what = what,
                .is_taken = [what](const InstanceStatus& is) { return is.message == what; }},
               options.at);
}

}  // namespace

int approve(const AnswerOptions& options) { return answer(options, "approve"); }

int reject(const AnswerOptions& options) { return answer(options, "reject"); }

}  // namespace headway::cli

// headway callback: the result of a task that another service worked out.
#include "cli/answer.hpp"
#include "cli/report.hpp"
#include "cli/verbs.hpp"
#include "run/callback_token.hpp"
#include "run/given_outputs.hpp"

#include <headway/base/error.hpp>
#include <headway/base/invalid_pipeline.hpp>
#include <headway/run/clock.hpp>
#include <headway/run/folders.hpp>
#include <headway/run/history.hpp>
#include <headway/yaml/load.hpp>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace headway::cli {

namespace {

/// The ids in a token that was made for this store.
CallbackToken whose(const CallbackOptions& options) {
  const auto token = parse_token(options.token);
  if (!token) throw UsageError("\"" + printable(options.token) + "\" is no callback token");
  return *token;
}

/// The attempt waits for its result, or will: else an Error.
void refuse_unless_open(const JobStatus& status, const CallbackToken& token) {
  if (token.instance.value >= status.instances().size()) {
    throw Error("the token is of no instance of the job");
  }
  const InstanceStatus& instance = status.instance(token.instance);
  const std::string name = status.name(token.instance);
  if (!status.graphs().written(token.instance).callback) {
    throw Error('"' + name + "\" waits for no callback");
  }
  if (!is_terminal(instance.state) && instance.attempts != token.attempt) {
    throw Error("the token is of attempt " + std::to_string(token.attempt) + " of \"" + name +
                "\", and attempt " + std::to_string(instance.attempts) + " is " +
                std::string(to_string(instance.state)));
  }
  if (is_terminal(instance.state)) {
    throw Error('"' + name + "\" does not wait for this any more: it is " +
                std::string(to_string(instance.state)));
  }
}

/// How the attempt was parked; nothing while its session runs.
std::optional<AttemptParked> parked_by(const std::vector<Event>& events,
                                       const CallbackToken& token) {
  for (const Event& event : events) {
    const auto* fact = std::get_if<AttemptParked>(&event.fact);
    if (fact == nullptr || fact->instance != token.instance) continue;
    if (fact->attempt == token.attempt) return *fact;
  }
  return {};
}

/// Of a recorded request; none where it is damaged.
Values outputs_of(const Request& request) {
  try {
    const Value all = yaml::load_value(request.fields.at("outputs"), "outputs");
    if (const auto* values = all.get_if<Values>()) return *values;
  } catch (const InvalidPipeline&) {  // the engine passes it over
  }
  return {};
}

bool gives_more(const Request& mine, const Request& other) {
  const Values before = outputs_of(other);
  const Values own = outputs_of(mine);
  return std::any_of(own.begin(), own.end(),
                     [&](const auto& given) { return !before.contains(given.first); });
}

/// What lies in the inbox comes first, if it is complete: the engine takes the first that is. While
/// the session runs nobody knows what it will leave: one that lacks something may come to nothing,
/// and one that gives more is kept beside it.
void refuse_after_another(const Task& task, const Request& mine, const std::string& name,
                          const std::optional<AttemptParked>& parked, const std::string& root) {
  for (const Request& other : read_requests(root)) {
    const bool same = other.kind == "callback" && other.job == mine.job &&
                      other.fields.contains("token") && other.fields.contains("outputs") &&
                      other.fields.at("token") == mine.fields.at("token");
    if (!same) continue;
    const auto left = parked ? parked->outputs : nullptr;
    const bool whole = given_outputs(task, other.fields.at("outputs"), left).has_value();
    if (!whole && (parked || gives_more(mine, other))) continue;
    throw Error('"' + name + "\" has an answer: a callback at " + to_string(other.time));
  }
}

}  // namespace

int callback(const CallbackOptions& options) {
  const CallbackToken token = whose(options);
  const History history(options.at.store, options.at.data);
  Follower job(history.reader(), token.job);
  const std::vector<Event> events = job.read();
  const JobStatus& status = job.status();
  refuse_unless_open(status, token);
  const std::string data =
      options.at.data.empty() ? data_folder_of(options.at.store) : options.at.data;
  if (!is_token_of(data, options.token)) throw Error("the token was not made for this store");
  refuse_after_cancel(job, token.instance, options.at);
  const Task& task = status.graphs().written(token.instance);
  const std::string outputs = to_json(Value(read_outputs(task, options.outputs)));
  const auto parked = parked_by(events, token);
  std::string why;
  if (parked && !given_outputs(task, outputs, parked->outputs, &why)) throw UsageError(why);
  Request request{.kind = "callback",
                  .job = token.job,
                  .fields = {{"token", options.token}, {"outputs", outputs}},
                  .time = SystemClock().now()};
  refuse_after_another(task, request, status.name(token.instance), parked, options.at.store);
  return leave(
      job,
      {.instance = token.instance,
       .request = std::move(request),
       .what = "has its result",
       .is_taken = [](const InstanceStatus& is) { return is.state == InstanceState::succeeded; }},
      options.at);
}

}  // namespace headway::cli

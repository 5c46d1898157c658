// Leaving an answer, and what came of it.
#include "cli/answer.hpp"

#include "cli/engine_session.hpp"
#include "cli/report.hpp"
#include "run/given_outputs.hpp"

#include <headway/base/invalid_pipeline.hpp>
#include <headway/run/params.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

namespace headway::cli {

namespace {

constexpr int patience = 200;  // looks, 50 ms apart: an engine answers within a few of them

/// Follows until the instance waits no more, its engine has gone, or patience has ended.
void follow(Follower& job, InstanceId instance) {
  for (int looks = 0; looks < patience; ++looks) {
    const bool waits = job.status().instance(instance).state == InstanceState::waiting;
    if (!waits || interrupts() != 0 || !job.engine()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    job.read();
  }
}

void print_answer(const Request& request, const std::string& instance, const InstanceStatus& status,
                  bool taken) {
  const nlohmann::ordered_json json{{"job", to_string(request.job)},
                                    {"instance", instance},
                                    {"answer", request.kind},
                                    {"state", std::string(to_string(status.state))},
                                    {"taken", taken}};
  print(json.dump());
}

}  // namespace

Values read_outputs(const Task& task, const std::vector<std::string>& words) {
  Values outputs;
  Diagnostics found;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos)
      throw UsageError("-o " + printable(word) + ": expected name=value");
    const std::string name = word.substr(0, equals);
    if (auto value = parse_output(task, name, word.substr(equals + 1), found)) {
      outputs.insert_or_assign(name, *std::move(value));
    }
  }
  if (found.has_errors()) throw InvalidPipeline(std::move(found));
  return outputs;
}

void refuse_after_cancel(const Follower& job, InstanceId instance, const StoreOptions& at) {
  const JobStatus& status = job.status();
  if (!is_ended_by_cancel(status.graphs(), instance)) return;
  const auto requests = read_requests(at.store);
  const bool asked = std::any_of(requests.begin(), requests.end(), [&](const Request& request) {
    return request.kind == "cancel" && request.job == job.record().id;
  });
  if (!asked && !status.cancelling()) return;
  throw Error('"' + status.name(instance) +
              "\" waits for nobody any more: the job is being cancelled");
}

int leave(Follower& job, const Answer& answer, const StoreOptions& at) {
  const std::string name = job.status().name(answer.instance);
  const bool waits = job.status().instance(answer.instance).state == InstanceState::waiting;
  catch_interrupts();
  Request request = answer.request;
  request.file = write_request(at.store, request);
  follow(job, answer.instance);
  const InstanceStatus& status = job.status().instance(answer.instance);
  const bool over = waits && status.state != InstanceState::waiting;
  const bool taken = over && answer.is_taken(status);
  if (at.json) print_answer(answer.request, name, status, taken);
  if (taken) {
    say(printable(name) + ' ' + answer.what);
  } else if (over) {
    remove_request(at.store, request);  // there may be no engine any more to do so
    const std::string came = status.message.empty() ? "" : ": " + status.message;
    complain("the answer came too late; " + name + " is " + std::string(to_string(status.state)) +
             came);
    return world_failed;
  } else if (job.engine()) {
    say(waits ? "the answer is recorded, and the engine has not taken it yet"
              : "the answer is recorded, and taken once the session of " + printable(name) +
                    " has ended");
  } else {
    say("the answer is recorded, and taken when an engine works on the job:  " +
        command_line("resume " + to_string(answer.request.job), at));
  }
  return done;
}

}  // namespace headway::cli

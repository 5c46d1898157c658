// headway status: how a job stands.
#include "cli/engine_session.hpp"
#include "cli/report.hpp"
#include "cli/status_requests.hpp"
#include "cli/verbs.hpp"

#include <headway/event/instance_order.hpp>
#include <headway/run/clock.hpp>
#include <headway/run/explanation.hpp>
#include <headway/run/follower.hpp>
#include <headway/run/history.hpp>
#include <headway/run/plan.hpp>
#include <headway/session/inventory.hpp>
#include <headway/view/text.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace headway::cli {

namespace {

using Json = nlohmann::ordered_json;

Json outputs_json(const Values& outputs, const History& history) {
  return Json::parse(to_json(history.resolved(Value(outputs))));
}

Json instance_json(const JobStatus& status, InstanceId id, const History& history) {
  const InstanceStatus& instance = status.instance(id);
  Json json{{"id", status.name(id)},
            {"task", status.graphs().written(id).name},
            {"state", std::string(to_string(instance.state))}};
  if (instance.cause.kind != Cause::Kind::none) json["cause"] = to_string(instance.cause);
  json["attempts"] = instance.attempts;
  if (!instance.node.empty()) json["node"] = instance.node;
  if (instance.started.us != 0) json["started"] = to_string(instance.started);
  if (instance.ended.us != 0) json["ended"] = to_string(instance.ended);
  if (instance.outputs) json["outputs"] = outputs_json(*instance.outputs, history);
  return json;
}

/// When the job is likely to be over, while an engine works on it.
std::optional<Eta> likely_end(const Follower& job, const History& history, const StoreOptions& at,
                              Instant now) {
  if (!job.engine() || is_terminal(job.status().state())) return {};
  const JobRecord& record = job.record();
  return eta(job.status(), record.id, task_history(history.reader(), record.pipeline_name),
             {inventory(machine_slots(at, record.slots))}, now);
}

Json job_json(const Follower& job, const History& history, const StoreOptions& at, Instant now) {
  const JobStatus& status = job.status();
  const JobRecord& record = job.record();
  Json json{{"job", to_string(record.id)},
            {"name", record.name},
            {"pipeline", record.pipeline_name},
            {"version", record.version},
            {"state", std::string(to_string(status.state()))},
            {"engine", job.engine() ? "alive" : "absent"}};
  if (status.cause().kind != Cause::Kind::none) json["cause"] = to_string(status.cause());
  json["started"] = to_string(status.started());
  const bool ended = status.ended().us != 0;
  if (ended) json["ended"] = to_string(status.ended());
  json["duration_s"] = time_taken(status.started(), status.ended(), now).seconds();
  if (const auto end = likely_end(job, history, at, now)) {
    json["eta_s"] = end->p50.seconds();
    json["eta_p90_s"] = end->p90.seconds();
  }
  auto instances = Json::array();
  for (const InstanceId id : graph_order(status.graphs())) {
    instances.push_back(instance_json(status, id, history));
  }
  json["instances"] = std::move(instances);
  if (!status.job().pipeline().outputs.empty() && ended) {
    json["outputs"] = Json::parse(to_json(Value(history.outputs(record.id, status))));
  }
  return json;
}

/// Who waits for an answer, and the command that gives it where none is recorded.
void tell_waiting(JobId id, const JobStatus& status, const UntakenRequests& recorded,
                  const StoreOptions& at) {
  constexpr std::size_t most = 10;
  const std::vector<InstanceId> waiting = waiting_for_answers(status);
  for (std::size_t i = 0; i < waiting.size() && i < most; ++i) {
    const std::string name = status.name(waiting[i]);
    const bool by_callback = status.graphs().written(waiting[i]).callback.has_value();
    if (i == 0) print("\n");
    if (const Reason* answer = recorded.answer_of(name)) {
      print(printable(name + ": " + answer->text));
      continue;
    }
    print(printable(name + ' ' + waits_for(status, waiting[i])));
    if (!recorded.leaves_open(status.graphs(), name)) continue;
    say("  " + (by_callback
                    ? command_line("callback TOKEN", at) + "  (its $HEADWAY_CALLBACK_TOKEN)"
                    : command_line("approve " + to_string(id) + ' ' + shell_word(name), at)));
  }
  if (waiting.size() > most) print(std::to_string(waiting.size() - most) + " more wait");
}

}  // namespace

int status(const JobOptions& options) {
  const History history(options.at.store, options.at.data);
  const JobId id = history.find(options.job);
  Follower job(history.reader(), id);
  job.read();
  const Instant now = SystemClock().now();
  if (options.at.json) {
    print(job_json(job, history, options.at, now).dump());
    return done;
  }
  print("job " + to_string(id));
  const JobState state = job.status().state();
  print(text(Chart(job.status(), now)));
  if (const auto end = likely_end(job, history, options.at, now)) {
    print("\nlikely to be over in " + readable(end->p50) + ", nine times of ten in " +
          readable(end->p90) + '\n');
  }
  const UntakenRequests recorded = untaken_requests(id, job.status(), options.at);
  tell_waiting(id, job.status(), recorded, options.at);
  if (recorded.cancel) print("\n" + recorded.cancel->text);
  if (!is_terminal(state) && !job.engine()) {
    say("no engine works on it; go on with:  " +
        command_line("resume " + to_string(id), options.at));
  }
  return done;
}

}  // namespace headway::cli

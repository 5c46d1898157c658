// headway explain: why an instance stands as it does.
#include "cli/instance_name.hpp"
#include "cli/report.hpp"
#include "cli/status_requests.hpp"
#include "cli/verbs.hpp"

#include <headway/base/rfc3339.hpp>
#include <headway/run/follower.hpp>
#include <headway/run/history.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace headway::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string as_json(JobId job, const Explanation& explained) {
  auto reasons = Json::array();
  for (const Reason& reason : explained.reasons) {
    Json json{{"kind", reason.kind}, {"text", reason.text}};
    if (!reason.instance.empty()) json["instance"] = reason.instance;
    if (reason.until.us != 0) json["until"] = to_string(reason.until);
    reasons.push_back(std::move(json));
  }
  Json json{{"job", to_string(job)},
            {"instance", explained.instance},
            {"state", std::string(to_string(explained.state))}};
  if (explained.cause.kind != Cause::Kind::none) json["cause"] = to_string(explained.cause);
  json["reasons"] = std::move(reasons);
  if (!explained.cache_parts.empty()) {
    json["cache"] = {{"key", explained.cache_key},
                     {"parts", Json::parse(to_json(Value(explained.cache_parts)))}};
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Adds what is recorded and will change how the instance stands.
void add_requests(Explanation& explained, const UntakenRequests& recorded) {
  if (is_terminal(explained.state)) return;
  std::vector<Reason>& reasons = explained.reasons;
  for (Reason& reason : reasons) {
    const Reason* inside = recorded.answer_of(reason.instance);
    if (inside == nullptr || reason.kind != inside->kind) continue;
    reason = *inside;
    reason.text = reason.instance + ": " + reason.text;
  }
  if (const Reason* own = recorded.answer_of(explained.instance)) {
    std::erase_if(reasons, [own](const Reason& reason) {  // what it was to wait for, and until when
      return reason.instance.empty() && (reason.kind == own->kind || reason.kind == "time");
    });
    reasons.push_back({.kind = own->kind, .text = own->text});
  }
  if (recorded.cancel) reasons.insert(reasons.begin(), *recorded.cancel);
}

/// Whom a reason asks to answer; empty of any other.
std::string asked_by(const Explanation& explained, const Reason& reason) {
  if (reason.kind != "person") return {};
  if (!reason.instance.empty()) return reason.instance;
  return explained.state == InstanceState::waiting ? explained.instance : std::string();
}

/// What the reader can do about it.
void advise(const Follower& job, const Explanation& explained, const UntakenRequests& recorded,
            const StoreOptions& at) {
  const std::string id = to_string(job.record().id);
  for (const Reason& reason : explained.reasons) {
    const std::string asks = asked_by(explained, reason);
    if (asks.empty() || !recorded.leaves_open(job.status().graphs(), asks)) continue;
    const std::string name = shell_word(asks);
    say("answer with:  " + command_line("approve " + id + ' ' + name, at));
    say("        or:  " + command_line("reject " + id + ' ' + name, at));
  }
  if (!is_terminal(explained.state) && !job.engine()) {
    say("no engine works on the job; go on with:  " + command_line("resume " + id, at));
  }
}

/// The parts of its cache key, one a line.
void print_key(const Explanation& explained) {
  if (explained.cache_parts.empty()) return;
  const bool none = explained.cache_key.empty();
  print(none ? "  its key would be made of" : "  cache key " + explained.cache_key.substr(0, 12));
  for (const auto& [name, value] : explained.cache_parts) {
    print("    " + printable(name + " = " + to_json(value)));
  }
}

}  // namespace

int explain(const ExplainOptions& options) {
  const History history(options.at.store, options.at.data);
  const JobId job = history.find(options.job);
  Follower follower(history.reader(), job);
  follower.read();
  const JobGraphs& graphs = follower.status().graphs();
  if (!graphs.find(options.instance)) {
    throw no_instance(graphs, options.instance, options.job, options.at);
  }
  Explanation explained = history.explain(job, options.instance);
  const UntakenRequests recorded = untaken_requests(job, follower.status(), options.at);
  add_requests(explained, recorded);
  if (options.at.json) {
    print(as_json(job, explained));
    return done;
  }
  print(printable(explained.instance) + ' ' + std::string(to_string(explained.state)));
  for (const Reason& reason : explained.reasons) print("  " + printable(reason.text));
  print_key(explained);
  advise(follower, explained, recorded, options.at);
  return done;
}

}  // namespace headway::cli

// headway explain: why an instance stands as it does.
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/base/error.hpp>
#include <headway/base/rfc3339.hpp>
#include <headway/run/history.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

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
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// What the reader can do about it.
void advise(const History& history, JobId job, const Explanation& explained,
            const StoreOptions& at) {
  const std::string id = to_string(job);
  const std::string name = shell_word(explained.instance);
  const bool by_person = std::any_of(
      explained.reasons.begin(), explained.reasons.end(),
      [](const Reason& reason) { return reason.kind == "person" && !reason.text.empty(); });
  if (explained.state == InstanceState::waiting && by_person) {
    say("answer with:  " + command_line("approve " + id + ' ' + name, at));
    say("        or:  " + command_line("reject " + id + ' ' + name, at));
  }
  if (!is_terminal(explained.state) && !history.engine(job)) {
    say("no engine works on the job; go on with:  " + command_line("resume " + id, at));
  }
}

/// Says where to look up what the job has, for a name that it has not.
Explanation explanation(const History& history, JobId job, const ExplainOptions& options) {
  try {
    return history.explain(job, options.instance);
  } catch (const StoreError&) {
    throw;
  } catch (const Error&) {
    if (history.status(job).graphs().find(options.instance)) throw;
    throw Error("the job has no instance \"" + printable(options.instance) + "\"; " +
                command_line("status " + options.job, options.at) + " lists what it has");
  }
}

}  // namespace

int explain(const ExplainOptions& options) {
  const History history(options.at.store, options.at.data);
  const JobId job = history.find(options.job);
  const Explanation explained = explanation(history, job, options);
  if (options.at.json) {
    print(as_json(job, explained));
    return done;
  }
  print(printable(explained.instance) + ' ' + std::string(to_string(explained.state)));
  for (const Reason& reason : explained.reasons) print("  " + printable(reason.text));
  advise(history, job, explained, options.at);
  return done;
}

}  // namespace headway::cli

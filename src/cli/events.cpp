// headway events: everything that happened to a job.
#include "cli/report.hpp"
#include "cli/verbs.hpp"

#include <headway/event/codec.hpp>
#include <headway/run/history.hpp>

#include <fmt/core.h>

namespace headway::cli {

namespace {

/// What came of it, for facts that are an end.
std::string end_of(const Fact& fact) {
  if (const auto* job = std::get_if<JobEnded>(&fact)) return std::string(to_string(job->state));
  if (const auto* ended = std::get_if<InstanceEnded>(&fact)) {
    return std::string(to_string(ended->state));
  }
  const auto* attempt = std::get_if<AttemptEnded>(&fact);
  if (attempt == nullptr) return {};
  if (attempt->cause.kind == Cause::Kind::none) return "succeeded";
  const std::string message = attempt->message.empty() ? "" : ": " + printable(attempt->message);
  return to_string(attempt->cause) + message;
}

std::string line_of(const Event& event, const JobGraphs& graphs) {
  InstanceId instance;
  Attempt attempt = 0;
  std::string text = to_string(event.time) + "  " + std::string(name_of(event.fact));
  if (about(event.fact, instance, attempt)) text += "  " + printable(graphs.name(instance));
  if (attempt != 0) text += fmt::format(" attempt {}", attempt);
  const std::string end = end_of(event.fact);
  return end.empty() ? text : text + "  " + end;
}

}  // namespace

int events(const JobOptions& options) {
  const History history(options.at.store, options.at.data);
  const JobId id = history.find(options.job);
  const auto all = history.events(id);
  const JobStatus status = history.status(id);  // read after them: it knows every name they use
  std::string list;
  for (const Event& event : all) {
    const std::string line =
        options.at.json ? json_line(event, status.graphs()) : line_of(event, status.graphs());
    if (options.at.json) {
      list += (list.empty() ? "" : ",") + line;
    } else {
      print(line);
    }
  }
  if (options.at.json) print("{\"events\":[" + list + "]}");
  return done;
}

}  // namespace headway::cli

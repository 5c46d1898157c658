// History: what a store remembers, read beside its engine.
#include "bindings.hpp"
#include "conversions.hpp"
#include "without_gil.hpp"

#include <headway/event/codec.hpp>
#include <headway/run/clock.hpp>
#include <headway/run/history.hpp>

namespace headway::python {
namespace {

/// Opened for each question: a reader is for one thread, and Python has many.
template <class Question>
auto ask(const std::string& store, Question question) {
  const WithoutGil released;
  const History history(store);
  return question(history);
}

py::dict summary(const JobSummary& job) {
  py::dict entry;
  entry["job"] = to_string(job.record.id);
  entry["name"] = to_str(job.record.name);
  entry["pipeline"] = to_str(job.record.pipeline_name);
  entry["state"] = to_str(to_string(job.state));
  entry["started"] = to_string(job.record.created);
  entry["duration_s"] = time_taken(job.record.created, job.ended, SystemClock().now()).seconds();
  return entry;
}

py::list jobs(const std::string& store) {
  py::list list;
  for (const auto& job : ask(store, [](const History& history) { return history.jobs(); })) {
    list.append(summary(job));
  }
  return list;
}

/// The id of the job that `word` means, and the slots it was started with.
std::pair<std::string, std::string> find(const std::string& store, const std::string& word) {
  return ask(store, [&](const History& history) {
    const JobId id = history.find(word);
    return std::pair(to_string(id), history.record(id).slots);
  });
}

/// Each event as a line of JSON.
py::list events(const std::string& store, const std::string& word) {
  const auto lines = ask(store, [&](const History& history) {
    const JobId id = history.find(word);
    const JobGraphs graphs = history.status(id).graphs();
    std::vector<std::string> texts;
    for (const Event& event : history.events(id)) texts.push_back(json_line(event, graphs));
    return texts;
  });
  py::list list;
  for (const auto& line : lines) list.append(to_str(line));
  return list;
}

}  // namespace

void bind_history(py::module_& module) {
  module.def("jobs", jobs);
  module.def("find", find);
  module.def("events", events);
}

}  // namespace headway::python

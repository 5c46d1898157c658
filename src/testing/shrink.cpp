// Making a failing scenario smaller, a part at a time, until no part can go.
#include <headway/testing/simulation.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0::testing {

namespace {

/// The scenarios that are smaller by one part.
std::vector<Scenario> smaller_than(const Scenario& scenario) {
  std::vector<Scenario> smaller;
  for (std::size_t i = 0; i < scenario.incidents.size(); ++i) {
    smaller.push_back(scenario);
    smaller.back().incidents.erase(smaller.back().incidents.begin() +
                                   static_cast<std::ptrdiff_t>(i));
  }
  if (!scenario.kills.empty()) {
    smaller.push_back(scenario);
    smaller.back().kills.pop_back();
  }
  for (std::size_t i = 0; i < fault_count; ++i) {
    const auto fault = static_cast<Fault>(i);
    if (!scenario.faults.has(fault)) continue;
    smaller.push_back(scenario);
    smaller.back().faults.drop(fault);
  }
  return smaller;
}

/// A list of edges without the one from `task`, and without the key once the list is empty.
void drop_edge(std::string& line, const std::string& task) {
  const std::string opening = ", depends_on: {";
  const std::size_t list = line.find(opening);
  if (list == std::string::npos) return;
  const std::size_t first = list + opening.size();
  const std::size_t edge = line.find(task + ": ", first);
  if (edge == std::string::npos) return;
  const std::size_t end = line.find_first_of(",}", edge);
  if (edge == first && line[end] == '}') {
    line.erase(list, end + 1 - list);
  } else if (edge == first) {
    line.erase(edge, end + 2 - edge);
  } else {
    line.erase(edge - 2, end + 2 - edge);
  }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    lines.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return lines;
}

/// `t3` of a line `  t3: {…}`, a task; empty for any other line.
std::string task_in(const std::string& line) {
  if (!line.starts_with("  ")) return {};
  return line.substr(2, line.find(':') - 2);
}

/// The scenarios whose pipeline has a task less, a line each as random pipelines have them.
std::vector<Scenario> with_fewer_tasks(const Scenario& scenario) {
  std::vector<Scenario> smaller;
  const std::vector<std::string> lines = lines_of(scenario.pipeline);
  for (std::size_t gone = 0; gone < lines.size(); ++gone) {
    const std::string task = task_in(lines[gone]);
    if (task.empty()) continue;
    smaller.push_back(scenario);
    smaller.back().pipeline.clear();
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (i == gone) continue;
      std::string line = lines[i];
      drop_edge(line, task);
      smaller.back().pipeline += line;
    }
  }
  return smaller;
}

}  // namespace

Scenario shrink(Scenario scenario, const std::function<bool(const Scenario&)>& fails) {
  for (bool smaller = true; smaller;) {
    smaller = false;
    auto candidates = smaller_than(scenario);
    for (Scenario& fewer : with_fewer_tasks(scenario)) candidates.push_back(std::move(fewer));
    for (Scenario& candidate : candidates) {
      if (!fails(candidate)) continue;
      scenario = std::move(candidate);
      smaller = true;
      break;
    }
  }
  return scenario;
}

}  // namespace headway::inline v0::testing

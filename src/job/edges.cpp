// Edges: written, implied by references, and cycles among them.
#include "checks.hpp"
#include "edge_list.hpp"
#include "key_check.hpp"

#include <headway/job/graph.hpp>

#include <algorithm>

namespace headway::inline v0 {
namespace {

constexpr std::size_t longest_shown_cycle = 12;

class EdgeCheck {
 public:
  EdgeCheck(CheckedGraph& graph, Findings& findings)
      : graph_(graph),
        findings_(findings),
        edges_(graph.tasks().size()),
        keys_(graph, &edges_, findings) {}

  std::vector<std::vector<JobEdge>> all() {
    std::vector<std::vector<JobEdge>> predecessors;
    predecessors.reserve(graph_.tasks().size());
    for (std::uint32_t t = 0; t < graph_.tasks().size(); ++t) {
      edges_.begin(t);
      written(graph_.task(t), t);
      keys_.task(t);
      predecessors.push_back(edges_.take());
    }
    cycles(predecessors);
    return predecessors;
  }

 private:
  void refuse(const Task& task, const Dependency& dependency, std::string_view code,
              std::string message, std::string note, std::vector<std::string> candidates = {}) {
    findings_.add(
        {.code = std::string(code),
         .message = std::move(message),
         .span = dependency.span,
         .path = Where{"tasks", task.name, "depends_on"}.text(),
         .notes = note.empty() ? std::vector<std::string>{} : std::vector{std::move(note)},
         .candidates = std::move(candidates)});
  }

  void written(const Task& task, std::uint32_t number) {
    for (const Dependency& dependency : task.depends_on) {
      const auto source = graph_.find(dependency.task);
      if (!source) {
        unknown(task, dependency);
      } else if (*source == number) {
        refuse(task, dependency, "self-dependency",
               "the task " + quoted(task.name) + " depends on itself", "it would wait for ever");
      } else if (!edges_.add(*source, dependency.condition)) {
        refuse(task, dependency, "duplicate-dependency",
               quoted(task.name) + " depends on " + quoted(dependency.task) + " twice",
               "write it once, with the condition that is meant");
      }
    }
  }

  /// A task around this graph is no predecessor, and it is told why.
  void unknown(const Task& task, const Dependency& dependency) {
    const CheckedGraph* outer = graph_.outer();
    const bool around = outer != nullptr && outer->find(dependency.task);
    if (!around) {
      refuse(task, dependency, "unknown-task", "there is no task " + quoted(dependency.task), {},
             findings_.candidates(dependency.task, graph_.tasks()));
    } else if (graph_.names() == GraphNames::round) {
      refuse(task, dependency, "name-not-available",
             "the task " + quoted(dependency.task) +
                 " stands outside of this repeat, which sees its own tasks",
             "let the repeat depend on it");
    } else {
      refuse(task, dependency, "name-not-available",
             quoted(task.name) + " comes when all tasks have ended, " + quoted(dependency.task) +
                 " among them",
             "leave it out; what the task gave can be read without an edge");
    }
  }

  void cycles(const std::vector<std::vector<JobEdge>>& predecessors) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
    for (std::uint32_t t = 0; t < predecessors.size(); ++t) {
      for (const JobEdge& edge : predecessors[t]) edges.emplace_back(edge.task.value, t);
    }
    const auto size = static_cast<std::uint32_t>(predecessors.size());
    for (const auto& cycle : find_cycles(make_graph(size, edges))) tell(cycle);
  }

  void tell(const std::vector<std::uint32_t>& cycle) {
    const Task& first = graph_.task(cycle.front());
    const Task& last = graph_.task(cycle.back());
    findings_.add({.code = "cycle",
                   .message = "these tasks wait for each other: " + path_of(cycle) + first.name,
                   .span = span_of_edge(first, last),
                   .path = Where{"tasks", first.name}.text(),
                   .notes = {"each waits for the one before it; take one of the edges away"}});
  }

  [[nodiscard]] std::string path_of(const std::vector<std::uint32_t>& cycle) const {
    std::string path;
    const std::size_t shown = std::min(cycle.size(), longest_shown_cycle);
    for (std::size_t i = 0; i < shown; ++i) path += graph_.task(cycle[i]).name + " -> ";
    if (shown < cycle.size()) path += "… (" + std::to_string(cycle.size() - shown) + " more) -> ";
    return path;
  }

  /// Where the edge is written; the task itself where a reference implies it.
  static const SourceSpan& span_of_edge(const Task& task, const Task& source) {
    for (const Dependency& dependency : task.depends_on) {
      if (dependency.task == source.name) return dependency.span;
    }
    return task.span;
  }

  CheckedGraph& graph_;
  Findings& findings_;
  EdgeList edges_;
  KeyCheck keys_;
};

}  // namespace

std::vector<std::vector<JobEdge>> check_edges(CheckedGraph& graph, Findings& findings) {
  return EdgeCheck(graph, findings).all();
}

}  // namespace headway::inline v0

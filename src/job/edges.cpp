// Edges: written, implied by references, and cycles among them.
#include "checks.hpp"
#include "references.hpp"

#include <headway/job/graph.hpp>

#include <variant>

namespace headway::inline v0 {
namespace {

class EdgeCheck {
 public:
  EdgeCheck(const PipelineIndex& index, GraphNames names, Findings& findings)
      : index_(index),
        pipeline_(index.pipeline()),
        names_(names),
        findings_(findings),
        edges_(index.pipeline().tasks.size()),
        resolver_(index, edges_, findings) {}

  std::vector<std::vector<JobEdge>> all() {
    resolver_.enter({Place::Kind::defaults});
    settings(pipeline_.defaults, {"defaults"});
    std::vector<std::vector<JobEdge>> predecessors;
    predecessors.reserve(pipeline_.tasks.size());
    for (std::uint32_t t = 0; t < pipeline_.tasks.size(); ++t) {
      edges_.begin(t);
      resolver_.enter({Place::Kind::task, t});
      written(pipeline_.tasks[t], t);
      references(pipeline_.tasks[t]);
      predecessors.push_back(edges_.take());
    }
    resolver_.enter({Place::Kind::job_outputs});
    for (const ComputedOutput& output : pipeline_.outputs) {
      resolver_.text(output.expression, {"outputs", output.name});
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
      const auto source = index_.task(dependency.task);
      if (!source) {
        refuse(task, dependency, "unknown-task", "there is no task " + quoted(dependency.task), {},
               findings_.candidates(dependency.task, pipeline_.tasks));
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

  /// In the order of the reference's table, so that equal pipelines have equal edges.
  void references(const Task& task) {
    if (const auto* command = std::get_if<CommandBody>(&task.body)) {
      for (std::size_t i = 0; i < command->argv.size(); ++i) {
        resolver_.text(command->argv[i], {.first = "tasks",
                                          .second = task.name,
                                          .third = "command",
                                          .index = static_cast<int>(i)});
      }
    }
    if (const auto* call = std::get_if<CallBody>(&task.body)) {
      resolver_.text(call->target, {"tasks", task.name, "call"});
    }
    arguments(task.inputs, {"tasks", task.name, "inputs"});
    arguments(task.config, {"tasks", task.name, "config"});
    settings(task.settings, {"tasks", task.name});
  }

  void arguments(const std::vector<Input>& arguments, Where where) {
    for (const Input& argument : arguments) {
      where.fourth = argument.name;
      resolver_.value(argument.value.value, argument.value.span, where);
    }
  }

  void settings(const SessionSettings& settings, const Where& owner) {
    Where where = owner;
    for (const auto& [name, value] : settings.env) {
      if (!value.given()) continue;
      (owner.second.empty() ? where.second : where.third) = "env";
      (owner.second.empty() ? where.third : where.fourth) = name;
      resolver_.text({*value, value.span()}, where);
    }
    if (!settings.workdir.given()) return;
    where = owner;
    (owner.second.empty() ? where.second : where.third) = "workdir";
    workdir({*settings.workdir, settings.workdir.span()}, where);
  }

  void workdir(const Text& folder, const Where& where) {
    using Kind = ExpressionType::Kind;
    const auto type = resolver_.text_type(folder, where);
    if (!type) return;
    const bool is_path = type->kind == Kind::string || type->kind == Kind::directory ||
                         type->kind == Kind::enumeration || type->kind == Kind::json;
    if (is_path) return;
    findings_.add({.code = "wrong-type",
                   .message = "a workdir is a folder, and " + folder.value + " is of type " +
                              to_string(*type),
                   .span = folder.span,
                   .path = where.text(),
                   .notes = {"it may be a string or a directory"}});
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
    std::string path;
    for (std::uint32_t task : cycle) path += pipeline_.tasks[task].name + " -> ";
    const Task& first = pipeline_.tasks[cycle.front()];
    const Task& last = pipeline_.tasks[cycle.back()];
    Diagnostic finding{.code = "cycle",
                       .message = "these tasks wait for each other: " + path + first.name,
                       .span = span_of_edge(first, last),
                       .path = Where{"tasks", first.name}.text(),
                       .notes = {"each waits for the one before it; take one of the edges away"}};
    findings_.add(std::move(finding));
  }

  /// Where the edge is written; the task itself where a reference implies it.
  static const SourceSpan& span_of_edge(const Task& task, const Task& source) {
    for (const Dependency& dependency : task.depends_on) {
      if (dependency.task == source.name) return dependency.span;
    }
    return task.span;
  }

  const PipelineIndex& index_;
  const Pipeline& pipeline_;
  GraphNames names_;
  Findings& findings_;
  EdgeList edges_;
  Resolver resolver_;
};

}  // namespace

std::vector<std::vector<JobEdge>> check_edges(const PipelineIndex& index, GraphNames names,
                                              Findings& findings) {
  return EdgeCheck(index, names, findings).all();
}

}  // namespace headway::inline v0

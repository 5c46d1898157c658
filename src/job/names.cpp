// Names: legal, unique, and apart from each other as environment variables.
#include "checks.hpp"

#include <headway/base/name.hpp>

#include <string>
#include <unordered_map>

namespace headway::inline v0 {
namespace {

/// The names of one list. Borrows what it is given until it is gone.
class NameCheck {
 public:
  /// `prefix`: of the variable a name becomes; empty when it becomes none.
  NameCheck(std::string_view kind, Where where, std::string_view prefix, Findings& findings)
      : kind_(kind), where_(where), prefix_(prefix), findings_(findings) {}

  void add(std::string_view name, const SourceSpan& span) {
    const bool task = kind_ == "task";
    if (!(task ? is_task_name(name) : is_name(name))) illegal(name, span);
    const auto [first, fresh] = seen_.emplace(key_of(name), name);
    if (fresh) return;
    if (first->second == name) {
      findings_.add({.code = "duplicate-name",
                     .message = "there are two " + std::string(kind_) + "s " + quoted(name),
                     .span = span,
                     .path = path_of(name)});
    } else {
      collides(first->second, name, span);
    }
  }

 private:
  [[nodiscard]] std::string key_of(std::string_view name) const {
    return prefix_.empty() ? std::string(name) : environment_name(name);
  }

  [[nodiscard]] std::string path_of(std::string_view name) const {
    return where_.text() + '.' + std::string(name);
  }

  void illegal(std::string_view name, const SourceSpan& span) {
    const bool task = kind_ == "task";
    const bool vowel = std::string_view("aio").find(kind_.front()) != std::string_view::npos;
    findings_.add(
        {.code = "illegal-name",
         .message = quoted(name) + " cannot name " + (vowel ? "an " : "a ") + std::string(kind_),
         .span = span,
         .path = path_of(name),
         .notes = {std::string("a name has letters, digits, \"_\"") + (task ? " and \"-\"" : "") +
                   ", begins with a letter or \"_\", and is at most 63 long"}});
  }

  void collides(std::string_view other, std::string_view name, const SourceSpan& span) {
    findings_.add({.code = "colliding-names",
                   .message = "the " + std::string(kind_) + "s " + quoted(other) + " and " +
                              quoted(name) + " become the same environment variable",
                   .span = span,
                   .path = path_of(name),
                   .notes = {"both are " + std::string(prefix_) + environment_name(name) +
                             "; rename one of them"}});
  }

  std::string_view kind_;
  Where where_;
  std::string_view prefix_;
  Findings& findings_;
  std::unordered_map<std::string, std::string_view> seen_;  // its key -> the first of that key
};

void check_names(const Task& task, Findings& findings) {
  NameCheck inputs("input", {"tasks", task.name, "inputs"}, {}, findings);
  for (const Input& input : task.inputs) inputs.add(input.name, input.value.span);
  NameCheck outputs("output", {"tasks", task.name, "outputs"}, {}, findings);
  for (const OutputDeclaration& output : task.outputs) outputs.add(output.name, output.span);
  if (!task.matrix) return;
  NameCheck axes("axis", {"tasks", task.name, "matrix.axes"}, "HEADWAY_MATRIX_", findings);
  for (const Axis& axis : task.matrix->axes) axes.add(axis.name, axis.span);
}

}  // namespace

void check_names(const Pipeline& pipeline, Findings& findings) {
  NameCheck params("param", {"params"}, "HEADWAY_PARAM_", findings);
  for (const Param& param : pipeline.params) params.add(param.name, param.span);
  NameCheck secrets("secret", {"secrets"}, {}, findings);
  for (const Secret& secret : pipeline.secrets) secrets.add(secret.name, secret.reference.span);
  NameCheck slots("slot", {"limits.slots"}, {}, findings);
  for (const auto& [slot, quantity] : pipeline.limits.slots) slots.add(slot, quantity.span);
  NameCheck outputs("output", {"outputs"}, {}, findings);
  for (const ComputedOutput& output : pipeline.outputs)
    outputs.add(output.name, output.expression.span);
}

void check_task_names(const Pipeline& pipeline, Findings& findings) {
  NameCheck tasks("task", {"tasks"}, "HEADWAY_INPUT_", findings);
  for (const Task& task : pipeline.tasks) tasks.add(task.name, task.span);
  for (const Task& task : pipeline.on_failure) tasks.add(task.name, task.span);
  for (const Task& task : pipeline.finally) tasks.add(task.name, task.span);
  for (const Task& task : pipeline.tasks) check_names(task, findings);
}

}  // namespace headway::inline v0

// Names: legal, unique, and apart from each other as environment variables.
#include "checks.hpp"

#include <headway/base/name.hpp>

#include <string>
#include <unordered_map>
#include <unordered_set>

namespace headway::inline v0 {
namespace {

/// The names of one list, or of several that share their names. Borrows what it is given until it
/// is gone.
class NameCheck {
 public:
  /// `prefix`: of the variable a name becomes; empty when it becomes none.
  NameCheck(std::string_view kind, Where where, std::string_view prefix, Findings& findings)
      : kind_(kind), where_(where), prefix_(prefix), findings_(findings) {}

  void add(std::string_view name, const SourceSpan& span) {
    const bool task = kind_ == "task";
    if (!(task ? is_task_name(name) : is_name(name))) illegal(name, span);
    if (!names_.insert(name).second) {
      findings_.add({.code = "duplicate-name",
                     .message = "there are two " + kinds() + ' ' + quoted(name),
                     .span = span,
                     .path = where_.child(name).text()});
    } else if (!prefix_.empty()) {
      const auto [first, fresh] = variables_.emplace(environment_name(name), name);
      if (!fresh) collides(first->second, name, span);
    }
  }

  void reserve(std::size_t names) {
    names_.reserve(names);
    if (!prefix_.empty()) variables_.reserve(names);
  }

  /// What follows stands in another list, whose variables are apart from those before.
  void enter(Where where) {
    where_ = where;
    variables_.clear();
  }

 private:
  [[nodiscard]] std::string kinds() const {
    return kind_ == "axis" ? "axes" : std::string(kind_) + 's';
  }

  void illegal(std::string_view name, const SourceSpan& span) {
    const bool task = kind_ == "task";
    const bool vowel = std::string_view("aio").find(kind_.front()) != std::string_view::npos;
    findings_.add(
        {.code = "illegal-name",
         .message = quoted(name) + " cannot name " + (vowel ? "an " : "a ") + std::string(kind_),
         .span = span,
         .path = where_.child(name).text(),
         .notes = {std::string("a name has letters, digits, \"_\"") + (task ? " and \"-\"" : "") +
                   ", begins with a letter or \"_\", and is at most 63 long"}});
  }

  void collides(std::string_view other, std::string_view name, const SourceSpan& span) {
    findings_.add({.code = "colliding-names",
                   .message = "the " + kinds() + ' ' + quoted(other) + " and " + quoted(name) +
                              " become the same environment variable",
                   .span = span,
                   .path = where_.child(name).text(),
                   .notes = {"both are " + std::string(prefix_) + environment_name(name) +
                             "; rename one of them"}});
  }

  std::string_view kind_;
  Where where_;
  std::string_view prefix_;
  Findings& findings_;
  std::unordered_set<std::string_view> names_;
  std::unordered_map<std::string, std::string_view> variables_;  // -> the first that becomes it
};

}  // namespace

void check_variable(const std::string& name, const SourceSpan& span, const Where& where,
                    Findings& findings) {
  const bool devices = name == "CUDA_VISIBLE_DEVICES";
  if (!devices && !name.starts_with("HEADWAY_")) return;
  findings.add({.code = "reserved-name",
                .message = "the variable " + quoted(name) + " belongs to headway",
                .span = span,
                .path = where.text(),
                .notes = {devices ? "it names the devices that were granted; ask for some with "
                                    "resources: {gpu: 1}"
                                  : "names that begin with HEADWAY_ are set by headway; choose "
                                    "another"}});
}

void check_names(const Task& task, Findings& findings) {
  NameCheck inputs("input", {"tasks", task.name, "inputs"}, {}, findings);
  for (const Input& input : task.inputs) inputs.add(input.name, input.value.span);
  NameCheck config("argument", {"tasks", task.name, "config"}, {}, findings);
  for (const Input& input : task.config) config.add(input.name, input.value.span);
  NameCheck outputs("output", {"tasks", task.name, "outputs"}, {}, findings);
  for (const OutputDeclaration& output : task.outputs) outputs.add(output.name, output.span);
  if (const auto* repeat = std::get_if<RepeatBody>(&task.body)) {
    NameCheck given("output", {"tasks", task.name, "repeat", "outputs"}, {}, findings);
    for (const ComputedOutput& output : repeat->outputs)
      given.add(output.name, output.expression.span);
  }
  if (!task.matrix) return;
  NameCheck axes("axis", {"tasks", task.name, "matrix.axes"}, "HEADWAY_MATRIX_", findings);
  for (const Axis& axis : task.matrix->axes) axes.add(axis.name, axis.span);
}

void check_names(const Pipeline& pipeline, Findings& findings) {
  NameCheck params("param", {"params"}, "HEADWAY_PARAM_", findings);
  for (const Param& param : pipeline.params) params.add(param.name, param.span);
  NameCheck secrets("secret", {"secrets"}, {}, findings);
  for (const Secret& secret : pipeline.secrets) {
    secrets.add(secret.name, secret.reference.span);
    check_variable(secret.name, secret.reference.span, {"secrets", secret.name}, findings);
  }
  NameCheck slots("slot", {"limits.slots"}, {}, findings);
  for (const auto& [slot, quantity] : pipeline.limits.slots) slots.add(slot, quantity.span);
  NameCheck outputs("output", {"outputs"}, {}, findings);
  for (const ComputedOutput& output : pipeline.outputs)
    outputs.add(output.name, output.expression.span);
}

void check_task_names(const Pipeline& pipeline, Findings& findings) {
  NameCheck tasks("task", {"tasks"}, "HEADWAY_INPUT_", findings);
  tasks.reserve(pipeline.tasks.size());
  for (const Task& task : pipeline.tasks) tasks.add(task.name, task.span);
  tasks.enter({"on_failure"});
  for (const Task& task : pipeline.on_failure) tasks.add(task.name, task.span);
  tasks.enter({"finally"});
  for (const Task& task : pipeline.finally) tasks.add(task.name, task.span);
}

void check_task_names(const std::vector<Task>& body, Findings& findings) {
  NameCheck tasks("task", {"tasks"}, "HEADWAY_INPUT_", findings);
  for (const Task& task : body) tasks.add(task.name, task.span);
}

}  // namespace headway::inline v0

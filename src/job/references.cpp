// Resolving references: params, matrix, job, outputs of tasks.
#include "references.hpp"

#include <algorithm>

namespace headway::inline v0 {
namespace {

constexpr std::string_view later[] = {"item", "item_index", "round", "resources", "secrets"};

}  // namespace

struct Resolver::Use {
  const Expression& reference;
  const Text& text;
  const Where& where;
  [[nodiscard]] const std::string& word(std::size_t i) const { return reference.path[i]; }
  [[nodiscard]] std::size_t size() const { return reference.path.size(); }
};

const Task* Resolver::task() const { return task_ ? &index_.pipeline().tasks[*task_] : nullptr; }

std::nullopt_t Resolver::refuse(const Use& use, std::string_view code, std::string message,
                                std::string note, std::vector<std::string> candidates) {
  findings_.add({.code = std::string(code),
                 .message = std::move(message),
                 .span = span_within(use.text, use.reference.offset, use.reference.length),
                 .path = use.where.text(),
                 .notes = note.empty() ? std::vector<std::string>{} : std::vector{std::move(note)},
                 .candidates = std::move(candidates)});
  return std::nullopt;
}

void Resolver::text(const Text& text, const Where& where) {
  if (text.value.find("${{") == std::string::npos) return;
  Diagnostics parsing;
  const Template pieces = parse_template(text, parsing);
  findings_.add(parsing, where);
  for (const auto& piece : pieces.pieces) {
    if (const auto* reference = std::get_if<Expression>(&piece)) resolve({*reference, text, where});
  }
}

std::optional<Type> Resolver::type_of(const Text& text, const Where& where) {
  Diagnostics ignored;
  const Template pieces = parse_template(text, ignored);
  if (const auto* reference = pieces.single(); reference && ignored.empty()) {
    return resolve({*reference, text, where});
  }
  this->text(text, where);
  return Type{Type::Kind::string};
}

void Resolver::value(const Value& value, const SourceSpan& span, const Where& where) {
  if (const auto* string = value.get_if<std::string>()) text({*string, span}, where);
  if (const auto* list = value.get_if<Value::List>()) {
    for (const Value& element : *list) this->value(element, span, where);
  }
  if (const auto* map = value.get_if<Value::Map>()) {
    for (const auto& [name, element] : *map) this->value(element, span, where);
  }
}

std::optional<Type> Resolver::resolve(const Use& use) {
  const std::string& root = use.word(0);
  if (root == "params") return param(use);
  if (root == "matrix") return axis(use);
  if (root == "job") return job(use);
  if (root == "tasks") return output(use);
  if (std::find(std::begin(later), std::end(later), root) != std::end(later)) {
    return refuse(use, "expression-not-supported",
                  quoted(root) + " in an expression is not supported yet",
                  root == "secrets" ? "list the secret under the task's secrets: it arrives as the "
                                      "variable of its name"
                                    : "supported now: params, matrix, tasks, job");
  }
  return refuse(use, "unknown-name", "there is no name " + quoted(root) + " in expressions",
                "names are params.x, matrix.x, tasks.x.outputs.y, job.id, job.name",
                meant_by(root));
}

/// A bare name of a param or an axis, or a root misspelled.
std::vector<std::string> Resolver::meant_by(const std::string& root) const {
  if (index_.param(root)) return {"params." + root};
  if (task() && task()->matrix) {
    for (const Axis& axis : task()->matrix->axes) {
      if (axis.name == root) return {"matrix." + root};
    }
  }
  return closest(root, {"params", "matrix", "tasks", "job"});
}

std::optional<Type> Resolver::param(const Use& use) {
  if (use.size() < 2) {
    return refuse(use, "unknown-param", "\"params\" alone is no value", "name one: params.x");
  }
  const Param* param = index_.param(use.word(1));
  if (!param) {
    return refuse(use, "unknown-param", "there is no param " + quoted(use.word(1)),
                  "params are declared at the top of the file",
                  findings_.candidates(use.word(1), index_.pipeline().params));
  }
  if (use.size() == 2) return param->type;
  return refuse(use, "expression-not-supported",
                "looking into the value of a param is not supported yet",
                "pass the whole param, and look into it in the task");
}

std::optional<Type> Resolver::axis(const Use& use) {
  if (!task() || !task()->matrix) {
    return refuse(use, "name-not-available",
                  "\"matrix\" has no meaning here: " +
                      (task() ? "the task " + quoted(task()->name) + " has no matrix"
                              : std::string("this belongs to no task")),
                  "matrix.x is the value of an axis of the task's own matrix");
  }
  const auto& axes = task()->matrix->axes;
  if (use.size() < 2) {
    return refuse(use, "unknown-axis", "\"matrix\" alone is no value", "name an axis: matrix.x");
  }
  const auto axis = std::find_if(axes.begin(), axes.end(),
                                 [&](const Axis& known) { return known.name == use.word(1); });
  if (axis == axes.end()) {
    return refuse(use, "unknown-axis",
                  "the matrix of " + quoted(task()->name) + " has no axis " + quoted(use.word(1)),
                  "the axes are those under matrix.axes", findings_.candidates(use.word(1), axes));
  }
  if (use.size() > 2) {
    return refuse(use, "expression-not-supported", "a value of an axis has no parts", {});
  }
  const auto* values = std::get_if<Value::List>(&axis->values);
  const Type list = values ? headway::type_of(Value(*values)) : Type{Type::Kind::json};
  return list.kind == Type::Kind::list ? list.element.front() : Type{Type::Kind::json};
}

std::optional<Type> Resolver::job(const Use& use) {
  if (use.size() == 2 && (use.word(1) == "id" || use.word(1) == "name")) {
    return Type{Type::Kind::string};
  }
  const bool later_on =
      use.size() == 2 && (use.word(1) == "state" || use.word(1) == "first_failure");
  return refuse(use, later_on ? "expression-not-supported" : "unknown-name",
                quoted(to_string(use.reference)) +
                    (later_on ? " is not supported yet" : " is not known of a job"),
                "a job has job.id and job.name");
}

std::optional<Type> Resolver::output(const Use& use) {
  if (!tasks_allowed_ && !task_) {
    return refuse(use, "name-not-available",
                  "\"tasks\" has no meaning in the defaults, which hold for every task",
                  "write it in the task that reads the output");
  }
  if (use.size() < 2) {
    return refuse(use, "unknown-task", "\"tasks\" alone is no value",
                  "name an output: tasks.x.outputs.y");
  }
  const auto source = index_.task(use.word(1));
  if (!source) {
    return refuse(use, "unknown-task", "there is no task " + quoted(use.word(1)), {},
                  findings_.candidates(use.word(1), index_.pipeline().tasks));
  }
  if (source == task_) {
    return refuse(use, "self-dependency",
                  "the task " + quoted(use.word(1)) + " reads its own outputs",
                  "they exist only once it has ended");
  }
  if (use.size() > 2 && use.word(2) != "outputs") {
    const bool later_on =
        use.word(2) == "state" || use.word(2) == "cause" || use.word(2) == "instances";
    return refuse(use, later_on ? "expression-not-supported" : "unknown-name",
                  quoted(to_string(use.reference)) +
                      (later_on ? " is not supported yet" : " is not known of a task"),
                  "a task has tasks.x.outputs.y", closest(use.word(2), {"outputs"}));
  }
  if (use.size() != 4) {
    return refuse(use, use.size() < 4 ? "unknown-output" : "expression-not-supported",
                  quoted(to_string(use.reference)) +
                      (use.size() < 4 ? " names no output"
                                      : " looks into an output, which is not supported yet"),
                  "name a whole output: tasks." + use.word(1) + ".outputs.y");
  }
  return output_of(use, *source);
}

std::optional<Type> Resolver::output_of(const Use& use, std::uint32_t source) {
  const Task& producer = index_.pipeline().tasks[source];
  if (task_) edges_.add(source, EdgeCondition::succeeded);
  const auto declared =
      std::find_if(producer.outputs.begin(), producer.outputs.end(),
                   [&](const OutputDeclaration& known) { return known.name == use.word(3); });
  if (declared == producer.outputs.end()) {
    return refuse(use, "unknown-output",
                  "the task " + quoted(producer.name) + " has no output " + quoted(use.word(3)),
                  producer.outputs.empty()
                      ? "it declares none: outputs: {" + use.word(3) + ": json}"
                      : std::string(),
                  findings_.candidates(use.word(3), producer.outputs));
  }
  const auto condition = task_ ? edges_.condition(source) : EdgeCondition::completed;
  if (condition == EdgeCondition::failed && !producer.matrix) {
    return refuse(
        use, "output-of-failed-task",
        "a task that starts when " + quoted(producer.name) + " has failed cannot read its outputs",
        "only a task that succeeded has outputs; wait for \"completed\" to read them where "
        "there are any");
  }
  const auto& allowed =
      producer.settings.allow_failure.or_else(index_.pipeline().defaults.allow_failure);
  const bool may_miss = condition != EdgeCondition::succeeded || allowed.value_or(false);
  const bool wrap = may_miss && declared->type.kind != Type::Kind::optional;
  Type type = wrap ? optional_of(declared->type) : declared->type;
  return producer.matrix ? list_of(std::move(type)) : type;
}

}  // namespace headway::inline v0

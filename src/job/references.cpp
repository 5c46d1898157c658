// Resolving references: params, matrix, job, outputs of tasks.
#include "references.hpp"

#include <algorithm>

namespace headway::inline v0 {
namespace {

constexpr std::string_view later[] = {"item", "item_index", "round", "resources", "secrets"};

Diagnostic wrong(std::string_view code, std::string message, std::string note,
                 std::vector<std::string> candidates = {}) {
  Diagnostic finding{.code = std::string(code),
                     .message = std::move(message),
                     .candidates = std::move(candidates)};
  if (!note.empty()) finding.notes.push_back(std::move(note));
  return finding;
}

Diagnostic not_yet(std::string_view subject, std::string note) {
  return wrong("expression-not-supported",
               quoted(subject) + " in an expression is not supported yet", std::move(note));
}

}  // namespace

const Task* Resolver::task() const {
  return place_.kind == Place::Kind::task ? &index_.pipeline().tasks[place_.task] : nullptr;
}

std::optional<ExpressionType> Resolver::text_type(const Text& text, const Where& where) {
  const ExpressionType string{ExpressionType::Kind::string};
  if (text.value.find("${{") == std::string::npos) return string;
  Diagnostics found;
  const Template pieces = parse_template(text, found);
  ExpressionType last = string;
  for (const auto& piece : pieces.pieces) {
    if (const auto* expression = std::get_if<Expression>(&piece)) {
      last = check(*expression, *this, found);
    }
  }
  findings_.add(found, where);
  if (!found.empty()) return {};
  return pieces.single() ? last : string;
}

std::optional<ExpressionType> Resolver::expression_type(const Text& text, const Where& where) {
  Diagnostics found;
  std::optional<ExpressionType> type;
  if (const auto expression = parse_expression(text, found))
    type = check(*expression, *this, found);
  findings_.add(found, where);
  return found.empty() ? type : std::nullopt;
}

void Resolver::condition(const Text& text, const Where& where) {
  Diagnostics found;
  if (const auto expression = parse_expression(text, found)) {
    check_condition(*expression, *this, found);
  }
  findings_.add(found, where);
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

std::variant<TypedName, Diagnostic> Resolver::type_of(std::span<const std::string> path) {
  const std::string& root = path[0];
  if (root == "params") return param(path);
  if (root == "matrix") return axis(path);
  if (root == "job") return job(path);
  if (root == "tasks") return output(path);
  if (std::find(std::begin(later), std::end(later), root) != std::end(later)) {
    return not_yet(root, root == "secrets" ? "list the secret under the task's secrets: it arrives "
                                             "as the variable of its name"
                                           : "supported now: params, matrix, tasks, job");
  }
  return wrong("unknown-name", "there is no name " + quoted(root) + " in expressions",
               "names are params.x, matrix.x, tasks.x.outputs.y, job.id, job.name", meant_by(root));
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

Resolver::Answer Resolver::param(Path path) {
  if (path.size() < 2) {
    return wrong("unknown-param", "\"params\" alone is no value", "name one: params.x");
  }
  if (const Param* param = index_.param(path[1])) return TypedName{param->type, 2};
  return wrong("unknown-param", "there is no param " + quoted(path[1]),
               "params are declared at the top of the file",
               findings_.candidates(path[1], index_.pipeline().params));
}

Resolver::Answer Resolver::axis(Path path) {
  if (!task() || !task()->matrix) {
    return wrong("name-not-available",
                 "\"matrix\" has no meaning here: " +
                     (task() ? "the task " + quoted(task()->name) + " has no matrix"
                             : std::string("this belongs to no task")),
                 "matrix.x is the value of an axis of the task's own matrix");
  }
  const auto& axes = task()->matrix->axes;
  if (path.size() < 2) {
    return wrong("unknown-axis", "\"matrix\" alone is no value", "name an axis: matrix.x");
  }
  const auto axis = std::find_if(axes.begin(), axes.end(),
                                 [&](const Axis& known) { return known.name == path[1]; });
  if (axis == axes.end()) {
    return wrong("unknown-axis",
                 "the matrix of " + quoted(task()->name) + " has no axis " + quoted(path[1]),
                 "the axes are those under matrix.axes", findings_.candidates(path[1], axes));
  }
  const auto* values = std::get_if<Value::List>(&axis->values);
  const Type list = values ? headway::type_of(Value(*values)) : Type{Type::Kind::json};
  const bool typed = list.kind == Type::Kind::list;
  return TypedName{typed ? ExpressionType(list.element.front()) : ExpressionType(), 2};
}

Resolver::Answer Resolver::job(Path path) {
  const std::string word = path.size() > 1 ? path[1] : std::string();
  if (word == "id" || word == "name") return TypedName{ExpressionType::Kind::string, 2};
  const std::string note = "a job has job.id and job.name";
  if (word == "state" || word == "first_failure") return not_yet(to_string(path), note);
  return wrong("unknown-name", quoted(to_string(path)) + " is not known of a job", note);
}

Resolver::Answer Resolver::output(Path path) {
  if (place_.kind == Place::Kind::defaults) {
    return wrong("name-not-available",
                 "\"tasks\" has no meaning in the defaults, which hold for every task",
                 "write it in the task that reads the output");
  }
  if (path.size() < 2) {
    return wrong("unknown-task", "\"tasks\" alone is no value",
                 "name an output: tasks.x.outputs.y");
  }
  const auto source = index_.task(path[1]);
  if (!source) {
    const bool may_have_dash = path.size() == 2;
    return wrong("unknown-task", "there is no task " + quoted(path[1]),
                 may_have_dash ? "a task with \"-\" in its name is written tasks[\"my-task\"]" : "",
                 findings_.candidates(path[1], index_.pipeline().tasks));
  }
  if (place_.kind == Place::Kind::task && *source == place_.task) {
    return wrong("self-dependency", "the task " + quoted(path[1]) + " reads its own outputs",
                 "they exist only once it has ended");
  }
  if (path.size() > 2 && path[2] != "outputs") {
    const bool later_on = path[2] == "state" || path[2] == "cause" || path[2] == "instances";
    const std::string note = "a task has tasks.x.outputs.y";
    if (later_on) return not_yet(to_string(path), note);
    return wrong("unknown-name", quoted(to_string(path)) + " is not known of a task", note,
                 closest(path[2], {"outputs"}));
  }
  if (path.size() < 4) {
    return wrong("unknown-output", quoted(to_string(path)) + " names no output",
                 "name a whole output: tasks." + path[1] + ".outputs.y");
  }
  return output_of(path, *source);
}

Resolver::Answer Resolver::output_of(Path path, std::uint32_t source) {
  const Task& producer = index_.pipeline().tasks[source];
  if (task()) edges_.add(source, EdgeCondition::succeeded);
  const auto declared =
      std::find_if(producer.outputs.begin(), producer.outputs.end(),
                   [&](const OutputDeclaration& known) { return known.name == path[3]; });
  if (declared == producer.outputs.end()) {
    return wrong(
        "unknown-output", "the task " + quoted(producer.name) + " has no output " + quoted(path[3]),
        producer.outputs.empty() ? "it declares none: outputs: {" + path[3] + ": json}" : "",
        findings_.candidates(path[3], producer.outputs));
  }
  const auto condition = task() ? edges_.condition(source) : EdgeCondition::completed;
  if (condition == EdgeCondition::failed && !producer.matrix) {
    return wrong(
        "output-of-failed-task",
        "a task that starts when " + quoted(producer.name) + " has failed cannot read its outputs",
        "only a task that succeeded has outputs; wait for \"completed\" to read them where "
        "there are any");
  }
  return TypedName{type_of_output(producer, *declared, condition), 4};
}

/// Null where the producer, or an element of it, may have none.
ExpressionType Resolver::type_of_output(const Task& producer, const OutputDeclaration& declared,
                                        EdgeCondition condition) const {
  const auto& allowed =
      producer.settings.allow_failure.or_else(index_.pipeline().defaults.allow_failure);
  const bool may_miss = condition != EdgeCondition::succeeded || allowed.value_or(false);
  ExpressionType type = declared.type;
  if (may_miss) type = optional_of(std::move(type));
  return producer.matrix ? list_of(std::move(type)) : type;
}

}  // namespace headway::inline v0

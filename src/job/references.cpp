// Resolving references: the expressions of a place, and what belongs to the job.
#include "references.hpp"

#include <headway/base/quantity.hpp>

#include <algorithm>

namespace headway::inline v0 {
namespace {

using Kind = ExpressionType::Kind;

/// How many words there are in a type.
std::size_t extent(const ExpressionType& type) {
  std::size_t words = 1 + type.names.size();
  for (const ExpressionType& inner : type.element) words += extent(inner);
  return words;
}

ExpressionType words_of(std::initializer_list<std::string> words) {
  ExpressionType type{Kind::enumeration};
  type.names = words;
  return type;
}

}  // namespace

Diagnostic name_fault(std::string_view code, std::string message, std::vector<std::string> notes,
                      std::vector<std::string> candidates) {
  return {.code = std::string(code),
          .message = std::move(message),
          .notes = std::move(notes),
          .candidates = std::move(candidates)};
}

Diagnostic not_here(std::string_view name, std::string_view why, std::string where) {
  return name_fault("name-not-available",
                    quoted(name) + " has no meaning here" +
                        (why.empty() ? std::string() : ": " + std::string(why)),
                    {std::move(where)});
}

Diagnostic alone(std::string_view code, std::string_view root, std::string note) {
  return name_fault(code, quoted(root) + " alone is no value", {std::move(note)});
}

std::optional<ExpressionType> Resolver::text_type(const Text& text, const Where& where) {
  const ExpressionType string{Kind::string};
  if (text.value.find("${{") == std::string::npos) return string;
  if (findings_.full()) return {};
  Diagnostics found;
  const Template pieces = parse_template(text, found);
  ExpressionType last = string;
  for (const auto& piece : pieces.pieces) {
    const auto* expression = std::get_if<Expression>(&piece);
    if (!expression || found.size() >= 1000) continue;
    last = check(*expression, *this, found);
    tell_remarks(*expression, where, found);
  }
  findings_.add(found, where);
  if (!found.empty()) return {};
  return pieces.single() ? last : string;
}

std::optional<ExpressionType> Resolver::expression_type(const Text& text, const Where& where) {
  if (findings_.full()) return {};
  Diagnostics found;
  std::optional<ExpressionType> type;
  if (const auto expression = parse_expression(text, found)) {
    type = check(*expression, *this, found);
    tell_remarks(*expression, where, found);
  }
  findings_.add(found, where);
  return found.empty() ? type : std::nullopt;
}

void Resolver::condition(const Text& text, const Where& where) {
  if (findings_.full()) return;
  Diagnostics found;
  if (const auto expression = parse_expression(text, found)) {
    check_condition(*expression, *this, found);
    tell_remarks(*expression, where, found);
  }
  findings_.add(found, where);
}

/// Nothing is remarked of an expression that is wrong.
void Resolver::tell_remarks(const Expression& expression, const Where& where,
                            const Diagnostics& found) {
  for (Diagnostic& remark : std::exchange(remarks_, {})) {
    if (!found.empty()) return;
    remark.span = expression.span();
    remark.path = where.text();
    findings_.add(std::move(remark));
  }
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
  using Root = Answer (Resolver::*)(Path);
  static constexpr std::pair<std::string_view, Root> roots[] = {
      {"params", &Resolver::param},          {"tasks", &Resolver::of_task},
      {"matrix", &Resolver::axis},           {"item", &Resolver::item},
      {"item_index", &Resolver::item_index}, {"round", &Resolver::round},
      {"outputs", &Resolver::round_output},  {"resources", &Resolver::resource},
      {"secrets", &Resolver::secret},        {"job", &Resolver::job}};
  for (const auto& [root, answer] : roots) {
    if (root == path[0]) return (this->*answer)(path);
  }
  return name_fault("unknown-name", "there is no name " + quoted(path[0]) + " in expressions",
                    {"names are params.x, tasks.x.outputs.y, matrix.x, item, round.index, job.id; "
                     "a text stands in quotes"},
                    meant_by(path[0]));
}

/// A type of very many words, used very often, is known only when it is evaluated.
Resolver::Answer Resolver::typed(const ExpressionType& type, std::size_t used) {
  if (!findings_.affords(extent(type))) return TypedName{ExpressionType(), used};
  return TypedName{type, used};
}

/// A bare name of a param or an axis, or a root misspelled.
std::vector<std::string> Resolver::meant_by(const std::string& root) const {
  if (graph_.index().param(root)) return {"params." + root};
  const Around around = with_matrix();
  if (around.task && findings_.affords(around.task->matrix->axes.size())) {
    for (const Axis& axis : around.task->matrix->axes) {
      if (axis.name == root) return {"matrix." + root};
    }
  }
  if (graph_.find(root)) return {"tasks." + root};
  return closest(root, {"params", "matrix", "tasks", "job", "item", "item_index", "round",
                        "outputs", "resources", "secrets"});
}

Resolver::Answer Resolver::param(Path path) {
  if (path.size() < 2) return alone("unknown-param", "params", "name one: params.x");
  if (const Param* param = graph_.index().param(path[1])) {
    if (!findings_.affords(1 + param->type.values.size())) return TypedName{Kind::json, 2};
    return typed(param->type, 2);
  }
  return name_fault("unknown-param", "there is no param " + quoted(path[1]),
                    {"params are declared at the top of the file"},
                    findings_.candidates(path[1], graph_.pipeline().params));
}

Resolver::Answer Resolver::job(Path path) {
  const std::string word = path.size() > 1 ? path[1] : std::string();
  if (word == "id" || word == "name") return TypedName{Kind::string, 2};
  if (word != "state" && word != "first_failure") {
    return name_fault("unknown-name", quoted(to_string(path)) + " is not known of a job",
                      {"a job has job.id and job.name; at its end also job.state and "
                       "job.first_failure"},
                      closest(word, {"id", "name", "state", "first_failure"}));
  }
  if (place_.owner != Place::Owner::job && !graph_.at_end()) {
    return not_here("job." + word, "it is known when the tasks have ended",
                    "it stands in on_failure, finally, notify and the outputs of the job");
  }
  if (word == "first_failure") return TypedName{Kind::string, 2};
  return TypedName{words_of({"running", "succeeded", "failed", "cancelled", "paused"}), 2};
}

Resolver::Answer Resolver::resource(Path path) {
  if (place_.key != Place::Key::retry) {
    return not_here("resources", {},
                    "resources.x belongs to the resources of a retry rule: what the failed attempt "
                    "asked for");
  }
  if (path.size() < 2) return alone("unknown-slot", "resources", "name a slot: resources.mem");
  const auto& own = task() ? task()->settings.resources : graph_.pipeline().defaults.resources;
  const auto is_it = [&](const auto& entry) { return entry.first == path[1]; };
  const bool asked = path[1] == "cpu" || graph_.index().default_slot(path[1]) ||
                     !findings_.affords(own.size()) ||
                     std::find_if(own.begin(), own.end(), is_it) != own.end();
  const Kind kind = unit_of(path[1]) == Unit::byte ? Kind::integer : Kind::floating;
  if (asked || !task()) return TypedName{kind, 2};
  return name_fault("unknown-slot",
                    "the task " + quoted(task()->name) + " asks for no " + quoted(path[1]),
                    {"name it under its resources: there is nothing yet that a retry could raise"});
}

Resolver::Answer Resolver::secret(Path path) {
  if (place_.key != Place::Key::env && place_.key != Place::Key::notify) {
    return not_here("secrets", "a secret is never part of what is recorded",
                    "list it under the task's secrets: it arrives as the variable of its name; "
                    "secrets.x stands in env and notify only");
  }
  if (path.size() < 2) return alone("unknown-secret", "secrets", "name one: secrets.x");
  if (graph_.index().secret(path[1])) return TypedName{Kind::string, 2};
  return name_fault("unknown-secret", "there is no secret " + quoted(path[1]),
                    {"declare it at the top: secrets: {" + path[1] + ": \"env:" + path[1] + "\"}"},
                    findings_.candidates(path[1], graph_.pipeline().secrets));
}

}  // namespace headway::inline v0

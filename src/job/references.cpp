// Resolving references: what belongs to the job, to a task, to a round.
#include "references.hpp"

#include <headway/base/quantity.hpp>

#include <algorithm>

namespace headway::inline v0 {
namespace {

using Kind = ExpressionType::Kind;

/// `"round" has no meaning here`, why, and where it has one.
Diagnostic not_here(std::string_view name, std::string_view why, std::string where) {
  return name_fault("name-not-available",
                    quoted(name) + " has no meaning here" +
                        (why.empty() ? std::string() : ": " + std::string(why)),
                    {std::move(where)});
}

Diagnostic alone(std::string_view code, std::string_view root, std::string note) {
  return name_fault(code, quoted(root) + " alone is no value", {std::move(note)});
}

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

const Task* Resolver::task() const {
  return place_.owner == Place::Owner::task ? &graph_.task(place_.task) : nullptr;
}

Resolver::Around Resolver::repeat_of(const CheckedGraph& round) {
  return {round.outer(), round.owner(), &round.outer()->task(round.owner())};
}

/// The task at the place, or the repeat whose until and outputs they are.
Resolver::Around Resolver::nearest() const {
  if (place_.owner == Place::Owner::repeat) return repeat_of(graph_);
  return {&graph_, place_.task, task()};
}

Resolver::Around Resolver::with_matrix() const {
  Around around = nearest();
  while (around.task != nullptr && !around.task->matrix) {
    if (around.graph->names() != GraphNames::round) return {};
    around = repeat_of(*around.graph);
  }
  return around;
}

/// The list that a map goes over cannot name its elements.
Resolver::Around Resolver::with_map() const {
  Around around = nearest();
  bool inside = place_.key != Place::Key::over;
  while (around.task != nullptr && (!around.task->map || !inside)) {
    if (around.graph->names() != GraphNames::round) return {};
    around = repeat_of(*around.graph);
    inside = true;
  }
  return around;
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

Resolver::Answer Resolver::axis(Path path) {
  const Around around = with_matrix();
  if (around.task == nullptr) {
    const Task* own = nearest().task;
    const std::string why =
        own ? "the task " + quoted(own->name) + " has no matrix" : "this belongs to no task";
    return not_here("matrix", why,
                    "matrix.x is the value of an axis of the task's own matrix, or of the repeat "
                    "that the task is in");
  }
  if (path.size() < 2) return alone("unknown-axis", "matrix", "name an axis: matrix.x");
  const NamedTypes& types = axis_types(*around.graph, around.number);
  if (const ExpressionType* type = types.find(path[1])) return typed(*type, 2);
  return name_fault(
      "unknown-axis",
      "the matrix of " + quoted(around.task->name) + " has no axis " + quoted(path[1]),
      {"the axes are those under matrix.axes"}, findings_.candidates(path[1], types.entries()));
}

const NamedTypes& Resolver::axis_types(CheckedGraph& graph, std::uint32_t number) {
  if (const NamedTypes* known = graph.axes(number)) return *known;
  NamedTypes types;
  for (const Axis& axis : graph.task(number).matrix->axes) {
    types.add(axis.name, axis_type(graph, axis));
  }
  return graph.set_axes(number, std::move(types));
}

ExpressionType Resolver::axis_type(CheckedGraph& graph, const Axis& axis) {
  if (const auto* values = std::get_if<Value::List>(&axis.values)) {
    const Type list = headway::type_of(Value(*values));
    return list.kind == Type::Kind::list ? ExpressionType(list.element.front()) : Kind::json;
  }
  Diagnostics ignored;  // expanding the matrix tells them
  const Template pieces = parse_template({std::get<std::string>(axis.values), {}}, ignored);
  const NameUse* name = pieces.single() ? pieces.single()->single_name() : nullptr;
  const bool of_param = name && name->path.size() == 2 && name->path[0] == "params";
  const Param* param = of_param ? graph.index().param(name->path[1]) : nullptr;
  return param && param->type.kind == Type::Kind::list ? ExpressionType(param->type.element.front())
                                                       : Kind::json;
}

Resolver::Answer Resolver::item(Path path) {
  const Around around = with_map();
  if (around.task) return typed(item_type(around), 1);
  const Task* own = nearest().task;
  std::string why =
      own ? "the task " + quoted(own->name) + " has no map" : "this belongs to no task";
  if (place_.key == Place::Key::over) why = "the list is there before its elements";
  return not_here(path[0], why,
                  "item and item_index belong to a task with map, and to the tasks of a repeat "
                  "with map");
}

Resolver::Answer Resolver::item_index(Path path) {
  Answer answer = item(path);
  if (std::holds_alternative<Diagnostic>(answer)) return answer;
  return TypedName{Kind::integer, 1};
}

/// What `over` is a list of, found without telling what is wrong with it and without edges.
const ExpressionType& Resolver::item_type(const Around& around) {
  if (const ExpressionType* known = around.graph->item(around.number)) return *known;
  around.graph->set_item(around.number, Kind::json);  // until it is known: it cannot name itself
  Resolver quiet(*around.graph, nullptr, findings_);
  quiet.enter({Place::Owner::task, Place::Key::over, around.number});
  Diagnostics ignored;
  ExpressionType type;
  if (const auto over = parse_expression(around.task->map->over, ignored)) {
    type = check(*over, quiet, ignored);
  }
  if (type.kind == Kind::optional) type = ExpressionType(type.element.front());
  if (type.kind != Kind::list || !ignored.empty()) return *around.graph->item(around.number);
  return around.graph->set_item(around.number, ExpressionType(type.element.front()));
}

Resolver::Answer Resolver::round(Path path) {
  if (graph_.names() != GraphNames::round || place_.owner == Place::Owner::defaults) {
    return not_here("round",
                    task() ? "the task " + quoted(task()->name) + " is in no repeat"
                           : "this belongs to no repeat",
                    "round.index and round.previous belong to the tasks of a repeat, and to its "
                    "until and outputs");
  }
  if (path.size() > 1 && path[1] == "index") return TypedName{Kind::integer, 2};
  if (path.size() > 1 && path[1] == "previous") {
    ExpressionType record{Kind::record};
    if (!findings_.affords(graph_.round_outputs().entries().size()))
      return TypedName{Kind::json, 2};
    for (const auto& [name, type] : graph_.round_outputs().entries()) {
      record.names.push_back(name);
      record.element.push_back(type);
    }
    return typed(optional_of(std::move(record)), 2);
  }
  if (path.size() < 2) {
    return alone("unknown-name", "round", "name what of it: round.index, round.previous.x");
  }
  return name_fault("unknown-name", quoted(to_string(path)) + " is not known of a round",
                    {"a round has round.index, and round.previous, which is null in the first"},
                    closest(path[1], {"index", "previous"}));
}

Resolver::Answer Resolver::round_output(Path path) {
  if (place_.key != Place::Key::until || place_.owner != Place::Owner::repeat) {
    return not_here("outputs", {},
                    "outputs.x belongs to the until of a repeat; what a task gives is "
                    "tasks.x.outputs.y");
  }
  if (path.size() < 2) return alone("unknown-output", "outputs", "name one: outputs.x");
  const NamedTypes& outputs = graph_.round_outputs();
  if (const ExpressionType* type = outputs.find(path[1])) return typed(*type, 2);
  return name_fault(
      "unknown-output", "the repeat has no output " + quoted(path[1]),
      {outputs.entries().empty() ? "it declares none: outputs: {" + path[1] + ": \"${{ … }}\"}"
                                 : "its outputs are those under repeat.outputs"},
      findings_.candidates(path[1], outputs.entries()));
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

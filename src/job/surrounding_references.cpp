// Resolving references to what is around a place: its task, the matrix and the map of that, the
// repeat it is in.
#include "references.hpp"

namespace headway::inline v0 {

namespace {

using Kind = ExpressionType::Kind;

}  // namespace

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

}  // namespace headway::inline v0

// Tasks as drafts, in the order of the reference.
#include "save_task.hpp"

#include <variant>

namespace headway::inline v0::yaml {
namespace {

bool all_succeeded(const std::vector<Dependency>& edges) {
  for (const auto& edge : edges) {
    if (edge.condition != EdgeCondition::succeeded) return false;
  }
  return true;
}

Draft draft_of(const std::vector<Dependency>& edges) {
  bool plain = all_succeeded(edges);
  auto draft = plain ? Draft::list() : Draft::map();
  for (const auto& edge : edges) {
    if (plain) {
      draft.item(Draft::of_text(edge.task));
    } else {
      draft.entry(edge.task, Draft::of_text(to_string(edge.condition)));
    }
  }
  return draft;
}

Draft draft_of(const std::vector<OutputDeclaration>& outputs) {
  auto draft = Draft::map();
  for (const auto& output : outputs) {
    auto form = draft_of_type(output.type);
    if (output.path) form.entry("path", Draft::of_text(output.path->value));
    if (output.value) form.entry("value", Draft::of_text(output.value->value));
    bool type_alone = form.parts.size() == 1;
    draft.entry(output.name, type_alone ? std::move(form.parts.front().second) : std::move(form));
  }
  return draft;
}

Draft draft_of(const std::vector<Combination>& combinations) {
  auto draft = Draft::list();
  for (const auto& combination : combinations) {
    auto values = Draft::map();
    for (const auto& [axis, value] : combination.values) values.entry(axis, Draft::of_value(value));
    draft.item(std::move(values));
  }
  return draft;
}

Draft draft_of(const Axis& axis) {
  if (const auto* expression = std::get_if<std::string>(&axis.values)) {
    return Draft::of_text(*expression);
  }
  return Draft::of_value(std::get<Value::List>(axis.values));
}

Draft draft_of(const Matrix& matrix) {
  auto draft = Draft::map(Draft::Layout::tall);
  auto axes = Draft::map();
  for (const auto& axis : matrix.axes) axes.entry(axis.name, draft_of(axis));
  draft.entry("axes", std::move(axes));
  add_filled(draft, "exclude", draft_of(matrix.exclude));
  add_filled(draft, "include", draft_of(matrix.include));
  return draft;
}

Draft draft_of(const Map& map) {
  auto draft = Draft::map().entry("over", draft_of_expression(map.over));
  const auto& tolerance = map.tolerate_failures;
  if (tolerance == Tolerance{}) return draft;
  auto amount = std::to_string(tolerance.amount);
  if (tolerance.percent) return draft.entry("tolerate_failures", Draft::of_text(amount + '%'));
  return draft.entry("tolerate_failures", Draft::of_word(std::move(amount)));
}

Draft draft_of(const Callback& callback) {
  auto draft = Draft::map();
  add_filled(draft, "timeout", callback.timeout);
  return draft;
}

Draft draft_of(const Task& task) {
  auto draft = Draft::map(Draft::Layout::tall);
  add_filled(draft, "description", task.description);
  add_filled(draft, "depends_on", draft_of(task.depends_on));
  if (task.when) draft.entry("when", draft_of_expression(*task.when));
  add_session_body(draft, task.body);
  add_filled(draft, "inputs", draft_of_inputs(task.inputs));
  add_filled(draft, "config", draft_of_inputs(task.config));
  add_filled(draft, "outputs", draft_of(task.outputs));
  if (task.matrix) draft.entry("matrix", draft_of(*task.matrix));
  if (task.map) draft.entry("map", draft_of(*task.map));
  if (task.max_parallel) {
    draft.entry("max_parallel", draft_of_number(task.max_parallel->value));
  }
  add_other_body(draft, task.body);
  if (task.callback) draft.entry("callback", draft_of(*task.callback));
  add_settings(draft, task.settings, task.sources);
  if (task.compensate) add_compensation(draft, *task.compensate);
  return draft;
}

}  // namespace

Draft draft_of_tasks(const std::vector<Task>& tasks) {
  auto draft = Draft::map(Draft::Layout::spaced);
  for (const auto& task : tasks) draft.entry(task.name, draft_of(task));
  return draft;
}

}  // namespace headway::inline v0::yaml

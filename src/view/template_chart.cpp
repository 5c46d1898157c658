// Charts of pipelines that are no job yet: edges as written and as references imply.
#include <headway/view/chart.hpp>

#include <headway/job/expression.hpp>

#include <algorithm>
#include <set>
#include <unordered_map>

namespace headway::inline v0 {

namespace {

using Index = std::uint32_t;

std::string request_of(const SessionSettings& settings) {
  std::string text;
  for (const auto& [slot, quantity] : settings.resources) {
    if (!quantity.given() || quantity->raw == 0) continue;
    if (!text.empty()) text += " · ";
    text += to_string(*quantity, unit_of(slot)) + ' ' + slot;
  }
  return text;
}

/// The tasks that a text refers to, in the order of its expressions.
void add_references(const Text& text, std::vector<std::string>& tasks) {
  if (!has_expression(text.value)) return;
  Diagnostics ignored;  // a view shows what it can read; `validate` says what is wrong
  for (const auto& piece : parse_template(text, ignored).pieces) {
    const auto* expression = std::get_if<Expression>(&piece);
    if (!expression) continue;
    for (const NameUse& name : expression->names()) {
      if (name.path.size() > 1 && name.path[0] == "tasks") tasks.push_back(name.path[1]);
    }
  }
}

void add_references(const Value& value, std::vector<std::string>& tasks) {
  if (const auto* text = value.get_if<std::string>()) add_references(Text{*text}, tasks);
  if (const auto* list = value.get_if<Value::List>()) {
    for (const auto& element : *list) add_references(element, tasks);
  }
  if (const auto* map = value.get_if<Value::Map>()) {
    for (const auto& [key, element] : *map) add_references(element, tasks);
  }
}

std::vector<std::string> references(const Task& task, const SessionSettings& settings) {
  std::vector<std::string> tasks;
  if (const auto* command = std::get_if<CommandBody>(&task.body)) {
    for (const auto& word : command->argv) add_references(word, tasks);
  }
  for (const auto& input : task.inputs) add_references(input.value.value, tasks);
  for (const auto& [name, value] : settings.env) {
    if (value.given()) add_references(Text{*value}, tasks);
  }
  if (settings.workdir.given()) add_references(Text{*settings.workdir}, tasks);
  return tasks;
}

std::vector<Arrow> arrows_of(const Pipeline& pipeline) {
  std::unordered_map<std::string, Index> index;
  for (Index t = 0; t < pipeline.tasks.size(); ++t) index.emplace(pipeline.tasks[t].name, t);
  std::vector<Arrow> arrows;
  for (Index t = 0; t < pipeline.tasks.size(); ++t) {
    const Task& task = pipeline.tasks[t];
    std::set<Index> known;
    const auto add = [&](const std::string& name, EdgeCondition condition) {
      const auto found = index.find(name);
      if (found == index.end() || !known.insert(found->second).second) return;
      arrows.push_back({found->second, t, condition});
    };
    for (const auto& dependency : task.depends_on) add(dependency.task, dependency.condition);
    for (const auto& name : references(task, merge(pipeline.defaults, task.settings))) {
      add(name, EdgeCondition::succeeded);
    }
  }
  return arrows;
}

/// The values of an axis as written, or of the default of the param that it refers to.
const Value::List* values_of(const Axis& axis, const Pipeline& pipeline) {
  if (const auto* written = std::get_if<Value::List>(&axis.values)) return written;
  Diagnostics ignored;
  const auto reference = parse_template({std::get<std::string>(axis.values)}, ignored);
  const NameUse* name = reference.single() ? reference.single()->single_name() : nullptr;
  if (!name || name->path.size() != 2 || name->path[0] != "params") return {};
  for (const auto& param : pipeline.params) {
    if (param.name != name->path[1] || !param.default_value) continue;
    return param.default_value->get_if<Value::List>();
  }
  return {};
}

/// The size of a matrix as far as the file alone says; 0 where a job's params decide.
std::uint32_t matrix_size(const Matrix& matrix, const Pipeline& pipeline) {
  if (!matrix.exclude.empty()) return 0;
  std::uint64_t size = 1;
  for (const auto& axis : matrix.axes) {
    const auto* values = values_of(axis, pipeline);
    if (!values) return 0;
    size = std::min<std::uint64_t>(size * values->size(), 1'000'000);
  }
  return static_cast<std::uint32_t>(size + matrix.include.size());
}

}  // namespace

Chart::Chart(const Pipeline& pipeline) : title(pipeline.name), kind("pipeline") {
  for (const auto& task : pipeline.tasks) {
    Card card;
    card.name = task.name;
    card.fan_out = task.matrix.has_value();
    card.count = task.matrix ? matrix_size(*task.matrix, pipeline) : 1;
    if (task.has_session()) card.request = request_of(merge(pipeline.defaults, task.settings));
    card.summary = task.description;
    cards.push_back(std::move(card));
  }
  arrows = arrows_of(pipeline);
}

}  // namespace headway::inline v0

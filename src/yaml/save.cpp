// save: a pipeline as a draft, key by key in the order of the reference.
#include "save_task.hpp"

#include <headway/yaml/save.hpp>

namespace headway::inline v0::yaml {
namespace {

bool has_short_form(const Param& param) {
  if (!param.default_value || param.min || param.max || !param.description.empty()) return false;
  const Value& value = *param.default_value;
  if (value.is_null() || value.get_if<Value::Map>() != nullptr) return false;
  const auto* text = value.get_if<std::string>();
  if (text != nullptr && parse_type(*text)) return false;
  return type_of(value) == param.type;
}

Draft draft_of(const Param& param) {
  if (has_short_form(param)) return Draft::of_value(*param.default_value);
  auto draft = draft_of_type(param.type);
  if (param.default_value) draft.entry("default", Draft::of_value(*param.default_value));
  if (param.min) draft.entry("min", Draft::of_value(*param.min));
  if (param.max) draft.entry("max", Draft::of_value(*param.max));
  if (!param.description.empty()) draft.entry("description", Draft::of_text(param.description));
  return draft;
}

Draft draft_of_params(const std::vector<Param>& params) {
  auto draft = Draft::map(Draft::Layout::tall);
  for (const auto& param : params) draft.entry(param.name, draft_of(param));
  return draft;
}

Draft draft_of(const Limits& limits) {
  auto draft = Draft::map();
  if (limits.max_parallel) {
    draft.entry("max_parallel", Draft::of_word(std::to_string(limits.max_parallel->value)));
  }
  if (limits.slots.empty()) return draft;
  auto slots = Draft::map();
  for (const auto& [slot, quantity] : limits.slots) {
    slots.entry(slot, Draft::of_word(to_string(quantity.value, unit_of(slot))));
  }
  return draft.entry("slots", std::move(slots));
}

void add_unless_empty(Draft& draft, std::string_view key, Draft part) {
  if (!part.parts.empty()) draft.entry(key, std::move(part));
}

Draft draft_of(const Pipeline& pipeline) {
  auto draft = Draft::map(Draft::Layout::spaced);
  draft.entry("headway", Draft::of_word("v1"));
  draft.entry("name", Draft::of_text(pipeline.name));
  if (!pipeline.description.empty()) {
    draft.entry("description", Draft::of_text(pipeline.description));
  }
  auto labels = Draft::map();
  for (const auto& [label, text] : pipeline.labels) labels.entry(label, Draft::of_text(text));
  add_unless_empty(draft, "labels", std::move(labels));
  add_unless_empty(draft, "params", draft_of_params(pipeline.params));
  auto secrets = Draft::map();
  for (const auto& secret : pipeline.secrets) {
    secrets.entry(secret.name, Draft::of_text(secret.reference.value));
  }
  add_unless_empty(draft, "secrets", std::move(secrets));
  auto defaults = Draft::map(Draft::Layout::tall);
  add_settings(defaults, pipeline.defaults);
  add_unless_empty(draft, "defaults", std::move(defaults));
  add_unless_empty(draft, "limits", draft_of(pipeline.limits));
  auto tasks = Draft::map(Draft::Layout::spaced);
  for (const auto& task : pipeline.tasks) tasks.entry(task.name, draft_of_task(task));
  draft.entry("tasks", std::move(tasks));
  auto outputs = Draft::map(Draft::Layout::tall);
  for (const auto& output : pipeline.outputs) {
    outputs.entry(output.name, Draft::of_text(output.expression.value));
  }
  add_unless_empty(draft, "outputs", std::move(outputs));
  return draft;
}

}  // namespace

std::string save(const Pipeline& pipeline) { return write(draft_of(pipeline)); }

Digest version(const Pipeline& pipeline) { return sha256(save(pipeline)); }

}  // namespace headway::inline v0::yaml

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

Draft draft_of(const std::vector<Notification>& notifications) {
  auto draft = Draft::list();
  for (const auto& notification : notifications) {
    auto item = Draft::map().entry("events", draft_of_texts(notification.events));
    bool slack = notification.webhook.value.empty();
    item.entry(slack ? "slack" : "webhook",
               Draft::of_text(slack ? notification.slack.value : notification.webhook.value));
    draft.item(std::move(item));
  }
  return draft;
}

Draft draft_of_labels(const Pipeline& pipeline) {
  auto labels = Draft::map();
  for (const auto& [label, text] : pipeline.labels) labels.entry(label, Draft::of_text(text));
  return labels;
}

Draft draft_of(const std::vector<Secret>& secrets) {
  auto draft = Draft::map();
  for (const auto& secret : secrets) {
    draft.entry(secret.name, Draft::of_text(secret.reference.value));
  }
  return draft;
}

Draft draft_of_defaults(const Pipeline& pipeline) {
  auto defaults = Draft::map(Draft::Layout::tall);
  add_settings(defaults, pipeline.defaults);
  return defaults;
}

void add_true(Draft& draft, std::string_view key, bool value) {
  if (value) draft.entry(key, Draft::of_value(true));
}

}  // namespace

Draft draft_of_pipeline(const Pipeline& pipeline) {
  auto draft = Draft::map(Draft::Layout::spaced);
  draft.entry("headway", Draft::of_word("v1"));
  draft.entry("name", Draft::of_text(pipeline.name));
  add_filled(draft, "description", pipeline.description);
  add_filled(draft, "labels", draft_of_labels(pipeline));
  add_filled(draft, "params", draft_of_params(pipeline.params));
  add_filled(draft, "secrets", draft_of(pipeline.secrets));
  add_filled(draft, "defaults", draft_of_defaults(pipeline));
  add_filled(draft, "limits", draft_of(pipeline.limits));
  add_true(draft, "fail_fast", pipeline.fail_fast);
  draft.entry("tasks", draft_of_tasks(pipeline.tasks));
  add_true(draft, "rollback", pipeline.rollback);
  add_filled(draft, "on_failure", draft_of_tasks(pipeline.on_failure));
  add_filled(draft, "finally", draft_of_tasks(pipeline.finally));
  add_filled(draft, "notify", draft_of(pipeline.notify));
  add_filled(draft, "outputs", draft_of_outputs(pipeline.outputs));
  return draft;
}

std::string save(const Pipeline& pipeline) { return write(draft_of_pipeline(pipeline)); }

Digest version(const Pipeline& pipeline) { return sha256(save(pipeline)); }

}  // namespace headway::inline v0::yaml

// Tasks, settings and types as drafts, in the order of the reference.
#include "save_task.hpp"

#include <variant>

namespace headway::inline v0::yaml {
namespace {

Draft words(const std::vector<std::string>& texts) {
  auto draft = Draft::list();
  for (const auto& text : texts) draft.item(Draft::of_text(text));
  return draft;
}

Draft words(const std::vector<Text>& texts) {
  auto draft = Draft::list();
  for (const auto& text : texts) draft.item(Draft::of_text(text.value));
  return draft;
}

Draft number(std::int64_t value) { return Draft::of_word(std::to_string(value)); }

const Type& innermost(const Type& type) {
  return type.element.empty() ? type : innermost(type.element.front());
}

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

struct BodyDrafter {
  Draft& task;
  void operator()(const JoinBody& /*join*/) const {}
  void operator()(const CommandBody& body) const { task.entry("command", words(body.argv)); }
  void operator()(const ScriptBody& body) const {
    task.entry("script", Draft::of_text(body.text.value));
    if (body.shell != ScriptBody{}.shell) task.entry("shell", words(body.shell));
  }
  template <class Later>
  void operator()(const Later& /*body*/) const {}
  void operator()(const CallBody& body) const {
    task.entry("call", Draft::of_text(body.target.value));
  }
};

Draft draft_of(const std::vector<OutputDeclaration>& outputs) {
  auto draft = Draft::map();
  for (const auto& output : outputs) {
    auto form = draft_of_type(output.type);
    if (output.path) form.entry("path", Draft::of_text(output.path->value));
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
  if (!matrix.exclude.empty()) draft.entry("exclude", draft_of(matrix.exclude));
  if (!matrix.include.empty()) draft.entry("include", draft_of(matrix.include));
  return draft;
}

Draft draft_of(const Backoff& backoff) {
  const Backoff usual;
  auto draft = Draft::map();
  if (backoff.initial != usual.initial) {
    draft.entry("initial", Draft::of_text(to_string(backoff.initial)));
  }
  if (backoff.multiplier != usual.multiplier) {
    draft.entry("multiplier", Draft::of_value(backoff.multiplier));
  }
  if (backoff.max != usual.max) draft.entry("max", Draft::of_text(to_string(backoff.max)));
  if (backoff.jitter != usual.jitter) draft.entry("jitter", Draft::of_value(backoff.jitter));
  return draft;
}

Draft draft_of(const RetryRule& rule) {
  if (rule.backoff == Backoff{}) return number(rule.limit);
  return Draft::map().entry("limit", number(rule.limit)).entry("backoff", draft_of(rule.backoff));
}

Draft draft_of(Duration duration) { return Draft::of_text(to_string(duration)); }

template <class T, class Drafting>
void add(Draft& draft, std::string_view key, const Setting<T>& setting, const Drafting& drafting) {
  if (!setting.written()) return;
  draft.entry(key, setting.given() ? drafting(*setting) : Draft::of_word("null"));
}

template <class T, class Drafting>
void add(Draft& draft, std::string_view key, const NamedSettings<T>& settings,
         const Drafting& drafting) {
  if (settings.empty()) return;
  auto part = Draft::map();
  for (const auto& [name, setting] : settings) {
    part.entry(name, setting.given() ? drafting(name, *setting) : Draft::of_word("null"));
  }
  draft.entry(key, std::move(part));
}

}  // namespace

Draft draft_of_type(const Type& type) {
  auto draft = Draft::map().entry("type", Draft::of_text(to_string(type)));
  const auto& inner = innermost(type);
  if (inner.kind == Type::Kind::enumeration) draft.entry("values", words(inner.values));
  return draft;
}

void add_settings(Draft& draft, const SessionSettings& settings, const std::vector<Text>& sources) {
  auto duration = [](Duration value) { return draft_of(value); };
  auto text = [](const std::string& value) { return Draft::of_text(value); };
  add(draft, "retry", settings.retry,
      [](const RetryRules& rules) { return draft_of(rules.front()); });
  add(draft, "timeout", settings.timeout,
      [](const Timeouts& limits) { return draft_of(limits.run); });
  if (!sources.empty()) draft.entry("sources", words(sources));
  add(draft, "allow_failure", settings.allow_failure,
      [](bool value) { return Draft::of_value(value); });
  add(draft, "resources", settings.resources, [](const std::string& slot, Quantity quantity) {
    return Draft::of_word(to_string(quantity, unit_of(slot)));
  });
  add(draft, "estimate", settings.estimate, duration);
  add(draft, "priority", settings.priority, [](std::int32_t value) { return number(value); });
  add(draft, "env", settings.env,
      [](const std::string& /*name*/, const std::string& value) { return Draft::of_text(value); });
  add(draft, "secrets", settings.secrets,
      [](const std::vector<Text>& names) { return words(names); });
  add(draft, "workdir", settings.workdir, text);
}

Draft draft_of_task(const Task& task) {
  auto draft = Draft::map(Draft::Layout::tall);
  if (!task.description.empty()) draft.entry("description", Draft::of_text(task.description));
  if (!task.depends_on.empty()) draft.entry("depends_on", draft_of(task.depends_on));
  std::visit(BodyDrafter{draft}, task.body);
  auto inputs = Draft::map();
  for (const auto& input : task.inputs) {
    inputs.entry(input.name, Draft::of_value(input.value.value));
  }
  if (!task.inputs.empty()) draft.entry("inputs", std::move(inputs));
  if (!task.outputs.empty()) draft.entry("outputs", draft_of(task.outputs));
  if (task.matrix) draft.entry("matrix", draft_of(*task.matrix));
  if (task.max_parallel) draft.entry("max_parallel", number(task.max_parallel->value));
  add_settings(draft, task.settings, task.sources);
  return draft;
}

}  // namespace headway::inline v0::yaml

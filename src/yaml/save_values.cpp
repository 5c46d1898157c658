// The small values of a pipeline as drafts.
#include "save_task.hpp"

namespace headway::inline v0::yaml {
namespace {

const Type& innermost(const Type& type) {
  return type.element.empty() ? type : innermost(type.element.front());
}

}  // namespace

Draft draft_of_texts(const std::vector<Text>& texts) {
  auto draft = Draft::list();
  for (const auto& text : texts) draft.item(Draft::of_text(text.value));
  return draft;
}

Draft draft_of_texts(const std::vector<std::string>& texts) {
  auto draft = Draft::list();
  for (const auto& text : texts) draft.item(Draft::of_text(text));
  return draft;
}

Draft draft_of_inputs(const std::vector<Input>& inputs) {
  auto draft = Draft::map();
  for (const auto& input : inputs) draft.entry(input.name, Draft::of_value(input.value.value));
  return draft;
}

Draft draft_of_outputs(const std::vector<ComputedOutput>& outputs) {
  auto draft = Draft::map(Draft::Layout::tall);
  for (const auto& output : outputs) {
    draft.entry(output.name, Draft::of_text(output.expression.value));
  }
  return draft;
}

Draft draft_of_duration(Duration duration) { return Draft::of_text(to_string(duration)); }

Draft draft_of_expression(const Text& expression) {
  bool constant = expression.value == "true" || expression.value == "false";
  return constant ? Draft::of_word(expression.value) : Draft::of_text(expression.value);
}

Draft draft_of_number(std::int64_t value) { return Draft::of_word(std::to_string(value)); }

Draft draft_of_type(const Type& type) {
  auto draft = Draft::map().entry("type", Draft::of_text(to_string(type)));
  const auto& inner = innermost(type);
  if (inner.kind == Type::Kind::enumeration) draft.entry("values", draft_of_texts(inner.values));
  return draft;
}

void add_filled(Draft& draft, std::string_view key, Draft part) {
  if (!part.parts.empty()) draft.entry(key, std::move(part));
}

void add_filled(Draft& draft, std::string_view key, const std::string& text) {
  if (!text.empty()) draft.entry(key, Draft::of_text(text));
}

void add_filled(Draft& draft, std::string_view key, Duration duration) {
  if (duration != Duration{}) draft.entry(key, draft_of_duration(duration));
}

}  // namespace headway::inline v0::yaml

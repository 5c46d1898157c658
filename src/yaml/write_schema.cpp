// schema: the tables of the keys, said in JSON Schema.
#include "readers.hpp"
#include "schema_text.hpp"

#include <headway/yaml/schema.hpp>

#include <array>

namespace headway::inline v0::yaml {
namespace {

using Jsons = std::vector<Json>;

constexpr std::array<std::pair<unsigned, std::string_view>, 7> type_words{
    {{form_text | form_duration | form_quantity | form_word | form_expression, "string"},
     {form_floating | form_quantity, "number"},
     {form_integer, "integer"},
     {form_boolean | form_expression, "boolean"},
     {form_list, "array"},
     {form_map, "object"},
     {form_null, "null"}}};

Json of(const Shape& shape);

Json words(std::initializer_list<std::string_view> texts) {
  Jsons list;
  for (auto text : texts) list.push_back(Json::of_text(text));
  return Json::list(list);
}

Json required(std::string_view key) { return JsonObject().add("required", words({key})); }
Json negated(const Json& schema) { return JsonObject().add("not", schema); }
Json any_of(const Jsons& schemas) { return JsonObject().add("anyOf", Json::list(schemas)); }
Json reference(const Table& table) {
  return JsonObject().add("$ref", Json::of_text("#/$defs/" + std::string(table.name)));
}

void add_types(JsonObject& schema, unsigned forms) {
  if ((forms & form_any) == form_any) return;
  Jsons types;
  for (const auto& [form, word] : type_words) {
    bool part_of_number = form == form_integer && (forms & form_floating) != 0;
    if ((forms & form) != 0 && !part_of_number) types.push_back(Json::of_text(word));
  }
  schema.add("type", types.size() == 1 ? types.front() : Json::list(types));
}

void add_words(JsonObject& schema, const Shape& shape) {
  if (shape.words.empty()) return;
  Jsons values;
  for (auto word : shape.words) values.push_back(Json::of_text(word));
  if ((shape.forms & form_null) != 0) values.push_back(Json::null());
  schema.add("enum", Json::list(values));
}

void add_bounds(JsonObject& schema, const Shape& shape) {
  const Shape open;
  bool quantity = (shape.forms & form_quantity) != 0;
  if (shape.least != open.least || quantity) {
    schema.add("minimum", Json::of_number(quantity ? 0 : shape.least));
  }
  if (shape.most != open.most) schema.add("maximum", Json::of_number(shape.most));
  if (shape.fewest != 0) schema.add("minItems", Json::of_number(shape.fewest));
}

Json properties_of(const Table& table) {
  JsonObject properties;
  for (const auto& key : table.keys) {
    if (key.presence == Presence::reserved) continue;
    JsonObject property;
    if (!key.meaning.empty()) property.add("description", Json::of_text(key.meaning));
    properties.add(key.name, property.add_all(of(*key.shape)));
  }
  return properties;
}

/// All but the keys of a map that has no others.
JsonObject plain(const Shape& shape, unsigned forms) {
  JsonObject schema;
  add_types(schema, forms);
  add_words(schema, shape);
  if (!shape.pattern.empty()) {
    schema.add("pattern", Json::of_text("^(?:" + std::string(shape.pattern) + ")$"));
  }
  add_bounds(schema, shape);
  if (shape.item != nullptr) schema.add("items", of(*shape.item));
  if (shape.value == nullptr) return schema;
  if (shape.keys != nullptr) schema.add("properties", properties_of(shape.keys()));
  return schema.add("additionalProperties", of(*shape.value));
}

Json of(const Shape& shape) {
  bool closed = shape.keys != nullptr && shape.value == nullptr;
  if (!closed) return plain(shape, shape.forms);
  auto keys = reference(shape.keys());
  auto others = shape.forms & ~unsigned{form_map};
  return others == 0 ? keys : any_of({plain(shape, others), keys});
}

/// One of the keys of a choice at most, or exactly one.
Json of_choice(const Table& table, std::size_t choice) {
  Jsons ways;
  for (const auto& key : table.keys) {
    if (key.choice == choice + 1) ways.push_back(required(key.name));
  }
  if (!table.choices[choice].needed) ways.push_back(negated(any_of(ways)));
  return JsonObject().add("oneOf", Json::list(ways));
}

/// An enum has its words, and nothing else has any.
void add_enum_rules(Jsons& rules) {
  Json is_enum =
      JsonObject()
          .add("properties",
               JsonObject().add("type", JsonObject().add("pattern", Json::of_text("enum"))))
          .add("required", words({"type"}));
  rules.push_back(any_of({negated(is_enum), required("values")}));
  rules.push_back(any_of({negated(required("values")), is_enum}));
}

Jsons rules_of(const Table& table) {
  Jsons rules;
  for (std::size_t i = 0; i < table.choices.size(); ++i) rules.push_back(of_choice(table, i));
  for (const auto& key : table.keys) {
    if (!key.companion.empty()) {
      rules.push_back(any_of({negated(required(key.name)), required(key.companion)}));
    }
    if (key.name == "values") add_enum_rules(rules);
  }
  return rules;
}

Json of(const Table& table) {
  JsonObject schema;
  schema.add("description", Json::of_text(table.meaning)).add("type", Json::of_text("object"));
  schema.add("properties", properties_of(table));
  schema.add("patternProperties", JsonObject().add("^x-", JsonObject()));
  schema.add("additionalProperties", Json::of_boolean(false));
  Jsons needed;
  for (const auto& key : table.keys) {
    if (key.presence == Presence::required) needed.push_back(Json::of_text(key.name));
  }
  if (!needed.empty()) schema.add("required", Json::list(needed));
  auto rules = rules_of(table);
  if (!rules.empty()) schema.add("allOf", Json::list(rules));
  return schema;
}

Json definitions() {
  JsonObject all;
  for (auto table :
       {pipeline_table,       param_table,    limits_table,  notification_table, defaults_table,
        task_table,           output_table,   matrix_table,  map_table,          repeat_table,
        inner_pipeline_table, approval_table, wait_table,    fail_table,         callback_table,
        compensate_table,     retry_table,    backoff_table, timeout_table,      cache_table,
        session_table,        cluster_table}) {
    all.add(table().name, of(table()));
  }
  return all;
}

}  // namespace

std::string schema() {
  JsonObject root;
  root.add("$schema", Json::of_text("https://json-schema.org/draft/2020-12/schema"))
      .add("title", Json::of_text("A pipeline file of headway"))
      .add("$ref", Json::of_text("#/$defs/pipeline"))
      .add("$defs", definitions());
  return indented(Json(root).text());
}

}  // namespace headway::inline v0::yaml

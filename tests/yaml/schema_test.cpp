// The schema and the reader say the same about files, as far as a schema can.
#include "support/catch.hpp"
#include "support/generators.hpp"

#include <headway/yaml/load.hpp>
#include <headway/yaml/save.hpp>
#include <headway/yaml/schema.hpp>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <rapidcheck.h>

#include <set>
#include <string>

using namespace headway;
using Json = nlohmann::ordered_json;
using PlainJson = nlohmann::json;

namespace {

/// Findings of the reader that no schema can give: what texts mean, and numbers finer than JSON's.
const std::set<std::string>& beyond_a_schema() {
  static const std::set<std::string> codes = {"shell-syntax-in-command",
                                              "unclosed-quote",
                                              "unclosed-expression",
                                              "expression-syntax",
                                              "bad-duration",
                                              "interpolation-in-expression",
                                              "bad-quantity",
                                              "number-out-of-range",
                                              "unknown-type",
                                              "control-character",
                                              "default"};
  return codes;
}

class Schema {
 public:
  Schema() {
    const auto document = PlainJson::parse(yaml::schema());
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(document), schema_);
  }
  bool accepts(const PlainJson& file) const {
    valijson::Validator validator;
    return validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(file), nullptr);
  }

 private:
  valijson::Schema schema_;
};

bool is_accepted(const std::string& text) {
  static const Schema schema;
  return schema.accepts(PlainJson::parse(text));
}
bool is_accepted_task(const std::string& task) {
  return is_accepted(R"({"headway": "v1", "tasks": {"t": )" + task + "}}");
}

/// A default is of the type beside it, which a schema cannot compare.
bool is_about_a_default(const Diagnostic& finding) {
  return finding.path.starts_with("params.") && finding.path.find(".default") != std::string::npos;
}

std::set<std::string> codes(const std::string& json) {
  std::set<std::string> result;
  for (const auto& finding : yaml::read(json, "a.json").diagnostics) {
    result.insert(is_about_a_default(finding) ? "default" : finding.code);
  }
  return result;
}

/// The schema refuses nothing that the reader takes, and takes only what the reader refuses for a
/// reason that no schema has.
void agree(const std::string& json) {
  const auto found = codes(json);
  const bool accepted = is_accepted(json);
  RC_LOG() << json;
  for (const auto& code : found) RC_LOG() << "\n  " << code;
  if (found.empty()) RC_ASSERT(accepted);
  if (!accepted) return;
  for (const auto& code : found) RC_ASSERT(beyond_a_schema().count(code) == 1);
}

Json document(const Pipeline& pipeline) {
  return Json::parse(to_json(yaml::load_value(yaml::save(pipeline), "a.yaml")));
}

void collect(Json& value, std::vector<Json*>& all) {
  all.push_back(&value);
  for (auto& part : value) {
    if (value.is_structured()) collect(part, all);
  }
}

/// With escapes for all that is not ASCII: DEL may not stand raw in a file.
std::string text_of(const Json& json) { return json.dump(-1, ' ', true); }

Json odd_value() {
  static const std::vector<Json> values = {nullptr,
                                           true,
                                           false,
                                           0,
                                           5,
                                           -1,
                                           0.5,
                                           "word",
                                           "",
                                           "1h30m",
                                           "true",
                                           "512Mi",
                                           "5%",
                                           "v1",
                                           "enum",
                                           "failed",
                                           "a:/b",
                                           "signal(9)",
                                           Json::array(),
                                           Json::object(),
                                           Json::array({1}),
                                           Json::array({"a"}),
                                           Json::array({nullptr}),
                                           {{"a", 1}},
                                           {{"limit", 1}},
                                           {{"type", "int"}},
                                           {{"type", "enum"}},
                                           {{"command", "x"}},
                                           {{"until", "true"}},
                                           {{"x-free", 1}}};
  return generators::any_of(values);
}
const std::string& odd_key() {
  static const std::vector<std::string> keys = {
      "comand",   "command", "script",   "shell",   "call",  "wait",   "fail",    "approval",
      "x-a",      "repeat",  "path",     "from",    "value", "values", "type",    "slack",
      "webhook",  "min",     "retry",    "timeout", "cache", "map",    "matrix",  "size",
      "limit",    "events",  "over",     "headway", "tasks", "notify", "finally", "triggers",
      "defaults", "mem",     "callback", "null"};
  return generators::any_of(keys);
}

/// Changes one thing somewhere.
void mutate(Json& root) {
  std::vector<Json*> all;
  collect(root, all);
  Json& chosen = *generators::any_of(all);
  const auto entry = chosen.empty() ? 0 : generators::below(chosen.size());
  if (chosen.is_object() && generators::chance(40)) {
    chosen[odd_key()] = odd_value();
  } else if (chosen.is_object() && !chosen.empty() && generators::chance(50)) {
    chosen.erase(std::next(chosen.begin(), static_cast<std::ptrdiff_t>(entry)));
  } else {
    chosen = odd_value();
  }
}

}  // namespace

TEST_CASE("the schema accepts what the reader accepts") {
  CHECK(rc::check("a valid file", [](const Pipeline& pipeline) {
    const auto json = text_of(document(pipeline));
    for (const auto& code : codes(json)) RC_FAIL(json + " gives " + code);
    agree(json);
  }));
}

TEST_CASE("the schema refuses what the reader refuses") {
  CHECK(rc::check("ten files with slips", [](const Pipeline& pipeline) {
    const auto whole = document(pipeline);
    for (int i = 0; i < 10; ++i) {
      auto json = whole;
      for (auto left = 1 + generators::below(2); left > 0; --left) mutate(json);
      agree(text_of(json));
    }
  }));
}

TEST_CASE("the schema knows the form of durations and quantities") {
  for (const char* good : {"\"30s\"", "\"1h30m\"", "\"1.5h\"", "\".5s\"", "\"1d2h3m4s5ms6us\""}) {
    CHECK(is_accepted_task("{\"wait\": " + std::string(good) + "}"));
  }
  for (const char* bad : {"\"\"", "\"30\"", "30", "\"30 s\"", "\"1m1h\"", "\"h\"", "\"-1s\""}) {
    CHECK_FALSE(is_accepted_task("{\"wait\": " + std::string(bad) + "}"));
  }
  CHECK(is_accepted_task(R"({"resources": {"mem": "1.5Gi", "cpu": 0.5, "mine": "2"}})"));
  for (const char* bad : {"{\"mem\": \"5 GB\"}", "{\"cpu\": \"1Gi\"}", "{\"mine\": -1}"}) {
    CHECK_FALSE(is_accepted_task("{\"resources\": " + std::string(bad) + "}"));
  }
}

TEST_CASE("the schema knows types") {
  CHECK(is_accepted_task(R"j({"outputs": {"a": "list(optional(int))"}})j"));
  CHECK(is_accepted_task(R"j({"outputs": {"b": {"type": "file"}}})j"));
  CHECK_FALSE(is_accepted_task(R"j({"outputs": {"a": "integer"}})j"));
  CHECK_FALSE(is_accepted_task(R"j({"outputs": {"a": "list"}})j"));
  CHECK_FALSE(is_accepted_task(R"j({"outputs": {"a": "enum"}})j"));
}

TEST_CASE("the schema knows which keys exclude or need each other") {
  CHECK_FALSE(is_accepted_task(R"j({"command": "x", "wait": "1s"})j"));
  CHECK_FALSE(is_accepted_task(R"j({"command": "x", "shell": ["sh"]})j"));
  CHECK_FALSE(is_accepted_task(R"j({"pipeline": {}})j"));
  CHECK_FALSE(is_accepted_task(R"j({"pipeline": {"path": "a", "from": "b"}})j"));
  CHECK_FALSE(is_accepted_task(R"j({"outputs": {"a": {"type": "enum"}}})j"));
  CHECK_FALSE(is_accepted_task(R"j({"outputs": {"a": {"type": "int", "values": ["a"]}}})j"));
  CHECK(is_accepted_task(R"j({"outputs": {"a": {"type": "list(enum)", "values": ["a"]}}})j"));
  CHECK(is_accepted_task("null"));
  CHECK(is_accepted_task(R"j({"x-mine": [1]})j"));
}

TEST_CASE("each key has a description for editors") {
  const auto schema = PlainJson::parse(yaml::schema());
  for (const auto& [name, definition] : schema["$defs"].items()) {
    INFO(name);
    CHECK_FALSE(definition["description"].get<std::string>().empty());
    for (const auto& [key, property] : definition["properties"].items()) {
      INFO(key);
      CHECK_FALSE(property.value("description", "").empty());
    }
  }
  CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
}

TEST_CASE("each definition of the schema is there") {
  const auto text = yaml::schema();
  const auto schema = PlainJson::parse(text);
  const std::string sign = "\"$ref\": \"#/$defs/";
  for (auto at = text.find(sign); at != std::string::npos; at = text.find(sign, at + 1)) {
    auto name = text.substr(at + sign.size(), text.find('"', at + sign.size()) - at - sign.size());
    INFO(name);
    CHECK(schema["$defs"].contains(name));
  }
}

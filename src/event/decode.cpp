// Facts and values from JSON text.
#include <headway/base/error.hpp>
#include <headway/event/codec.hpp>
#include <headway/job/compile.hpp>
#include <headway/yaml/load.hpp>

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstddef>
#include <limits>

namespace headway::inline v0 {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(std::string_view what) {
  throw Error("a recorded event cannot be read: " + std::string(what));
}

Json parse(std::string_view text) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) refuse("it is no JSON");
  return json;
}

// --- values ------------------------------------------------------------------------------------

unsigned digit_of(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  refuse("a digit is not hexadecimal");
}

std::string bytes_of(const std::string& hex) {
  if (hex.size() % 2 != 0) refuse("half a byte");
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(digit_of(hex[i]) << 4U | digit_of(hex[i + 1]));
  }
  return bytes;
}

std::string text_of(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (json.is_object() && json.size() == 1 && json.contains("$bytes")) {
    return bytes_of(json["$bytes"].get<std::string>());
  }
  refuse("a text is missing");
}

double special_number(const std::string& word) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (word == "inf") return infinity;
  if (word == "-inf") return -infinity;
  return std::copysign(std::numeric_limits<double>::quiet_NaN(), word == "-nan" ? -1.0 : 1.0);
}

Value value_of(const Json& json);

Value::Map map_of_pairs(const Json& pairs) {
  Value::Map map;
  for (const Json& pair : pairs) map.emplace(text_of(pair.at(0)), value_of(pair.at(1)));
  return map;
}

/// What an object whose only key is a word of this codec stands for.
Value special_value(const std::string& word, const Json& json) {
  if (word == "$bytes") return bytes_of(json.get<std::string>());
  if (word == "$float") return special_number(json.get<std::string>());
  if (word == "$pairs") return map_of_pairs(json);
  if (word != "$artifact") refuse("'" + word + "' is no word it may hold");
  return Artifact{text_of(json.at(0)), text_of(json.at(1)), json.at(2).get<bool>()};
}

bool is_special(const std::string& key) { return key.size() > 1 && key[0] == '$' && key[1] != '$'; }

Value object_of(const Json& json) {
  if (json.size() == 1 && is_special(json.begin().key())) {
    return special_value(json.begin().key(), json.begin().value());
  }
  Value::Map map;
  for (const auto& [key, value] : json.items()) {
    map.emplace(key.starts_with('$') ? key.substr(1) : key, value_of(value));
  }
  return map;
}

Value value_of(const Json& json) {
  switch (json.type()) {
    case Json::value_t::boolean: return json.get<bool>();
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned: return json.get<std::int64_t>();
    case Json::value_t::number_float: return json.get<double>();
    case Json::value_t::string: return json.get<std::string>();
    case Json::value_t::object: return object_of(json);
    case Json::value_t::array: break;
    default: return {};
  }
  Value::List list;
  for (const Json& element : json) list.push_back(value_of(element));
  return list;
}

Values values_of(const Json& json) {
  Value value = value_of(json);
  if (auto* values = value.get_if<Values>()) return std::move(*values);
  refuse("values have no names");
}

// --- facts -------------------------------------------------------------------------------------

std::string optional_text(const Json& json, const char* name) {
  return json.contains(name) ? text_of(json[name]) : std::string();
}

template <class T>
T word(const Json& json, const char* name, std::optional<T> (*parse_word)(std::string_view)) {
  const auto value = parse_word(json.at(name).get<std::string>());
  if (!value) refuse("'" + json.at(name).get<std::string>() + "' is no " + name);
  return *value;
}

Cause cause_of(const Json& json) {
  return json.contains("cause") ? word(json, "cause", parse_cause) : Cause{};
}

Resources resources_of(const Json& json) {
  Resources resources;
  for (const auto& [slot, raw] : json.items()) resources.set(slot, {raw.get<std::int64_t>()});
  return resources;
}

Node node_of(const Json& json) {
  Node node{text_of(json.at("name")), resources_of(json.at("resources"))};
  for (const Json& device : json.at("gpus")) node.gpus.push_back(text_of(device));
  node.gpu_memory = json.value("gpu_memory", std::vector<std::int64_t>());
  return node;
}

std::shared_ptr<const Placement> placement_of(const Json& json) {
  if (!json.contains("placement")) return {};
  const Json& from = json["placement"];
  auto placement = std::make_shared<Placement>(
      Placement{text_of(from.at("node")), resources_of(from.at("granted"))});
  for (const Json& share : from.value("gpus", Json::array())) {
    placement->gpus.push_back({share.at(0).get<std::uint16_t>(), share.at(1).get<std::uint16_t>()});
  }
  return placement;
}

std::shared_ptr<const Values> outputs_of(const Json& json) {
  if (!json.contains("outputs")) return {};
  return std::make_shared<const Values>(values_of(json["outputs"]));
}

void read(const Json&, JobStarted&) {}
void read(const Json& json, JobCancelRequested& fact) { fact.by = optional_text(json, "by"); }
void read(const Json& json, JobPaused& fact) { fact.reason = optional_text(json, "reason"); }
void read(const Json&, JobResumed&) {}
void read(const Json& json, JobEnded& fact) {
  fact.state = word(json, "state", parse_job_state);
  fact.cause = cause_of(json);
}
std::shared_ptr<const PipelineJob> inner_job(const GraphAdded& fact) {
  Pipeline pipeline = yaml::load_canonical(fact.pipeline, "inner.yaml");
  attach_children(pipeline, fact.children);
  pipeline.folder = fact.folder;
  const auto* params = fact.values ? fact.values->get_if<Values>() : nullptr;
  return compile(pipeline, {.params = params != nullptr ? *params : Values{}});
}

void read(const Json& json, GraphAdded& fact) {
  fact.kind = word(json, "kind", parse_graph_kind);
  fact.number = json.value("number", 0U);
  if (json.contains("values")) {
    fact.values = std::make_shared<const Value>(value_of(json["values"]));
  }
  fact.pipeline = optional_text(json, "pipeline");
  fact.children = optional_text(json, "children");
  fact.folder = optional_text(json, "folder");
  if (!fact.pipeline.empty()) fact.graph = inner_job(fact);
}
void read(const Json&, InstanceAdmitted&) {}
void read(const Json& json, InstanceKeyed& fact) {
  fact.key = optional_text(json, "key");
  if (json.contains("parts")) fact.parts = std::make_shared<const Value>(value_of(json["parts"]));
  fact.message = optional_text(json, "message");
}
void read(const Json& json, InstanceWaiting& fact) {
  fact.until.us = json.value("until", std::int64_t{0});
  fact.message = optional_text(json, "message");
}
void read(const Json& json, AttemptParked& fact) {
  fact.until.us = json.value("until", std::int64_t{0});
  fact.outputs = outputs_of(json);
  fact.folder = optional_text(json, "folder");
}
void read(const Json&, AttemptIntended&) {}
void read(const Json& json, SessionAccepted& fact) {
  fact.placement = placement_of(json);
  fact.handle = optional_text(json, "handle");
}
void read(const Json& json, SessionStarted& fact) {
  fact.isolation = optional_text(json, "isolation");
}
void read(const Json& json, AttemptEnded& fact) {
  fact.cause = cause_of(json);
  fact.outputs = outputs_of(json);
  fact.message = optional_text(json, "message");
  fact.folder = optional_text(json, "folder");
}
void read(const Json&, AttemptAbsent&) {}
void read(const Json&, AttemptUnknown&) {}
void read(const Json& json, InstanceRetrying& fact) {
  fact.until.us = json.at("until").get<std::int64_t>();
  fact.rule = json.value("rule", 0U);
  if (json.contains("resources")) {
    fact.resources = std::make_shared<const Resources>(resources_of(json["resources"]));
  }
}
void read(const Json& json, InstanceEnded& fact) {
  fact.state = word(json, "state", parse_instance_state);
  fact.cause = cause_of(json);
  fact.message = optional_text(json, "message");
  fact.outputs = outputs_of(json);
  fact.folder = optional_text(json, "folder");
}
void read(const Json& json, LateIgnored& fact) { fact.what = optional_text(json, "what"); }
void read(const Json& json, NodesChanged& fact) {
  for (const Json& node : json.at("nodes")) fact.nodes.push_back(node_of(node));
}

template <class Known>
Fact fact_of(const Json& json) {
  Known fact;
  if constexpr (requires { fact.instance; }) {
    if (!std::is_same_v<Known, GraphAdded> || json.contains("instance")) {
      fact.instance.value = json.at("instance");
    }
  }
  if constexpr (requires { fact.attempt; }) fact.attempt = json.value("attempt", Attempt{0});
  read(json, fact);
  return fact;
}

/// The alternative of Fact that `name` names, read from `json`.
template <std::size_t index = 0>
Fact fact_named(std::string_view name, const Json& json) {
  if constexpr (index < std::variant_size_v<Fact>) {
    if (detail::fact_words[index] != name) return fact_named<index + 1>(name, json);
    return fact_of<std::variant_alternative_t<index, Fact>>(json);
  } else {
    refuse("'" + std::string(name) + "' is no event of this version");
  }
}

}  // namespace

Fact decode(std::string_view word, std::string_view body) {
  const Json json = parse(body);
  if (!json.is_object()) refuse("it is no object");
  try {
    return fact_named(word, json);
  } catch (const Json::exception& failure) {
    refuse(failure.what());
  }
}

Values decode_values(std::string_view text) {
  try {
    return values_of(parse(text));
  } catch (const Json::exception& failure) {
    refuse(failure.what());
  }
}

}  // namespace headway::inline v0

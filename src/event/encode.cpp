// Facts and values to JSON text.
#include "json_text.hpp"

#include <headway/event/codec.hpp>

#include <iterator>

namespace headway::inline v0 {
namespace {

using json_text::Object;

std::string resources_json(const Resources& resources) {
  Object json;
  for (const auto& [slot, quantity] : resources) json.add(slot, quantity.raw);
  return std::move(json).finish();
}

std::string gpus_json(const std::vector<DeviceShare>& gpus) {
  std::string text = "[";
  for (const DeviceShare& share : gpus) {
    if (text.size() > 1) text += ',';
    text += '[' + std::to_string(share.device) + ',' + std::to_string(share.thousandths) + ']';
  }
  return text + ']';
}

std::string placement_json(const Placement& placement) {
  Object json;
  json.add("node", placement.node);
  json.add_json("granted", resources_json(placement.granted));
  if (!placement.gpus.empty()) json.add_json("gpus", gpus_json(placement.gpus));
  return std::move(json).finish();
}

std::string numbers_json(const std::vector<std::int64_t>& numbers) {
  std::string text = "[";
  for (const std::int64_t number : numbers) {
    if (text.size() > 1) text += ',';
    text += std::to_string(number);
  }
  return text + ']';
}

std::string node_json(const Node& node) {
  std::string devices = "[";
  for (const std::string& device : node.gpus) {
    if (devices.size() > 1) devices += ',';
    json_text::append_exact(devices, std::string_view(device));
  }
  Object json;
  json.add("name", node.name);
  json.add_json("resources", resources_json(node.resources));
  json.add_json("gpus", devices + ']');
  if (!node.gpu_memory.empty()) json.add_json("gpu_memory", numbers_json(node.gpu_memory));
  return std::move(json).finish();
}

/// What a fact says beside its instance and attempt; an empty text and `none` are left out.
void add(Object& json, std::string_view name, const std::string& text) {
  if (!text.empty()) json.add(name, text);
}
void add(Object& json, const Cause& cause) { add(json, "cause", to_string(cause)); }

void write(Object&, const JobStarted&) {}
void write(Object& json, const JobCancelRequested& fact) { add(json, "by", fact.by); }
void write(Object& json, const JobPaused& fact) { add(json, "reason", fact.reason); }
void write(Object&, const JobResumed&) {}
void write(Object& json, const GraphAdded& fact) {
  json.add("kind", to_string(fact.kind));
  if (fact.number != 0) json.add("number", fact.number);
  if (fact.values) json.add_json("values", encode_value(*fact.values));
  add(json, "pipeline", fact.pipeline);
  add(json, "children", fact.children);
  add(json, "folder", fact.folder);
}
void write(Object&, const InstanceAdmitted&) {}
void write(Object& json, const InstanceKeyed& fact) {
  add(json, "key", fact.key);
  if (fact.parts) json.add_json("parts", encode_value(*fact.parts));
  add(json, "message", fact.message);
}
void write(Object& json, const InstanceWaiting& fact) {
  if (fact.until.us != 0) json.add("until", fact.until.us);
  add(json, "message", fact.message);
}
void write(Object& json, const JobEnded& fact) {
  json.add("state", to_string(fact.state));
  add(json, fact.cause);
}
void write(Object&, const AttemptIntended&) {}
void write(Object& json, const SessionAccepted& fact) {
  if (fact.placement) json.add_json("placement", placement_json(*fact.placement));
  add(json, "handle", fact.handle);
}
void write(Object& json, const SessionStarted& fact) { add(json, "isolation", fact.isolation); }
void write(Object& json, const AttemptEnded& fact) {
  add(json, fact.cause);
  add(json, "message", fact.message);
  add(json, "folder", fact.folder);
  if (fact.outputs) json.add_json("outputs", encode_values(*fact.outputs));
}
void write(Object& json, const AttemptParked& fact) {
  if (fact.until.us != 0) json.add("until", fact.until.us);
  add(json, "folder", fact.folder);
  if (fact.outputs) json.add_json("outputs", encode_values(*fact.outputs));
}
void write(Object&, const AttemptAbsent&) {}
void write(Object&, const AttemptUnknown&) {}
void write(Object& json, const InstanceRetrying& fact) {
  json.add("until", fact.until.us);
  if (fact.rule != 0) json.add("rule", fact.rule);
  if (fact.resources) json.add_json("resources", resources_json(*fact.resources));
}
void write(Object& json, const InstanceEnded& fact) {
  json.add("state", to_string(fact.state));
  add(json, fact.cause);
  add(json, "message", fact.message);
  if (fact.outputs) json.add_json("outputs", encode_values(*fact.outputs));
  add(json, "folder", fact.folder);
}
void write(Object& json, const LateIgnored& fact) { add(json, "what", fact.what); }
void write(Object& json, const NodesChanged& fact) {
  std::string nodes = "[";
  for (const Node& node : fact.nodes) {
    if (nodes.size() > 1) nodes += ',';
    nodes += node_json(node);
  }
  json.add_json("nodes", nodes + ']');
}

// --- the same for `run --json`: times, quantities and causes as people and tools read them -----

void show(Object& json, std::string_view name, const std::string& text) {
  if (!text.empty()) json.add_shown(name, text);
}
void show(Object& json, const Cause& cause) { show(json, "cause", to_string(cause)); }

template <class Known>
void show(Object&, const Known&) {}
void show(Object& json, const JobCancelRequested& fact) { show(json, "by", fact.by); }
void show(Object& json, const JobPaused& fact) { show(json, "reason", fact.reason); }
void show(Object& json, const JobEnded& fact) {
  show(json, fact.cause);
  json.add_shown("state", to_string(fact.state));
}
void show(Object& json, const SessionAccepted& fact) {
  if (fact.placement) json.add_shown("node", fact.placement->node);
}
void show(Object& json, const SessionStarted& fact) { show(json, "isolation", fact.isolation); }
void show(Object& json, const AttemptEnded& fact) {
  show(json, fact.cause);
  show(json, "message", fact.message);
  if (fact.outputs) json.add_json("outputs", to_json(Value(*fact.outputs)));
}
void show(Object& json, const GraphAdded& fact) {
  json.add_shown("kind", to_string(fact.kind));
  if (fact.kind == GraphKind::round) json.add("round", fact.number);
  if (fact.kind == GraphKind::elements) json.add("count", detail::size_of(fact.values));
}
void show(Object& json, const InstanceWaiting& fact) {
  if (fact.until.us != 0) json.add_shown("until", to_string(fact.until));
  show(json, "message", fact.message);
}
void show(Object& json, const AttemptParked& fact) {
  if (fact.until.us != 0) json.add_shown("until", to_string(fact.until));
}
void show(Object& json, const InstanceRetrying& fact) {
  json.add_shown("until", to_string(fact.until));
  if (fact.resources) json.add_shown("resources", to_string(*fact.resources));
}
void show(Object& json, const InstanceEnded& fact) {
  show(json, fact.cause);
  json.add_shown("state", to_string(fact.state));
  show(json, "message", fact.message);
  if (fact.outputs) json.add_json("outputs", to_json(Value(*fact.outputs)));
}
void show(Object& json, const LateIgnored& fact) { show(json, "what", fact.what); }

}  // namespace

std::string encode(const Fact& fact) {
  Object json;
  InstanceId instance;
  Attempt attempt = 0;
  if (about(fact, instance, attempt)) {
    json.add("instance", instance.value);
    if (attempt != 0) json.add("attempt", attempt);
  }
  std::visit([&](const auto& known) { write(json, known); }, fact);
  return std::move(json).finish();
}

std::string json_line(const Event& event, const JobGraphs& graphs) {
  Object json;
  json.add_shown("time", to_string(event.time));
  json.add_shown("job", to_string(event.job));
  json.add_shown("event", name_of(event.fact));
  InstanceId instance;
  Attempt attempt = 0;
  if (about(event.fact, instance, attempt)) {
    json.add_shown("instance", graphs.name(instance));
    if (attempt != 0) json.add("attempt", attempt);
  }
  std::visit([&](const auto& known) { show(json, known); }, event.fact);
  return std::move(json).finish();
}

std::string encode_value(const Value& value) {
  std::string text;
  json_text::append_exact(text, value);
  return text;
}

std::string encode_values(const Values& values) { return encode_value(Value(values)); }

}  // namespace headway::inline v0

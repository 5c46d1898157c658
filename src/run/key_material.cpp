// What a result depends on: the rules of the cache key.
#include "key_material.hpp"

#include "job_scope.hpp"
#include "python_call.hpp"
#include "surroundings.hpp"
#include "task_environment.hpp"

#include <headway/base/digest.hpp>
#include <headway/base/name.hpp>
#include <headway/job/expression.hpp>

#include <algorithm>
#include <utility>
#include <variant>

namespace headway::inline v0 {

namespace {

constexpr std::size_t longest_part = 200;  // of JSON; longer ones are kept as their digest

/// Artifacts as what is in them, wherever they lie.
Value by_content(Value value) {
  if (const auto* artifact = value.get_if<Artifact>()) return Value(artifact->digest);
  if (auto* list = value.get_if<Value::List>()) {
    for (Value& element : *list) element = by_content(std::move(element));
  }
  if (auto* map = value.get_if<Value::Map>()) {
    for (auto& [name, element] : *map) element = by_content(std::move(element));
  }
  return value;
}

Value shortened(Value value) {
  value = by_content(std::move(value));
  const std::string json = to_json(value);
  return json.size() <= longest_part ? value : Value("sha256:" + hex(sha256(json)));
}

/// Calls `visit` with every string in a value.
template <class Visit>
void each_text(const Value& value, const Visit& visit) {
  if (const auto* text = value.get_if<std::string>()) visit(*text);
  if (const auto* list = value.get_if<Value::List>()) {
    for (const Value& element : *list) each_text(element, visit);
  }
  if (const auto* map = value.get_if<Value::Map>()) {
    for (const auto& [name, element] : *map) each_text(element, visit);
  }
}

class Gathering {
 public:
  Gathering(const JobStatus& status, const JobRecord& record, const Callables& callables,
            const Folders& folders, InstanceId instance)
      : status_(status),
        callables_(callables),
        instance_(instance),
        plan_(*status.graphs().of(instance).plan),
        task_(status.graphs().written(instance)),
        settings_(status.graphs().settings(instance)),
        cache_(*settings_.cache),
        scope_(status, record.id, folders, instance) {
    found_.folder = plan_.pipeline().folder;
    found_.interpreter = record.python;
    found_.job_folder = folders.job(record.id);
  }

  KeyMaterial operator()() {
    std::visit([&](const auto& body) { add_body(body); }, task_.body);
    add_values();
    add_settings();
    for (const Text& glob : task_.sources) found_.sources.push_back(glob.value);
    return std::move(found_);
  }

 private:
  [[nodiscard]] bool ignores(const std::string& name) const {
    return std::find(cache_.ignore.begin(), cache_.ignore.end(), name) != cache_.ignore.end();
  }
  void add(std::string name, Value value) {
    found_.parts.insert_or_assign(std::move(name), shortened(std::move(value)));
  }

  /// The values of the names in a text with `${{ }}`.
  void add_names(const std::string& text) {
    if (!has_expression(text)) return;
    Diagnostics ignored;
    for (const auto& piece : parse_template({.value = text}, ignored).pieces) {
      const auto* expression = std::get_if<Expression>(&piece);
      if (expression == nullptr) continue;
      for (const NameUse& name : expression->names()) add_name(name.path);
    }
  }
  void add_name(const std::vector<std::string>& path) {
    const bool ignored = path[0] == "params" && path.size() > 1 && ignores(path[1]);
    if (ignored || path[0] == "secrets") return;
    const auto known = scope_.at(path);
    if (!known) return;
    const std::span<const std::string> used(path.data(), known->used);
    add(to_string(used), known->value);
  }

  template <class Body>
  void add_body(const Body&) {  // runs in no session
    found_.problem = "it has no session";
  }
  void add_body(const CommandBody& body) {
    Value::List words;
    for (const Text& word : body.argv) {
      words.emplace_back(word.value);
      add_names(word.value);
      found_.texts.push_back(word.value);
      found_.words.push_back(expand(word.value, scope_));
    }
    add("command", std::move(words));
    add_visible();
  }
  void add_body(const ScriptBody& body) {
    Value::List shell(body.shell.begin(), body.shell.end());
    add("script", body.text.value);
    add("shell", std::move(shell));
    found_.texts.push_back(body.text.value);
    add_visible();
  }
  void add_body(const CallBody& body) {
    const std::string target = expand(body.target.value, scope_);
    add("call", target);
    if (const auto function = python_target(target)) {
      found_.target = *function;
      for (const Input& given : task_.config) add_given("config " + given.name, given);
      return add_visible();
    }
    const auto callable = callables_.find(std::string_view(target).substr(target.find(':') + 1));
    if (callable && !callable->version().empty()) return add("code", callable->version());
    found_.problem = "its function declares no version, which would stand for its code";
  }

  void add_given(std::string name, const Input& given) {
    add(std::move(name), given.value.value);
    each_text(given.value.value, [&](const std::string& text) { add_names(text); });
  }

  void add_values() {
    for (const Input& input : task_.inputs) {
      if (!ignores(input.name)) add_given("input " + input.name, input);
    }
    const Surroundings around = surroundings_of(status_, instance_);
    for (const auto& [axis, value] : around.matrix) add("matrix." + axis, value);
    if (around.item != nullptr) add("item", *around.item);
    Value::Map outputs;
    for (const OutputDeclaration& output : task_.outputs) {
      const std::string path = output.path ? " " + output.path->value : std::string();
      outputs.emplace(output.name, to_string(output.type) + path);
    }
    if (!outputs.empty()) add("outputs", std::move(outputs));
  }

  /// What only a process finds: the results of those before it, and its environment.
  void add_visible() {
    for (const TaskInput& input : inputs_of(status_, instance_)) {
      if (!ignores(input.task)) add("task " + input.task, results_of(input));
    }
    for (const auto& [name, value] : plan_.params()) {
      if (ignores(name)) continue;
      found_.visible.emplace("HEADWAY_PARAM_" + environment_name(name),
                             Value::Map{{"params." + name, value}});
    }
    const Surroundings around = surroundings_of(status_, instance_);
    if (around.item != nullptr) {
      found_.visible.emplace("HEADWAY_ITEM_INDEX",
                             Value::Map{{"item_index", std::int64_t{around.item_index}}});
    }
    if (around.round != nullptr) {
      found_.visible.emplace("HEADWAY_ROUND",
                             Value::Map{{"round.index", std::int64_t{around.round->number}}});
    }
  }
  [[nodiscard]] Value results_of(const TaskInput& input) const {
    Value::List results;
    for (const InstanceId instance : input.instances) {
      const InstanceStatus& was = status_.instance(instance);
      results.emplace_back(was.output_folder);  // named by its content
      if (was.outputs) results.emplace_back(*was.outputs);
    }
    return results;
  }

  void add_settings() {
    if (!cache_.version.empty()) add("version", cache_.version);
    if (settings_.image.given()) add_text("image", *settings_.image);
    if (settings_.workdir.given()) add_text("workdir", *settings_.workdir);
    for (const auto& [name, value] : settings_.env) {
      if (value.given()) add_text("env " + name, *value);
    }
    if (!settings_.secrets.given()) return;
    Value::List names;  // never what they are
    for (const Text& secret : *settings_.secrets) names.emplace_back(secret.value);
    add("secrets", std::move(names));
  }
  void add_text(std::string name, const std::string& text) {
    add(std::move(name), text);
    add_names(text);
  }

  const JobStatus& status_;
  const Callables& callables_;
  InstanceId instance_;
  const PipelineJob& plan_;
  const Task& task_;
  const SessionSettings& settings_;
  const CacheSettings& cache_;
  JobScope scope_;
  KeyMaterial found_{};
};

}  // namespace

KeyMaterial key_material(const JobStatus& status, const JobRecord& record,
                         const Callables& callables, const Folders& folders, InstanceId instance) {
  return Gathering(status, record, callables, folders, instance)();
}

}  // namespace headway::inline v0

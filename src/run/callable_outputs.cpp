// What a callable returned.
#include "callable_outputs.hpp"

#include <filesystem>
#include <utility>
#include <vector>

namespace headway::inline v0 {

namespace {

/// Calls `visit` for every artifact in `value`, in order.
template <class Visitor>
void each_artifact(Value& value, const Visitor& visit) {
  if (auto* artifact = value.get_if<Artifact>()) visit(*artifact);
  if (auto* list = value.get_if<Value::List>()) {
    for (Value& element : *list) each_artifact(element, visit);
  }
  if (auto* map = value.get_if<Value::Map>()) {
    for (auto& [name, element] : *map) each_artifact(element, visit);
  }
}

template <class Visitor>
void each_artifact(Values& values, const Visitor& visit) {
  for (auto& [name, value] : values) each_artifact(value, visit);
}

std::string beneath(const std::string& folder, const std::string& path) {
  return path.starts_with(folder + '/') ? path.substr(folder.size() + 1) : path;
}

}  // namespace

bool leaves_files(const Values& outputs) {
  bool found = false;
  for (auto [name, value] : outputs) each_artifact(value, [&](const Artifact&) { found = true; });
  return found;
}

std::string check_outputs(const Task& task, const Values& outputs) {
  for (const OutputDeclaration& declared : task.outputs) {
    const auto given = outputs.find(declared.name);
    const bool missing = given == outputs.end();
    if (missing && declared.type.kind != Type::Kind::optional) {
      return "output \"" + declared.name + "\" is missing";
    }
    if (!missing && !conforms(given->second, declared.type)) {
      return "output \"" + declared.name + "\" is declared " + to_string(declared.type) +
             ", the callable gave " + to_json(given->second);
    }
  }
  return {};
}

Committed commit_callable(const Artifacts& artifacts, const std::string& folder, const Task& task,
                          Values outputs) {
  std::vector<OutputDeclaration> files;  // one per artifact, named by its number
  each_artifact(outputs, [&](const Artifact& artifact) {
    const auto kind = artifact.directory ? Type::Kind::directory : Type::Kind::file;
    files.push_back({.name = std::to_string(files.size()),
                     .type = {.kind = kind},
                     .path = Text{beneath(folder, artifact.path)}});
  });
  Committed committed = artifacts.commit(folder, files);
  if (!committed.problem.empty()) return committed;
  std::size_t number = 0;
  each_artifact(outputs, [&](Artifact& artifact) {
    artifact = *committed.outputs.at(std::to_string(number++)).get_if<Artifact>();
  });
  committed.problem = check_outputs(task, outputs);
  committed.outputs = std::move(outputs);
  return committed;
}

}  // namespace headway::inline v0

// The scope of a running job.
#include "job_scope.hpp"

#include <headway/base/error.hpp>

#include <utility>

namespace headway::inline v0 {

Value with_absolute_paths(Value value, const Folders& folders) {
  if (auto* artifact = value.get_if<Artifact>()) artifact->path = folders.absolute(artifact->path);
  if (auto* list = value.get_if<Value::List>()) {
    for (Value& element : *list) element = with_absolute_paths(std::move(element), folders);
  }
  if (auto* map = value.get_if<Value::Map>()) {
    for (auto& [name, element] : *map) element = with_absolute_paths(std::move(element), folders);
  }
  return value;
}

Value output_of(const InstanceStatus& instance, const std::string& name, const Folders& folders) {
  if (!instance.outputs) return {};
  const auto found = instance.outputs->find(name);
  return found == instance.outputs->end() ? Value{} : with_absolute_paths(found->second, folders);
}

namespace {

std::optional<Resolved> found(std::optional<Value> value, std::size_t used) {
  return value ? std::optional(Resolved{std::move(*value), used}) : std::nullopt;
}

std::optional<Value> named(const Values& values, const std::string& name) {
  const auto at = values.find(name);
  return at == values.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace

std::optional<Resolved> JobScope::at(std::span<const std::string> path) const {
  const std::string& root = path[0];
  if (path.size() < 2) return {};
  if (root == "params") return found(named(status_.job().params(), path[1]), 2);
  if (root == "matrix") return found(named(matrix_, path[1]), 2);
  if (root == "job") return found(of_job(path[1]), 2);
  if (root == "tasks" && path.size() > 3 && path[2] == "outputs") return found(of_task(path), 4);
  return {};
}

std::optional<Value> JobScope::of_job(const std::string& name) const {
  if (name == "id") return Value(to_string(id_));
  if (name == "name") return Value(status_.job().name());
  return {};
}

std::optional<Value> JobScope::of_task(std::span<const std::string> path) const {
  const PipelineJob& job = status_.job();
  const auto id = job.find_task(path[1]);
  if (!id) return {};
  const JobTask& task = job.task(*id);
  if (!job.written(*id).matrix) return output_of(status_.instance(task.first), path[3], folders_);
  Value::List elements;  // of a fan-out: a list in instance order
  for (std::uint32_t i = 0; i < task.count; ++i) {
    const InstanceId element{task.first.value + i};
    elements.push_back(output_of(status_.instance(element), path[3], folders_));
  }
  return Value(std::move(elements));
}

Values job_outputs(const JobStatus& status, JobId id, const Folders& folders) {
  Values outputs;
  const JobScope scope(status, id, folders);
  for (const ComputedOutput& output : status.job().pipeline().outputs) {
    outputs.emplace(output.name, evaluate(Value(output.expression.value), scope));
  }
  return outputs;
}

}  // namespace headway::inline v0

// Pipelines built by hand, for tests that read no files.
#pragma once

#include <headway/model/pipeline.hpp>

#include <string>
#include <utility>
#include <vector>

namespace pipelines {

using namespace headway;

/// A task that runs `words`.
inline Task command(std::string name, std::vector<std::string> words = {"true"}) {
  CommandBody body;
  for (std::string& word : words) body.argv.push_back({std::move(word), {}});
  Task task{.name = std::move(name)};
  task.body = std::move(body);
  return task;
}

/// The same after other tasks.
inline Task after(std::vector<std::string> sources, Task task,
                  EdgeCondition condition = EdgeCondition::succeeded) {
  for (std::string& source : sources) task.depends_on.push_back({std::move(source), condition, {}});
  return task;
}

inline Task with_output(Task task, std::string name, Type type = {Type::Kind::integer}) {
  task.outputs.push_back({.name = std::move(name), .type = std::move(type)});
  return task;
}

inline Task with_resource(Task task, std::string slot, Quantity quantity) {
  task.settings.resources.emplace_back(std::move(slot), quantity);
  return task;
}

inline Task with_env(Task task, std::string name, std::string value) {
  task.settings.env.emplace_back(std::move(name), Setting<std::string>(std::move(value)));
  return task;
}

/// Axes given as name and values.
inline Task with_matrix(Task task, std::vector<std::pair<std::string, Value::List>> axes) {
  Matrix matrix;
  for (auto& [name, values] : axes) matrix.axes.push_back({name, std::move(values), {}});
  task.matrix = std::move(matrix);
  return task;
}

inline Pipeline of(std::vector<Task> tasks, std::vector<Param> params = {}) {
  Pipeline pipeline{.name = "test"};
  pipeline.tasks = std::move(tasks);
  pipeline.params = std::move(params);
  return pipeline;
}

inline Param param(std::string name, Type::Kind kind, std::optional<Value> default_value = {}) {
  return {.name = std::move(name), .type = {kind}, .default_value = std::move(default_value)};
}

}  // namespace pipelines

// Tasks with graphs inside, built by hand.
#pragma once

#include <headway/model/pipeline.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pipelines {

using namespace headway;

/// A task that does `tasks` again until `until` holds, at most three times.
inline Task repeats(std::string name, std::vector<Task> tasks, std::string until) {
  Task task{.name = std::move(name)};
  task.body = RepeatBody{.tasks = std::move(tasks),
                         .outputs = {},
                         .until = {std::move(until), {}},
                         .max_rounds = {3, {}}};
  return task;
}

/// The same with an output more.
inline Task gives(Task repeat, std::string name, std::string expression) {
  std::get<RepeatBody>(repeat.body)
      .outputs.push_back({std::move(name), {std::move(expression), {}}});
  return repeat;
}

/// A task that runs `inner`, as if read from a file of its name.
inline Task starts(std::string name, Pipeline inner) {
  Task task{.name = std::move(name)};
  PipelineBody body{.path = {inner.name + ".yaml", {}}};
  body.loaded = std::make_shared<const Pipeline>(std::move(inner));
  task.body = std::move(body);
  return task;
}

inline Task with_map(Task task, std::string over) {
  task.map = Map{.over = {std::move(over), {}}};
  return task;
}

}  // namespace pipelines

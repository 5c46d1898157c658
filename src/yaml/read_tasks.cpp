// Tasks: the keys that only a task has.
#include "readers.hpp"

#include <array>

namespace headway::inline v0::yaml {
namespace {

constexpr std::array conditions{EdgeCondition::succeeded, EdgeCondition::completed,
                                EdgeCondition::failed, EdgeCondition::succeeded_or_skipped};

std::optional<EdgeCondition> read_condition(const Place& at) {
  auto word = at.text();
  if (!word) return {};
  std::vector<std::string> known;
  for (auto condition : conditions) {
    if (to_string(condition) == *word) return condition;
    known.emplace_back(to_string(condition));
  }
  at.fail_at_value("unknown-condition", '"' + std::string(*word) + "\" is no condition of an edge",
                   {"conditions are succeeded, completed, failed and succeeded_or_skipped"},
                   closest(*word, known));
  return {};
}

void read_depends_on(const Place& at, Task& target) {
  target.depends_on.reserve(at.element().count());
  if (at.element().kind == Kind::map) {
    return at.each_entry([&](const Place& edge) {
      if (auto condition = read_condition(edge)) {
        target.depends_on.push_back({std::string(edge.key()), *condition, edge.key_span()});
      }
    });
  }
  at.each_item([&](const Place& edge) {
    if (auto name = edge.text()) {
      target.depends_on.push_back({std::string(*name), EdgeCondition::succeeded, edge.span()});
    }
  });
}

void read_description(const Place& at, Task& target) {
  if (auto text = at.text()) target.description = *text;
}

void read_inputs(const Place& at, Task& target) {
  at.each_entry([&](const Place& input) {
    if (auto value = input.value()) {
      target.inputs.push_back({std::string(input.key()), {std::move(*value), input.span()}});
    }
  });
}

void read_sources(const Place& at, Task& target) {
  at.each_item([&](const Place& glob) {
    if (auto text = read_text(glob)) target.sources.push_back(std::move(*text));
  });
}

void read_max_parallel(const Place& at, Task& target) {
  if (auto count = read_count(at, 1)) target.max_parallel = {*count, at.span()};
}

constexpr Key<Task> task_keys[] = {
    {"description", form_text, read_description},
    {"depends_on", form_list | form_map, read_depends_on},
    later_key<Task>("when"),
    {"command", form_text | form_list, read_body_command},
    {"script", form_text, read_body_script},
    {"shell", form_list, read_shell},
    {"call", form_text, read_body_call},
    {"inputs", form_map, read_inputs},
    later_key<Task>("config"),
    {"outputs", form_map, read_outputs},
    {"sources", form_list, read_sources},
    {"matrix", form_map, read_matrix},
    later_key<Task>("map"),
    {"max_parallel", form_integer, read_max_parallel},
    later_key<Task>("repeat"),
    later_key<Task>("pipeline"),
    later_key<Task>("approval"),
    later_key<Task>("wait"),
    later_key<Task>("fail"),
    later_key<Task>("callback"),
    later_key<Task>("compensate"),
};

void read_task(const Place& at, Task& target) {
  if (at.is_null()) return;  // a name alone is a join
  if (!at.has_form(form_map)) return;
  read_keys(at, target, std::span<const Key<Task>>(task_keys), target.settings, settings_keys());
}

}  // namespace

void read_tasks(const Place& at, Pipeline& target) {
  target.tasks.reserve(at.element().count());
  at.each_entry([&](const Place& entry) {
    Task& task = target.tasks.emplace_back();
    task.name = entry.key();
    task.span = entry.key_span();
    read_task(entry, task);
  });
}

}  // namespace headway::inline v0::yaml

// Tasks: the keys that only a task has.
#include "readers.hpp"
#include "shapes.hpp"

namespace headway::inline v0::yaml {
namespace {

constexpr std::string_view conditions[] = {"succeeded", "completed", "failed",
                                           "succeeded_or_skipped"};  // as EdgeCondition has them
constexpr Shape condition_shape{.forms = form_word, .words = conditions};
constexpr Shape edges_shape{
    .forms = form_list | form_map, .item = &text_shape, .value = &condition_shape};
constexpr Shape command_shape{.forms = form_text | form_list, .item = &text_shape};
constexpr Shape output_shape{
    .forms = form_text | form_map, .pattern = short_type_pattern, .keys = output_table};
constexpr Shape outputs_shape{.forms = form_map, .value = &output_shape};
constexpr Shape matrix_shape{.forms = form_map, .keys = matrix_table};
constexpr Shape map_shape{.forms = form_map, .keys = map_table};
constexpr Shape repeat_shape{.forms = form_map, .keys = repeat_table};
constexpr Shape pipeline_shape{.forms = form_map, .keys = inner_pipeline_table};
constexpr Shape approval_shape{.forms = form_map, .keys = approval_table};
constexpr Shape wait_shape{
    .forms = form_duration | form_map, .pattern = duration_shape.pattern, .keys = wait_table};
constexpr Shape fail_shape{.forms = form_map, .keys = fail_table};
constexpr Shape callback_shape{.forms = form_map | form_null, .keys = callback_table};
constexpr Shape compensate_shape{.forms = form_map, .keys = compensate_table};

std::optional<EdgeCondition> read_condition(const Place& at) {
  auto condition = read_word(at, {conditions, "unknown-condition", "condition of an edge"});
  if (!condition) return {};
  return static_cast<EdgeCondition>(*condition);
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
void read_when(const Place& at, Task& target) { target.when = read_expression(at); }
void read_arguments(const Place& at, Task& target) { target.inputs = read_inputs(at); }
void read_config(const Place& at, Task& target) { target.config = read_inputs(at); }
void read_sources(const Place& at, Task& target) { target.sources = read_texts(at); }
void read_max_parallel(const Place& at, Task& target) {
  if (auto count = read_count(at, 1)) target.max_parallel = {*count, at.span()};
}

constexpr Choice bodies[] = {{.code = "several-bodies",
                              .noun = "two bodies",
                              .rule = "a task has one body",
                              .note = "make two tasks, one of which depends on the other"}};
constexpr auto optional = Presence::optional;
constexpr std::uint8_t body = 1;  // the number of that choice

constexpr Key<Task> rows[] = {
    {"description", &text_shape, read_description, "What the task is for"},
    {"depends_on", &edges_shape, read_depends_on,
     "Tasks that come first: a list, or each with its condition"},
    {"when", &expression_shape, read_when, "An expression; false skips the task"},
    {"command", &command_shape, read_command, "A program and its arguments; never a shell",
     optional, body},
    {"script", &text_shape, read_script, "A shell script; values reach it by env", optional, body},
    {.name = "shell",
     .shape = &texts_shape,
     .read = read_shell,
     .meaning = "What reads the script; default [bash, -euo, pipefail, -c]",
     .companion = "script"},
    {"call", &text_shape, read_call, "A callable: python:module:name or cpp:name", optional, body},
    {"inputs", &any_map_shape, read_arguments, "Arguments; texts in them may hold ${{ }}"},
    {"config", &any_map_shape, read_config, "What a class is constructed with"},
    {"outputs", &outputs_shape, read_outputs, "What the task promises: a type for each name"},
    {"matrix", &matrix_shape, read_matrix, "An instance for each combination of some values"},
    {"map", &map_shape, read_map, "An instance for each element of a list"},
    {"max_parallel", &positive_shape, read_max_parallel,
     "Instances of this task in sessions at a time; default: no cap"},
    {"repeat", &repeat_shape, read_repeat, "Tasks that are done again until it is enough", optional,
     body},
    {"pipeline", &pipeline_shape, read_inner_pipeline, "Another pipeline, as a job inside the job",
     optional, body},
    {"approval", &approval_shape, read_approval, "A person decides", optional, body},
    {"wait", &wait_shape, read_wait, "A pause, or a time to wait for", optional, body},
    {"fail", &fail_shape, read_fail, "Fails on purpose, by a name", optional, body},
    {"callback", &callback_shape, read_callback,
     "After its process has ended the task waits for somebody to bring its outputs"},
    {"sources", &texts_shape, read_sources,
     "Globs relative to the file, such as lib/**/*.py: part of the cache key"},
    {"compensate", &compensate_shape, read_compensate, "What undoes the task in a rollback"},
};
constexpr Keys<Task> keys{rows, bodies};

void read_task(const Place& at, Task& target) {
  if (at.is_null()) return;  // a name alone is a join
  if (!at.has_form(form_map)) return;
  read_keys(at, target, keys, target.settings, settings_keys());
}

}  // namespace

void read_tasks(const Place& at, std::vector<Task>& target) {
  target.reserve(at.element().count());
  at.each_entry([&](const Place& entry) {
    Task& task = target.emplace_back();
    task.name = entry.key();
    task.span = entry.key_span();
    read_task(entry, task);
  });
}

Table task_table() {
  auto table = table_of("task", "A task: one body at most, and what goes with it", keys);
  add_facts(table, settings_keys().rows);
  return table;
}

}  // namespace headway::inline v0::yaml

// Bodies with tasks inside: repeat, and a pipeline of another file.
#include "readers.hpp"
#include "shapes.hpp"

namespace headway::inline v0::yaml {
namespace {

void read_round_tasks(const Place& at, RepeatBody& target) { read_tasks(at, target.tasks); }
void read_round_outputs(const Place& at, RepeatBody& target) {
  target.outputs = read_computed_outputs(at);
}
void read_until(const Place& at, RepeatBody& target) {
  if (auto until = read_expression(at)) target.until = std::move(*until);
}
void read_max_rounds(const Place& at, RepeatBody& target) {
  if (auto rounds = read_count(at, 1)) target.max_rounds = {*rounds, at.span()};
}
void read_delay(const Place& at, RepeatBody& target) {
  if (auto delay = read_duration(at)) target.delay = *delay;
}

constexpr Key<RepeatBody> repeat_rows[] = {
    {"tasks", &tasks_shape, read_round_tasks, "The tasks of each round", Presence::required},
    {"outputs", &text_map_shape, read_round_outputs,
     "What a round gives; the last round's are the task's outputs"},
    {"until", &expression_shape, read_until,
     "An expression over outputs, tasks and round; true ends the repetition", Presence::required},
    {"max_rounds", &positive_shape, read_max_rounds, "How many rounds there may be",
     Presence::required},
    {"delay", &duration_shape, read_delay, "The pause between rounds; default 0s"},
};
constexpr Keys<RepeatBody> repeat_keys{repeat_rows};

void read_path(const Place& at, PipelineBody& target) {
  if (auto path = read_text(at)) target.path = std::move(*path);
}
void read_from(const Place& at, PipelineBody& target) {
  if (auto from = read_expression(at)) target.from = std::move(*from);
}
void read_inner_params(const Place& at, PipelineBody& target) { target.params = read_inputs(at); }

constexpr Choice origins[] = {{.code = "conflicting-keys",
                               .noun = "two origins",
                               .rule = "a pipeline is read from a path, or made by a task",
                               .needed = true,
                               .example = "{path: ./deploy.yaml}, or {from: "
                                          "tasks.make.outputs.file} for one that a task makes"}};

constexpr Key<PipelineBody> inner_rows[] = {
    {.name = "path",
     .shape = &text_shape,
     .read = read_path,
     .meaning = "A pipeline file, relative to this one",
     .choice = 1},
    {.name = "from",
     .shape = &expression_shape,
     .read = read_from,
     .meaning = "An expression that gives the pipeline file, made while the job goes on",
     .choice = 1},
    {"params", &any_map_shape, read_inner_params, "The params of the inner pipeline"},
};
constexpr Keys<PipelineBody> inner_keys{inner_rows, origins};

}  // namespace

void read_repeat(const Place& at, Task& target) {
  RepeatBody body;
  read_keys(at, body, repeat_keys);
  target.body = std::move(body);
}

void read_inner_pipeline(const Place& at, Task& target) {
  PipelineBody body;
  read_keys(at, body, inner_keys);
  target.body = std::move(body);
}

Table repeat_table() { return table_of("repeat", "Tasks that are done again", repeat_keys); }
Table inner_pipeline_table() { return table_of("inner", "A job inside the job", inner_keys); }

}  // namespace headway::inline v0::yaml

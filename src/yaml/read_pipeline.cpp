// The top of the file: its version, its name, its sections.
#include "readers.hpp"
#include "shapes.hpp"

namespace headway::inline v0::yaml {
namespace {

constexpr std::string_view file_versions[] = {"v1"};
constexpr Shape version_shape{.forms = form_word, .words = file_versions};
constexpr Shape param_shape{.forms = form_any & ~unsigned{form_null}, .keys = param_table};
constexpr Shape params_shape{.forms = form_map, .value = &param_shape};
constexpr Shape defaults_shape{.forms = form_map, .keys = defaults_table};
constexpr Shape limits_shape{.forms = form_map, .keys = limits_table};
constexpr Shape limited_slots_shape{
    .forms = form_map, .value = &counted_shape, .keys = limited_slots_table};
constexpr Shape notification_shape{.forms = form_map, .keys = notification_table};
constexpr Shape notifications_shape{.forms = form_list, .item = &notification_shape};

void read_version(const Place& at, Pipeline& /*target*/) {
  if (at.element().text() == file_versions[0]) return;
  at.fail("unsupported-version",
          "this headway reads files of version v1, not \"" + std::string(at.element().text()) + '"',
          {"the first line of a pipeline file is `headway: v1`"});
}

void read_name(const Place& at, Pipeline& target) {
  if (auto text = at.text()) target.name = *text;
}
void read_description(const Place& at, Pipeline& target) {
  if (auto text = at.text()) target.description = *text;
}
void read_labels(const Place& at, Pipeline& target) {
  at.each_entry([&](const Place& label) {
    if (auto text = label.text()) target.labels.emplace_back(label.key(), *text);
  });
}

void read_secrets(const Place& at, Pipeline& target) {
  at.each_entry([&](const Place& secret) {
    auto reference = read_text(secret);
    if (reference) target.secrets.push_back({std::string(secret.key()), std::move(*reference)});
  });
}

void read_defaults(const Place& at, Pipeline& target) {
  read_keys(at, target.defaults, settings_keys());
}

void read_most_sessions(const Place& at, Limits& target) {
  if (auto count = read_count(at, 1)) target.max_parallel = {*count, at.span()};
}
void read_slots(const Place& at, Limits& target) {
  at.each_entry([&](const Place& slot) {
    if (!slot.has_form(form_quantity)) return;
    auto quantity = read_quantity(slot);
    if (quantity) target.slots.push_back({std::string(slot.key()), {*quantity, slot.span()}});
  });
}

constexpr Key<Limits> limits_rows[] = {
    {"max_parallel", &positive_shape, read_most_sessions,
     "Sessions of this job at a time; default: no cap"},
    {"slots", &limited_slots_shape, read_slots,
     "The most this job holds of a slot; a slot named only here exists only here"},
};
constexpr Keys<Limits> limits_keys{limits_rows};

void read_limits(const Place& at, Pipeline& target) { read_keys(at, target.limits, limits_keys); }

void read_main_tasks(const Place& at, Pipeline& target) { read_tasks(at, target.tasks); }
void read_on_failure(const Place& at, Pipeline& target) { read_tasks(at, target.on_failure); }
void read_finally(const Place& at, Pipeline& target) { read_tasks(at, target.finally); }
void read_fail_fast(const Place& at, Pipeline& target) {
  target.fail_fast = at.boolean().value_or(false);
}
void read_rollback(const Place& at, Pipeline& target) {
  target.rollback = at.boolean().value_or(false);
}
void read_job_outputs(const Place& at, Pipeline& target) {
  target.outputs = read_computed_outputs(at);
}

constexpr Key<Pipeline> rows[] = {
    {"headway", &version_shape, read_version, "The version of the format: v1", Presence::required},
    {"name", &text_shape, read_name, "The name of the pipeline; default: that of the file"},
    {"description", &text_shape, read_description, "What the pipeline is for"},
    {"labels", &text_map_shape, read_labels, "Words of your own; kept, not interpreted"},
    {"params", &params_shape, read_params, "Typed parameters: a default, or {type: …}"},
    {"secrets", &text_map_shape, read_secrets,
     "Where each secret comes from: env:NAME or file:PATH"},
    {"defaults", &defaults_shape, read_defaults, "Settings of every task that has a session"},
    {"limits", &limits_shape, read_limits, "Caps for one job"},
    {"fail_fast", &boolean_shape, read_fail_fast,
     "true: nothing new starts after a failure; default false"},
    {"tasks", &tasks_shape, read_main_tasks, "The tasks by name", Presence::required},
    {"rollback", &boolean_shape, read_rollback,
     "true: a failed job undoes what succeeded, by compensate; default false"},
    {"on_failure", &tasks_shape, read_on_failure, "Tasks for a job that has failed"},
    {"finally", &tasks_shape, read_finally, "Tasks that come last, however the job ended"},
    {"notify", &notifications_shape, read_notify, "Whom to tell of what happens to the job"},
    {"outputs", &text_map_shape, read_job_outputs, "The outputs of the job: a ${{ }} for each"},
    {.name = "triggers", .presence = Presence::reserved},
    {.name = "concurrency", .presence = Presence::reserved},
};
constexpr Keys<Pipeline> keys{rows};

constexpr KeyFacts limited_slots[] = {{"cpu", &counted_shape, "Cores"},
                                      {"mem", &bytes_shape, "Memory"},
                                      {"gpu", &counted_shape, "Devices"},
                                      {"disk", &bytes_shape, "Disk"},
                                      {"gpu_mem", &bytes_shape, "Memory of devices"}};

}  // namespace

void read_pipeline(const Place& at, Pipeline& target) {
  if (!at.has_form(form_map)) return;
  target.span = at.span();
  read_keys(at, target, keys);
}

Table pipeline_table() { return table_of("pipeline", "A pipeline of headway", keys); }
Table limits_table() { return table_of("limits", "Caps for one job", limits_keys); }
Table defaults_table() {
  return table_of("defaults", "Settings of every task that has a session", settings_keys());
}
Table limited_slots_table() {
  return {.name = "limited_slots", .keys = {std::begin(limited_slots), std::end(limited_slots)}};
}

}  // namespace headway::inline v0::yaml

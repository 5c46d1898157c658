// The top of the file: its version, its name, its sections.
#include "readers.hpp"

namespace headway::inline v0::yaml {
namespace {

constexpr std::string_view file_version = "v1";

void read_version(const Place& at, Pipeline& /*target*/) {
  if (at.element().text() == file_version) return;
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

void read_secret(const Place& at, Pipeline& target) {
  auto reference = read_text(at);
  if (reference) target.secrets.push_back({std::string(at.key()), std::move(*reference)});
}

void read_secrets(const Place& at, Pipeline& target) {
  at.each_entry([&](const Place& secret) { read_secret(secret, target); });
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

constexpr Key<Limits> limits_keys[] = {
    {"max_parallel", form_integer, read_most_sessions},
    {"slots", form_map, read_slots},
};

void read_limits(const Place& at, Pipeline& target) {
  read_keys(at, target.limits, std::span<const Key<Limits>>(limits_keys));
}

void read_job_outputs(const Place& at, Pipeline& target) {
  at.each_entry([&](const Place& output) {
    auto expression = read_text(output);
    if (expression) target.outputs.push_back({std::string(output.key()), std::move(*expression)});
  });
}

constexpr Key<Pipeline> pipeline_keys[] = {
    {"headway", form_text | form_number, read_version, Presence::required},
    {"name", form_text, read_name},
    {"description", form_text, read_description},
    {"labels", form_map, read_labels},
    {"params", form_map, read_params},
    {"secrets", form_map, read_secrets},
    {"defaults", form_map, read_defaults},
    {"limits", form_map, read_limits},
    later_key<Pipeline>("fail_fast"),
    {"tasks", form_map, read_tasks, Presence::required},
    later_key<Pipeline>("rollback"),
    later_key<Pipeline>("on_failure"),
    later_key<Pipeline>("finally"),
    later_key<Pipeline>("notify"),
    {"outputs", form_map, read_job_outputs},
    {.name = "triggers", .presence = Presence::reserved},
    {.name = "concurrency", .presence = Presence::reserved},
};

}  // namespace

void read_pipeline(const Place& at, Pipeline& target) {
  if (!at.has_form(form_map)) return;
  target.span = at.span();
  read_keys(at, target, std::span<const Key<Pipeline>>(pipeline_keys));
}

}  // namespace headway::inline v0::yaml

// Refusals: every key of the model that FastTrack has no word for.
#include "refusals.hpp"

#include "fasttrack_parts.hpp"

#include <algorithm>
#include <array>

namespace headway::inline v0::fasttrack {
namespace {

std::string in(const Task& task, std::string_view key) {
  return "tasks." + task.name + '.' + std::string(key);
}

/// Labels that import made of keys, and that export turns back.
bool is_known_label(std::string_view label) {
  constexpr std::array known{"fasttrack.version",      "fasttrack.domain",
                             "fasttrack.scope",        "fasttrack.group",
                             "fasttrack.storage_host", "fasttrack.storage_name"};
  return std::find(known.begin(), known.end(), label) != known.end();
}

/// The key of a body that FastTrack has no tasks for; empty for the others.
struct ForeignBody {
  std::string_view operator()(const JoinBody& /*body*/) const { return {}; }
  std::string_view operator()(const CommandBody& /*body*/) const { return {}; }
  std::string_view operator()(const ScriptBody& /*body*/) const { return {}; }
  std::string_view operator()(const CallBody& /*body*/) const { return "call"; }
  std::string_view operator()(const PipelineBody& /*body*/) const { return "pipeline"; }
  std::string_view operator()(const RepeatBody& /*body*/) const { return "repeat"; }
  std::string_view operator()(const ApprovalBody& /*body*/) const { return "approval"; }
  std::string_view operator()(const WaitBody& /*body*/) const { return "wait"; }
  std::string_view operator()(const FailBody& /*body*/) const { return "fail"; }
};

const Task* find_task(const Pipeline& pipeline, std::string_view name) {
  for (const auto& task : pipeline.tasks) {
    if (task.name == name) return &task;
  }
  return nullptr;
}

/// FastTrack passes over a skipped task and goes on; otherwise it waits for success.
void refuse_edges(const Task& task, const Pipeline& pipeline, Refusals& refusals) {
  for (const auto& edge : task.depends_on) {
    const Task* source = find_task(pipeline, edge.task);
    const bool skipped = source != nullptr && is_skipped(*source);
    const auto passes = skipped ? EdgeCondition::succeeded_or_skipped : EdgeCondition::succeeded;
    if (edge.condition == passes) continue;
    refusals.refuse(in(task, "depends_on." + edge.task), edge.span,
                    {skipped ? "after a task that is always skipped FastTrack goes on: write "
                               "succeeded_or_skipped"
                             : "in FastTrack a task starts once its dependencies have succeeded"});
  }
}

void refuse_script(const Task& task, const Text& script, Refusals& refusals) {
  if (script.value.find("HEADWAY_") == std::string::npos) return;
  refusals.refuse(in(task, "script"), script.span,
                  {"it speaks of HEADWAY_ variables, which FastTrack does not set; its folders are "
                   "/pipeline/outputs, /pipeline/input1 and /pipeline/vfroot in both"});
}

void refuse_command(const Task& task, const CommandBody& body, Refusals& refusals) {
  for (const auto& word : body.argv) {
    if (word.value.find("${{") == std::string::npos) continue;
    refusals.refuse(in(task, "command"), word.span,
                    {"FastTrack fills in nothing but secrets of the environment"});
  }
}

void refuse_body(const Task& task, Refusals& refusals) {
  const auto key = std::visit(ForeignBody{}, task.body);
  if (!key.empty()) refusals.refuse(in(task, key), task.span);
  if (const auto* script = std::get_if<ScriptBody>(&task.body)) {
    refuse_script(task, script->text, refusals);
  }
  if (const auto* command = std::get_if<CommandBody>(&task.body)) {
    refuse_command(task, *command, refusals);
  }
}

/// What FastTrack has in an environment variable: text, secrets, and the id of the job.
bool is_expressible(std::string_view name, std::string_view value) {
  if (name == job_variable) return value == job_expression;
  for (auto open = value.find("${{"); open != std::string_view::npos; open = value.find("${{")) {
    const bool escaped = open > 0 && value[open - 1] == '$';
    value.remove_prefix(open + 3);
    while (value.starts_with(' ')) value.remove_prefix(1);
    if (escaped || !value.starts_with("secrets.")) return false;
  }
  return true;
}

void refuse_mount(const Text& mount, const std::string& path, Refusals& refusals) {
  const auto& text = mount.value;
  if (text.ends_with(":ro")) {
    refusals.refuse(path, mount.span, {"FastTrack's mounts can be written to; take \":ro\" out"});
  }
  const auto source = text.substr(0, text.find(':'));
  const auto first = source.substr(0, source.find('/'));
  const bool relative = first == "." || first == "..";
  const bool folder =
      !relative && !source.empty() && std::string_view("/~$").find(source[0]) == std::string::npos;
  if (folder && text.find("${{") == std::string::npos) return;
  refusals.refuse(path, mount.span, {"the source of a mount is the name of a virtual folder"});
}

void refuse_resources(const SessionSettings& settings, const std::string& path,
                      Refusals& refusals) {
  for (const auto& [slot, quantity] : settings.resources) {
    const std::string at = path + ".resources." + slot;
    if (!quantity.given()) continue;
    if (slot == "cpu" && quantity->raw % 1000 != 0) {
      refusals.refuse(at, quantity.span(), {"Backend.AI counts whole cores"});
    }
    if (slot == "cpu" || slot == "mem" || slot == "gpu") continue;
    refusals.refuse(at, quantity.span(), {"its slots are cpu, mem and gpu"});
  }
}

void refuse_retry(const SessionSettings& settings, const std::string& path, Refusals& refusals) {
  if (!settings.retry.given() || settings.retry->empty()) return;
  const auto& rule = settings.retry->front();
  const auto& backoff = rule.backoff;
  const bool steady = backoff.initial.us == 0 || rule.limit < 2 || backoff.multiplier == 1.0;
  const bool plain = settings.retry->size() == 1 && rule.causes.empty() && rule.resources.empty();
  if (plain && steady && backoff.jitter == 0.0 && backoff.initial.us % 1'000'000 == 0) return;
  refusals.refuse(path + ".retry", settings.retry.span(),
                  {"it tries again whatever the cause, after the same pause of whole seconds: "
                   "{limit: 2, backoff: {initial: 30s, multiplier: 1}}"});
}

void refuse_session(const SessionSettings& settings, const std::string& path, Refusals& refusals) {
  if (!settings.session.given()) return;
  const auto& session = *settings.session;
  const std::string at = path + ".session";
  if (!session.backend.empty()) refusals.leave_out(at + ".backend", settings.session.span());
  constexpr std::array known{option_project, option_scaling_group, option_shmem,
                             option_cluster_mode, option_cuda_shares};
  for (const auto& [name, value] : session.options) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    refusals.refuse(at + ".options." + name, settings.session.span());
  }
}

template <class T>
void leave_out(const Setting<T>& setting, const std::string& path, Refusals& refusals) {
  if (setting.given()) refusals.leave_out(path, setting.span());
}

}  // namespace

bool is_skipped(const Task& task) { return task.when && task.when->value == "false"; }

void refuse_parts(const Pipeline& pipeline, Refusals& refusals) {
  for (const auto& [label, value] : pipeline.labels) {
    if (!is_known_label(label)) refusals.leave_out("labels." + label, pipeline.span);
  }
  for (const auto& param : pipeline.params) {
    refusals.refuse("params." + param.name, param.span, {"write its value where it is used"});
  }
  if (pipeline.limits != Limits{}) refusals.refuse("limits", pipeline.span);
  if (pipeline.fail_fast) refusals.refuse("fail_fast", pipeline.span);
  if (pipeline.rollback) refusals.refuse("rollback", pipeline.span);
  if (!pipeline.on_failure.empty()) refusals.refuse("on_failure", pipeline.on_failure[0].span);
  if (!pipeline.finally.empty()) refusals.refuse("finally", pipeline.finally[0].span);
  if (!pipeline.notify.empty()) refusals.refuse("notify", pipeline.notify[0].span);
  if (!pipeline.outputs.empty()) {
    refusals.refuse("outputs", pipeline.outputs[0].expression.span);
  }
}

void refuse_parts(const Task& task, const Pipeline& pipeline, Refusals& refusals) {
  refuse_edges(task, pipeline, refusals);
  refuse_body(task, refusals);
  if (task.when && !is_skipped(task)) {
    refusals.refuse(in(task, "when"), task.when->span, {"it only skips always: when: \"false\""});
  }
  if (!task.inputs.empty()) refusals.refuse(in(task, "inputs"), task.inputs[0].value.span);
  if (!task.config.empty()) refusals.refuse(in(task, "config"), task.config[0].value.span);
  if (!task.outputs.empty()) {
    refusals.refuse(in(task, "outputs"), task.outputs[0].span,
                    {"its tasks leave files in /pipeline/outputs; nobody checks them"});
  }
  if (task.matrix) refusals.refuse(in(task, "matrix"), task.matrix->span);
  if (task.map) refusals.refuse(in(task, "map"), task.map->span);
  if (task.max_parallel) refusals.refuse(in(task, "max_parallel"), task.max_parallel->span);
  if (task.callback) refusals.refuse(in(task, "callback"), task.callback->span);
  if (task.compensate) refusals.refuse(in(task, "compensate"), task.span);
  if (!task.sources.empty()) refusals.leave_out(in(task, "sources"), task.sources[0].span);
}

void refuse_parts(const SessionSettings& settings, const std::string& path, Refusals& refusals) {
  refuse_resources(settings, path, refusals);
  refuse_retry(settings, path, refusals);
  refuse_session(settings, path, refusals);
  for (const auto& [name, value] : settings.env) {
    if (!value.given() || is_expressible(name, *value)) continue;
    refusals.refuse(path + ".env." + name, value.span(),
                    {"FastTrack fills in ${{ secrets.NAME }} alone"});
  }
  if (settings.mounts.given()) {
    for (const auto& mount : *settings.mounts) refuse_mount(mount, path + ".mounts", refusals);
  }
  if (settings.timeout.given()) refusals.refuse(path + ".timeout", settings.timeout.span());
  if (settings.workdir.given()) {
    refusals.refuse(path + ".workdir", settings.workdir.span(), {"begin the command with `cd`"});
  }
  if (settings.checkpoint.value_or(false)) {
    refusals.refuse(path + ".checkpoint", settings.checkpoint.span());
  }
  leave_out(settings.cache, path + ".cache", refusals);
  leave_out(settings.estimate, path + ".estimate", refusals);
  leave_out(settings.priority, path + ".priority", refusals);
  leave_out(settings.sandbox, path + ".sandbox", refusals);
  leave_out(settings.interruptible, path + ".interruptible", refusals);
  if (settings.image.given() && settings.image->find("${{") != std::string::npos) {
    refusals.refuse(path + ".image", settings.image.span(), {"the name of an image is literal"});
  }
}

}  // namespace headway::inline v0::fasttrack

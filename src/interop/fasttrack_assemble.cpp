// FastTrack: legal names, edges past what is skipped, defaults as headway merges them.
#include "fasttrack_foreign.hpp"

#include <algorithm>

namespace headway::inline v0::fasttrack {
namespace {

/// Names that are headway's, and what they were.
class Renaming {
 public:
  Renaming(ForeignPipeline& foreign, Diagnostics& found) : foreign_(foreign), found_(found) {
    for (const auto& task : foreign_.tasks) names_.reserve(task.task.name);
    for (auto& task : foreign_.tasks) rename(task);
    for (auto& task : foreign_.tasks) redirect(task.task);
  }

 private:
  void rename(ForeignTask& foreign) {
    const std::string wanted = foreign.task.name;
    if (wanted.empty()) return;
    const std::string path = "tasks." + wanted;
    if (tasks_.contains(wanted)) {
      found_.add({.code = "duplicate-name",
                  .message = "there are two tasks \"" + wanted + '"',
                  .span = foreign.name_span,
                  .path = path});
      return;
    }
    foreign.task.name = names_.take(wanted);
    tasks_.emplace(wanted, &foreign);
    if (foreign.task.name == wanted) return;
    found_.add({.code = "renamed-task",
                .message = "the task \"" + wanted + "\" became \"" + foreign.task.name + '"',
                .span = foreign.name_span,
                .path = path,
                .notes = {"names of tasks have letters, digits, \"_\" and \"-\", and differ in "
                          "more than case"},
                .severity = Severity::warning});
  }

  /// FastTrack passes over a skipped task; what comes after it goes on.
  void redirect(Task& task) const {
    for (auto& edge : task.depends_on) {
      const auto found = tasks_.find(edge.task);
      if (found == tasks_.end()) continue;
      edge.task = found->second->task.name;
      if (found->second->skipped) edge.condition = EdgeCondition::succeeded_or_skipped;
    }
  }

  ForeignPipeline& foreign_;
  Diagnostics& found_;
  TaskNames names_;
  std::map<std::string, const ForeignTask*> tasks_;  // by the name FastTrack knows
};

/// A task's own resources are all of its resources: defaults it does not name are taken away.
void replace_resources(SessionSettings& own, const SessionSettings& defaults) {
  for (const auto& [slot, quantity] : defaults.resources) {
    const auto& name = slot;
    const bool named = std::any_of(own.resources.begin(), own.resources.end(),
                                   [&](const auto& entry) { return entry.first == name; });
    if (!named) own.resources.emplace_back(name, Setting<Quantity>::null(quantity.span()));
  }
}

/// The options of a task's session, where they differ from those of all.
void set_session(SessionPart& own, const Options& shared, const SourceSpan& span) {
  Options all = shared;
  if (own.has_resources) drop(all, option_cuda_shares);
  if (own.has_resource_opts) drop(all, option_shmem);
  for (auto& [name, value] : own.options) put(all, name, std::move(value));
  if (own.settings.cluster_size.given() && !own.cluster_mode.empty()) {
    put(all, option_cluster_mode, own.cluster_mode);
  }
  if (all == shared) return;
  own.settings.session = all.empty() ? Setting<SessionChoice>::null(span)
                                     : Setting<SessionChoice>({.options = std::move(all)}, span);
}

void declare(const std::vector<Secret>& secrets, Pipeline& pipeline) {
  for (const auto& secret : secrets) {
    const bool known = std::any_of(pipeline.secrets.begin(), pipeline.secrets.end(),
                                   [&](const Secret& other) { return other.name == secret.name; });
    if (!known) pipeline.secrets.push_back(secret);
  }
}

/// FastTrack names the job to its tasks; so does headway, unless the file says otherwise.
void name_job(SessionSettings& defaults) {
  for (const auto& [name, value] : defaults.env) {
    if (name == job_variable) return;
  }
  defaults.env.emplace_back(job_variable, Setting<std::string>(std::string(job_expression)));
}

}  // namespace

Pipeline assembled(ForeignPipeline foreign, Diagnostics& found) {
  const Renaming renamed(foreign, found);
  Pipeline pipeline = std::move(foreign.pipeline);
  auto& shared = foreign.session;
  if (shared.settings.mounts.given() && shared.settings.mounts->empty()) {
    shared.settings.mounts = {};
  }
  name_job(shared.settings);
  declare(shared.secrets, pipeline);
  for (auto& task : foreign.tasks) {
    auto& own_settings = task.session.settings;
    set_session(task.session, shared.options, task.task.span);
    if (task.session.has_resources) replace_resources(own_settings, shared.settings);
    const bool says_nothing = own_settings.mounts.given() && own_settings.mounts->empty();
    if (says_nothing && !shared.settings.mounts.given()) own_settings.mounts = {};
    declare(task.session.secrets, pipeline);
    task.task.settings = std::move(own_settings);
    pipeline.tasks.push_back(std::move(task.task));
  }
  if (!shared.options.empty()) shared.settings.session = SessionChoice{.options = shared.options};
  pipeline.defaults = std::move(shared.settings);
  return pipeline;
}

}  // namespace headway::inline v0::fasttrack

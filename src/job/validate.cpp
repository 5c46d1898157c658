// Validation: all checks, in one pass.
#include "analysis.hpp"
#include "checks.hpp"

#include <headway/job/validate.hpp>

namespace headway::inline v0 {
namespace {

void check_literals(const Pipeline& pipeline, Findings& findings) {
  for (const auto& [name, text] : pipeline.labels) {
    check_literal(text, pipeline.span, {"labels", name}, findings);
  }
  check_literal(pipeline.name, pipeline.span, {"name"}, findings);
}

void check_limits(const Pipeline& pipeline, Findings& findings) {
  const auto& cap = pipeline.limits.max_parallel;
  if (cap && cap->value == 0) {
    findings.add({.code = "out-of-range",
                  .message = "\"max_parallel\" is zero: nothing could start",
                  .span = cap->span,
                  .path = "limits.max_parallel",
                  .notes = {"leave it out for no cap"}});
  }
}

/// The combinations of every task. Stops where they are too many for one job.
std::vector<PipelineJobParts::Grid> expand_all(const PipelineIndex& index, const Values& params,
                                               Findings& findings) {
  const auto& tasks = index.pipeline().tasks;
  std::vector<PipelineJobParts::Grid> grids(tasks.size());
  std::uint64_t instances = 0;
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    instances += 1;
    if (!tasks[t].matrix) continue;
    auto grid = expand_matrix(tasks[t], index, params, findings);
    if (!grid) continue;
    instances += grid->choices.size() / grid->axes.size();
    if (instances > most_instances) {
      findings.add({.code = "fan-out-too-large",
                    .message = "the job would have more than " + std::to_string(most_instances) +
                               " instances",
                    .span = tasks[t].matrix->span,
                    .path = Where{"tasks", tasks[t].name, "matrix"}.text(),
                    .notes = {"all matrices up to this one count; make two jobs of it"}});
      return {};
    }
    grids[t] = std::move(*grid);
  }
  return grids;
}

/// The checks of one graph, and of the graphs inside it.
Analysis analyse_graph(std::shared_ptr<const Pipeline> pipeline, const Values& params,
                       GraphNames names, Findings& findings) {
  const PipelineIndex index(*pipeline);
  Analysis analysis{.pipeline = pipeline};
  check_task_names(*pipeline, findings);
  for (const Task& task : pipeline->tasks) {
    check_task(task, findings);
    check_settings(task.settings, index, {"tasks", task.name}, findings);
  }
  analysis.predecessors = check_edges(index, names, findings);
  analysis.grids = expand_all(index, params, findings);
  for (const Task& task : pipeline->tasks) {
    const auto* repeat = std::get_if<RepeatBody>(&task.body);
    if (repeat == nullptr) continue;
    const Findings::Within within(findings, Where{"tasks", task.name, "repeat"}.text(), "tasks");
    analysis.bodies.push_back(
        analyse_graph(with_tasks(*pipeline, repeat->tasks), params, GraphNames::round, findings));
  }
  return analysis;
}

}  // namespace

std::shared_ptr<const Pipeline> with_tasks(const Pipeline& pipeline, std::vector<Task> tasks) {
  return std::make_shared<const Pipeline>(Pipeline{.name = pipeline.name,
                                                   .params = pipeline.params,
                                                   .secrets = pipeline.secrets,
                                                   .defaults = pipeline.defaults,
                                                   .tasks = std::move(tasks),
                                                   .span = pipeline.span,
                                                   .folder = pipeline.folder});
}

const Analysis& Analysis::body_of(std::uint32_t task) const {
  std::size_t before = 0;
  for (std::uint32_t t = 0; t < task; ++t) {
    if (std::holds_alternative<RepeatBody>(pipeline->tasks[t].body)) ++before;
  }
  return bodies[before];
}

Analysis analyse(std::shared_ptr<const Pipeline> pipeline, const Values& params,
                 Findings& findings) {
  check_literals(*pipeline, findings);
  check_limits(*pipeline, findings);
  check_names(*pipeline, findings);
  check_params(*pipeline, findings);
  check_settings(pipeline->defaults, PipelineIndex(*pipeline), {"defaults"}, findings);
  Analysis analysis = analyse_graph(pipeline, params, GraphNames::tasks, findings);
  if (!pipeline->on_failure.empty()) {
    const Findings::Within within(findings, {}, "on_failure");
    analysis.on_failure.push_back(analyse_graph(with_tasks(*pipeline, pipeline->on_failure), params,
                                                GraphNames::end, findings));
  }
  if (!pipeline->finally.empty()) {
    const Findings::Within within(findings, {}, "finally");
    analysis.finally.push_back(
        analyse_graph(with_tasks(*pipeline, pipeline->finally), params, GraphNames::end, findings));
  }
  return analysis;
}

Diagnostics validate(const Pipeline& pipeline) {
  Values defaults;
  for (const Param& param : pipeline.params) {
    if (param.default_value) defaults.emplace(param.name, *param.default_value);
  }
  Findings findings;
  const std::shared_ptr<const Pipeline> lent(std::shared_ptr<const void>(), &pipeline);
  analyse(lent, defaults, findings);
  Diagnostics all = findings.take();
  all.sort();
  return all;
}

}  // namespace headway::inline v0

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

}  // namespace

Analysis analyse(const PipelineIndex& index, const Values& params, Findings& findings) {
  const Pipeline& pipeline = index.pipeline();
  check_literals(pipeline, findings);
  check_limits(pipeline, findings);
  check_names(pipeline, findings);
  check_params(pipeline, findings);
  check_settings(pipeline.defaults, index, {"defaults"}, findings);
  for (const Task& task : pipeline.tasks) {
    check_task(task, findings);
    check_settings(task.settings, index, {"tasks", task.name}, findings);
  }
  Analysis analysis;
  analysis.predecessors = check_edges(index, findings);
  analysis.grids = expand_all(index, params, findings);
  return analysis;
}

Diagnostics validate(const Pipeline& pipeline) {
  Values defaults;
  for (const Param& param : pipeline.params) {
    if (param.default_value) defaults.emplace(param.name, *param.default_value);
  }
  Findings findings;
  analyse(PipelineIndex(pipeline), defaults, findings);
  Diagnostics all = findings.take();
  all.sort();
  return all;
}

}  // namespace headway::inline v0

// The outline of a pipeline: what its analysis finds out, without the findings.
#include "analysis.hpp"

#include <headway/job/outline.hpp>

#include <memory>
#include <utility>

namespace headway::inline v0 {

namespace {

std::uint32_t instances_of(const Task& task, const PipelineJobParts::Grid& grid) {
  if (task.map) return 0;
  if (!task.matrix) return 1;
  if (grid.axes.empty()) return 0;
  return static_cast<std::uint32_t>(grid.choices.size() / grid.axes.size());
}

}  // namespace

Outline outline(const Pipeline& pipeline) {
  Findings ignored;  // a picture shows what there is; `validate` says what is wrong
  const std::shared_ptr<const Pipeline> lent(std::shared_ptr<const Pipeline>(), &pipeline);
  Analysis analysis = analyse(lent, defaults_of(pipeline), ignored);
  Outline outline{.predecessors = std::move(analysis.predecessors), .instances = {}};
  for (std::size_t t = 0; t < pipeline.tasks.size(); ++t) {
    outline.instances.push_back(instances_of(pipeline.tasks[t], analysis.grids[t]));
  }
  return outline;
}

}  // namespace headway::inline v0

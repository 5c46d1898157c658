// What validation finds out about a pipeline and compilation needs again.
#pragma once

#include "findings.hpp"
#include "index.hpp"

#include <headway/job/pipeline_job.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace headway::inline v0 {

/// About one graph: the tasks of a pipeline, the body of a repeat, `on_failure`, `finally`.
struct Analysis {
  std::shared_ptr<const Pipeline> pipeline{};        // whose `tasks` are those of the graph
  std::vector<std::vector<JobEdge>> predecessors{};  // per task: written, then implied
  std::vector<PipelineJobParts::Grid> grids{};       // per task; no axes without a matrix
  std::vector<Analysis> bodies{};                    // of the repeats among them, in their order
  std::vector<std::uint32_t> repeats{};              // which tasks those are, where several are
  std::vector<Analysis> on_failure{};                // one, or none
  std::vector<Analysis> finally{};                   // one, or none

  /// The body of the `task`-th task, which is a repeat.
  [[nodiscard]] const Analysis& body_of(std::uint32_t task) const;
};

/// Every check that needs no nodes. `params` are the values known so far: bound, or defaults.
Analysis analyse(std::shared_ptr<const Pipeline> pipeline, const Values& params,
                 Findings& findings);

/// The same with the defaults of the params, for the findings alone.
void inspect(const Pipeline& pipeline, Findings& findings);

/// What a job of it is given that gives no params.
Values defaults_of(const Pipeline& pipeline);

/// `pipeline` with other tasks and nothing that belongs to the whole job.
std::shared_ptr<const Pipeline> with_tasks(const Pipeline& pipeline, std::vector<Task> tasks);

}  // namespace headway::inline v0

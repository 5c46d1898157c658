// What validation finds out about a pipeline and compilation needs again.
#pragma once

#include "findings.hpp"
#include "index.hpp"

#include <headway/job/pipeline_job.hpp>

#include <vector>

namespace headway::inline v0 {

struct Analysis {
  std::vector<std::vector<JobEdge>> predecessors{};  // per task: written, then implied
  std::vector<PipelineJobParts::Grid> grids{};       // per task; no axes without a matrix
};

/// Every check that needs no nodes. `params` are the values known so far: bound, or defaults.
Analysis analyse(const PipelineIndex& index, const Values& params, Findings& findings);

}  // namespace headway::inline v0

// The outline of a pipeline: the edges and fan-outs that its jobs will have, for pictures.
#pragma once

#include <headway/job/pipeline_job.hpp>

#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// What is known of a pipeline's tasks before there is a job, also where it has mistakes. A value.
struct Outline {
  std::vector<std::vector<JobEdge>>
      predecessors{};                      // per task: as written, then as references imply
  std::vector<std::uint32_t> instances{};  // per task; 0: params or a run decide
};

/// With the defaults of the params. O(tasks + edges + text), as `validate`.
Outline outline(const Pipeline& pipeline);

}  // namespace headway::inline v0

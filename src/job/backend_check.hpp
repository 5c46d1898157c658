// What a backend is asked for that it cannot do.
#pragma once

#include "findings.hpp"

#include <headway/job/compile.hpp>
#include <headway/model/pipeline.hpp>

namespace headway::inline v0 {

/// Refuses every key of the pipeline, and of the inner pipelines that were loaded with it, that
/// `options.backend` cannot obey: a job that does less than its file says must not start. What the
/// defaults ask for is told once.
void check_backend(const Pipeline& pipeline, const CompileOptions& options, Findings& findings);

}  // namespace headway::inline v0

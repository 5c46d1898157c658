// What no machine could ever hold.
#pragma once

#include "findings.hpp"

#include <headway/job/compile.hpp>
#include <headway/model/pipeline.hpp>

namespace headway::inline v0 {

/// Refuses every request that no node of `options` could hold, or no job by its limits and those of
/// the jobs around it: a session that can never start would be waited for for ever. Of the pipeline
/// and of those inside it that were loaded with it; each told once. Without nodes nothing is
/// refused.
void check_capacity(const Pipeline& pipeline, const CompileOptions& options, Findings& findings);

}  // namespace headway::inline v0

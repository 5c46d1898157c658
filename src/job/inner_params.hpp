// The params that a task gives to the pipeline inside it.
#pragma once

#include "references.hpp"

namespace headway::inline v0 {

/// `inner.loaded` is what they are checked against: names, types, bounds, and what is missing.
/// `where`: the task's `pipeline`, whose place is `span`.
void check_inner_params(const PipelineBody& inner, const SourceSpan& span, const Where& where,
                        Resolver& resolver, Findings& findings);

}  // namespace headway::inline v0

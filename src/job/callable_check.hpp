// Calls of C++ functions that are not registered.
#pragma once

#include "findings.hpp"

#include <headway/job/compile.hpp>
#include <headway/model/pipeline.hpp>

namespace headway::inline v0 {

/// Where `options` ask for it: refuses every `cpp:` call of a name that they lack, in whatever the
/// pipeline may ever run, and in the inner pipelines that were loaded with it.
void check_callables(const Pipeline& pipeline, const CompileOptions& options, Findings& findings);

}  // namespace headway::inline v0

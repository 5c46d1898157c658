// Validation: everything that is wrong with a pipeline, found before anything runs.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/model/pipeline.hpp>

namespace headway::inline v0 {

/// All findings: names, references, types, edges, cycles, fan-out sizes, env collisions. Never
/// throws for what a user can write. O(tasks + edges + text).
Diagnostics validate(const Pipeline& pipeline);

/// Whether `value`, which somebody gave at `place`, may be the param's: its type, its bounds. If
/// not, `found` says why.
bool validate(const Param& param, const Value& value, const SourceSpan& place, Diagnostics& found);

}  // namespace headway::inline v0

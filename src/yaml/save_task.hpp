// Tasks, settings and types as drafts.
#pragma once

#include "draft.hpp"

#include <headway/model/pipeline.hpp>

namespace headway::inline v0::yaml {

Draft draft_of_task(const Task& task);

/// A map that begins with `type` and, for an enum, its `values`.
Draft draft_of_type(const Type& type);

/// Adds what was written of the settings, null included, and the sources where the reference has
/// them: amid the settings.
void add_settings(Draft& draft, const SessionSettings& settings,
                  const std::vector<Text>& sources = {});

}  // namespace headway::inline v0::yaml

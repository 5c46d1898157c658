// The file of progress: lines a task writes, each of which is a sign of life.
#pragma once

#include <headway/base/time.hpp>

#include <optional>
#include <string>

namespace headway::inline v0 {

/// When the attempt's task last wrote to `$HEADWAY_PROGRESS`; nothing when it never did.
std::optional<Instant> last_progress(const std::string& attempt_folder);

}  // namespace headway::inline v0

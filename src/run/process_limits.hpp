// What a process can be given at its start.
#pragma once

#include <headway/session/backend.hpp>

namespace headway::inline v0 {

/// Linux takes no word and no variable of more than 32 pages. Throws CannotCompose with the cause
/// `spawn_failed` that names the first one that is longer, and what to do instead.
void check_lengths(const ProcessSpec& process);

}  // namespace headway::inline v0

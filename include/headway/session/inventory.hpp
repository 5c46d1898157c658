// What this machine offers to sessions.
#pragma once

#include <headway/model/node.hpp>
#include <headway/session/survey.hpp>

namespace headway::inline v0 {

/// The node `local` of this machine: `cpu`, `mem`, and `gpu` and `gpu_mem` where there are devices,
/// as `survey` finds them; `overlay` laid over it. A slot that the overlay sets to zero is not
/// offered. A quota below one processor still offers one: sessions come one at a time, slowed down.
Node inventory(const Resources& overlay = {});

/// The same from what was found before.
Node inventory(const Survey& found, const Resources& overlay);

}  // namespace headway::inline v0

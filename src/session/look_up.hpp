// What became of a session of an earlier engine.
#pragma once

#include <headway/session/backend.hpp>

namespace headway::inline v0 {

/// The answer for a session whose supervisor has ended: Finished by its record, Absent when it
/// provably never started, else Lost, after what may be left of it was killed. May wait for that.
SessionReport look_up_ended(const SessionHandle& session);

}  // namespace headway::inline v0

// What became of a session of an earlier engine.
#pragma once

#include <headway/session/backend.hpp>

#include <set>
#include <string>

#include <sys/types.h>

namespace headway::inline v0 {

/// The answer for a session whose supervisor has ended: Finished by its record, Absent when it
/// provably never started, else Lost, after what may be left of it was killed. `running`: the
/// running_sessions() after the supervisor's end. May wait for what is killed.
SessionReport look_up_ended(const SessionHandle& session, const std::set<pid_t>& running);

/// The answer, where it is Lost with the reason.
SessionReport with_reason(SessionReport answer, const std::string& reason);

}  // namespace headway::inline v0

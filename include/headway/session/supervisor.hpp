// The supervisor: the small process that starts local sessions for an engine.
#pragma once

#include <string>

namespace headway::inline v0 {

/// The descriptor on which a supervisor finds its listening socket.
inline constexpr int supervisor_socket = 3;

/// The whole life of a supervisor: waits for `<folder>/supervisor.lock`, serves the first engine
/// that connects to its socket, and when that engine leaves or dies ends all sessions and returns
/// the process's exit code. It changes signal dispositions and the mask of the calling process, so
/// it is only for a process of its own: the program's `headway supervise <folder>`. Throws
/// SessionError when it was not started by an engine.
int supervise(const std::string& folder);

}  // namespace headway::inline v0

// Which process is meant, across restarts of the engine and reuse of process ids.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace headway::inline v0 {

/// A process of one boot of this machine. The start time tells it from a later one with its id.
struct ProcessIdentity {
  std::string boot{};
  pid_t pid = 0;
  std::uint64_t start_ticks = 0;  // clock ticks after the boot, as in /proc/<pid>/stat
  friend bool operator==(const ProcessIdentity&, const ProcessIdentity&) = default;
};

/// The id of this boot; empty where /proc does not tell.
const std::string& boot_id();

/// The start time of a process, a zombie's too; nothing when there is none.
std::optional<std::uint64_t> start_ticks_of(pid_t pid);

/// Whether this very process still runs; a zombie does not.
bool is_alive(const ProcessIdentity& process);

/// `<boot id> <pid> <start ticks>`, and back.
std::string to_string(const ProcessIdentity& process);
std::optional<ProcessIdentity> parse_process_identity(std::string_view text);

/// The ids of all sessions of this machine of which a process runs.
std::set<pid_t> running_sessions();

/// Kills what still runs of the session that `leader` began, also after its own end, and waits
/// up to two seconds for that. Returns whether nothing of it runs any more.
bool end_session(const ProcessIdentity& leader);

}  // namespace headway::inline v0

// What a lock file says: the process that holds a store, and whether it can still live.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace headway::inline v0 {

/// A process and where it lives, so that a number used again is not mistaken for it.
struct LockHolder {
  std::int64_t pid = 0;
  std::string host;
  std::string boot;     // of the kernel; pids of another boot are dead
  std::string space;    // the pid namespace: pids of another one cannot be judged
  std::string started;  // in clock ticks since boot
  friend bool operator==(const LockHolder&, const LockHolder&) = default;
};

/// What a lock file says. `process.pid` is 0 when its engine has let go.
struct LockNote {
  LockHolder process;
  std::uint64_t epoch = 0;
  std::int64_t since_us = 0;
};

/// The note as JSON, and back; nothing for what is no note.
std::string to_text(const LockNote& note);
std::optional<LockNote> parse_note(const std::string& text);

/// This process, since now.
LockNote note_of_this_process(std::uint64_t epoch);

/// Whether no process of that description can be alive. Another machine or container is given the
/// benefit of the doubt.
bool provably_dead(const LockHolder& owner);

}  // namespace headway::inline v0

// What the kernel says of a process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace headway::inline v0 {

/// Of a process that is or was; its number alone may be that of another one by now.
struct ProcessStat {
  char state = 'X';
  std::int32_t session = 0;
  std::uint64_t start_ticks = 0;  // clock ticks after the boot
  [[nodiscard]] bool runs() const { return state != 'Z' && state != 'X'; }
};

/// From /proc/<pid>/stat; nothing when there is no such process.
std::optional<ProcessStat> stat_of(std::int64_t pid);

/// The id of this boot, read anew; empty where /proc does not tell.
std::string read_boot_id();

}  // namespace headway::inline v0

// The limits that control groups put on this process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace headway::inline v0 {

/// The tightest limits from this process's groups up to the root; nothing where there is none.
struct CgroupLimits {
  std::optional<std::int64_t> cpu_thousandths{};
  std::optional<std::int64_t> memory_bytes{};
};

/// Reads cgroup v1, v2 or both. `root` stands before every absolute path, for tests.
CgroupLimits cgroup_limits(const std::string& root = {});

}  // namespace headway::inline v0

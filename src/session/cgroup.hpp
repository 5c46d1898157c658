// The limits that control groups put on this process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace headway::inline v0 {

struct CgroupLimit {
  std::int64_t most = 0;
  std::string folder{};  // of the group that sets it
  friend bool operator==(const CgroupLimit&, const CgroupLimit&) = default;
};

/// The tightest limits from this process's groups up to the root; nothing where there is none.
struct CgroupLimits {
  std::optional<CgroupLimit> cpu{};     // thousandths of a processor; at least 1
  std::optional<CgroupLimit> memory{};  // bytes
};

/// Reads cgroup v1, v2 or both. `root` stands before every absolute path, for tests.
CgroupLimits cgroup_limits(const std::string& root = {});

}  // namespace headway::inline v0

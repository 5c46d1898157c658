// Control groups: where their hierarchies are mounted, and this process's place in each.
#pragma once

#include <string>
#include <vector>

namespace headway::inline v0 {

/// A mounted hierarchy that shows this process's group.
struct Hierarchy {
  bool is_v2 = false;
  std::string mount_point{};
  std::string group{};  // below the mount point: `/a/b`, or empty for the mount point itself
};

/// The hierarchies that are mounted, each as often as it is; those that do not show this process's
/// group are left out. `root` stands before every absolute path, for tests.
std::vector<Hierarchy> hierarchies(const std::string& root);

}  // namespace headway::inline v0

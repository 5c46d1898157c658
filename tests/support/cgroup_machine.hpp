// A made-up machine whose control groups can be read.
#pragma once

#include "support/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace headway::inline v0::testing {

/// A root folder with /proc and /sys as a machine would show them.
class CgroupMachine {
 public:
  void write(const std::string& path, const std::string& text) const {
    const auto file = std::filesystem::path(place(path));
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  [[nodiscard]] const std::string& root() const { return folder_.path(); }
  /// Where `path` of that machine is on this one.
  [[nodiscard]] std::string place(const std::string& path) const { return root() + path; }

 private:
  TemporaryFolder folder_{};
};

/// The line of mountinfo for a cgroup2 of which everything is shown.
inline const std::string v2_mount = "30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n";

}  // namespace headway::inline v0::testing

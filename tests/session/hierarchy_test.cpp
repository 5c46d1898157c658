// Where the hierarchies of control groups are, and this process's place in each.
#include "support/catch.hpp"
#include "support/cgroup_machine.hpp"

#include "hierarchy.hpp"

using namespace headway;
using headway::testing::CgroupMachine;

namespace {

/// The folders of this process's groups on a machine of these mounts and groups.
std::vector<std::string> folders(const std::string& mounts, const std::string& groups) {
  const CgroupMachine machine;
  machine.write("/proc/self/mountinfo", mounts);
  machine.write("/proc/self/cgroup", groups);
  std::vector<std::string> found;
  for (const auto& [is_v2, mount_point, group] : hierarchies(machine.root())) {
    const std::string folder = mount_point.substr(machine.root().size()) + ':' + group;
    found.push_back((is_v2 ? "v2 " : "v1 ") + folder);
  }
  return found;
}

using Folders = std::vector<std::string>;

}  // namespace

TEST_CASE("a hierarchy of v2 is found by its line without controllers") {
  CHECK(folders("30 24 0:26 / /cg rw - cgroup2 cgroup2 rw\n", "3:cpu:/x\n0::/a/b\n") ==
        Folders{"v2 /cg:/a/b"});
  CHECK(folders("30 24 0:26 / /cg rw - cgroup2 cgroup2 rw\n", "0::/\n") == Folders{"v2 /cg:"});
}

TEST_CASE("hierarchies of v1 and v2 stand beside each other") {
  const auto found = folders(
      "31 24 0:27 / /cg/cpu rw shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
      "32 24 0:28 / /cg/systemd rw master:1 shared:2 - cgroup cgroup rw,xattr,name=systemd\n"
      "33 24 0:29 / /cg/unified rw - cgroup2 cgroup2 rw,nsdelegate\n"
      "34 24 0:30 / /tmp rw - tmpfs tmpfs rw\n",
      "4:cpu,cpuacct:/one\n1:name=systemd:/two\n0::/three\n");
  CHECK(found == Folders{"v1 /cg/cpu:/one", "v1 /cg/systemd:/two", "v2 /cg/unified:/three"});
}

TEST_CASE("inside a container the mount shows the group itself") {
  const std::string mount = "30 24 0:26 /docker/42 /cg ro - cgroup2 cgroup2 rw\n";
  CHECK(folders(mount, "0::/docker/42\n") == Folders{"v2 /cg:"});
  CHECK(folders(mount, "0::/docker/42/task\n") == Folders{"v2 /cg:/task"});
}

TEST_CASE("a mount of another group does not show this one") {
  const std::string mount = "30 24 0:26 /docker/4 /cg rw - cgroup2 cgroup2 rw\n";
  CHECK(folders(mount, "0::/docker/42\n").empty());
  CHECK(folders(mount, "0::/docker\n").empty());
  CHECK(folders(mount, "0::/\n").empty());
}

TEST_CASE("a group outside of the namespace is not shown") {
  CHECK(folders("30 24 0:26 / /cg rw - cgroup2 cgroup2 rw\n", "0::/../other\n").empty());
}

TEST_CASE("of a mount from outside of the namespace the mount point is what is known") {
  CHECK(folders("30 24 0:26 /../.. /cg rw - cgroup2 cgroup2 rw\n", "0::/\n") == Folders{"v2 /cg:"});
}

TEST_CASE("each mount that shows the group counts") {
  const auto found = folders(
      "30 24 0:26 /a/b /narrow rw - cgroup2 cgroup2 rw\n"
      "31 24 0:26 /else /beside rw - cgroup2 cgroup2 rw\n"
      "32 24 0:26 / /wide rw - cgroup2 cgroup2 rw\n",
      "0::/a/b/c\n");
  CHECK(found == Folders{"v2 /narrow:/c", "v2 /wide:/a/b/c"});
}

TEST_CASE("a mount point with a blank and a source without a name are read") {
  CHECK(folders("30 24 0:26 / /my\\040groups rw - cgroup2  rw\n", "0::/\n") ==
        Folders{"v2 /my groups:"});
}

TEST_CASE("lines that are none are passed over") {
  CHECK(folders("\n - \n30\n - cgroup2\n", "\n:\nnothing\n").empty());
  CHECK(folders("30 24 0:26 / /c\\9g\\04 rw - cgroup2 c rw\n", "\n:\n0::/\n") ==
        Folders{"v2 /c\\9g\\04:"});
}

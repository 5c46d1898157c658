// File systems that are shared over a network.
#include "../src/store/file_system.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <fstream>
#include <iterator>
#include <string>

namespace hw = headway;

namespace {

constexpr const char* mounts =
    "23 28 0:21 / /proc rw,relatime shared:12 - proc proc rw\n"
    "28 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n"
    "90 28 0:52 / /far\\040away rw,nosuid shared:5 master:7 - fuse.sshfs me@far:/home rw\n"
    "91 28 8:17 / /stick rw - fuseblk /dev/sdb1 rw\n";

}  // namespace

TEST_CASE("the type of a mounted file system is found by its device") {
  CHECK(hw::mounted_type(mounts, makedev(8, 1)) == "ext4");
  CHECK(hw::mounted_type(mounts, makedev(0, 52)) == "fuse.sshfs");
  CHECK(hw::mounted_type(mounts, makedev(8, 17)) == "fuseblk");
  CHECK(hw::mounted_type(mounts, makedev(8, 2)).empty());
}

TEST_CASE("the kernel tells of /proc what its own table says") {
  struct stat found {};
  REQUIRE(::stat("/proc", &found) == 0);
  std::ifstream file("/proc/self/mountinfo");
  const std::string told{std::istreambuf_iterator<char>(file), {}};
  CHECK(hw::mounted_type(told, found.st_dev) == "proc");
}

TEST_CASE("a file system in user space is local only when it is known to be") {
  for (const char* far : {"fuse", "fuse.sshfs", "fuse.glusterfs", "fuse.rclone"}) {
    CHECK(hw::may_be_elsewhere(far));
  }
  for (const char* here : {"fuseblk", "fuse.ntfs-3g", "fuse.fuse-overlayfs", "ext4", ""}) {
    CHECK_FALSE(hw::may_be_elsewhere(here));
  }
}

TEST_CASE("a folder on this machine is taken for a local disk") {
  const hw::testing::TemporaryFolder folder;
  CHECK_NOTHROW(hw::require_local_disk(folder / "not/there/yet"));
}

// File systems told apart by their magic numbers; those of FUSE, which share one, by their types.
#include "file_system.hpp"

#include "folder.hpp"

#include <headway/base/error.hpp>

#include <fmt/core.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace headway::inline v0 {
namespace {

// f_type of statfs(2); the numbers of linux/magic.h and of the file systems' own sources.
struct NetworkFileSystem {
  std::uint32_t magic;
  const char* name;
};
constexpr std::array<NetworkFileSystem, 14> network_file_systems{{{0x6969U, "NFS"},
                                                                  {0xFF534D42U, "CIFS"},
                                                                  {0xFE534D42U, "SMB2"},
                                                                  {0x517BU, "SMB"},
                                                                  {0x5346414FU, "AFS"},
                                                                  {0x6B414653U, "AFS"},
                                                                  {0x73757245U, "Coda"},
                                                                  {0x00C36400U, "Ceph"},
                                                                  {0x0BD00BD0U, "Lustre"},
                                                                  {0x47504653U, "GPFS"},
                                                                  {0x19830326U, "BeeGFS"},
                                                                  {0x01021997U, "9P"},
                                                                  {0x01161970U, "GFS2"},
                                                                  {0x7461636FU, "OCFS2"}}};

constexpr std::uint32_t fuse_magic = 0x65735546U;
constexpr std::array<std::string_view, 6> local_fuses{"fuse.ntfs-3g", "fuse.lowntfs-3g",
                                                      "fuse.ntfs",    "fuse.exfat",
                                                      "fuse.fuse2fs", "fuse.fuse-overlayfs"};

// Of the FUSE that holds `path`; empty when it is local or not known.
std::string network_fuse(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) throw_errno("look at", path, errno);
  std::ifstream file("/proc/self/mountinfo");
  const std::string mounts{std::istreambuf_iterator<char>(file), {}};
  std::string type = mounted_type(mounts, found.st_dev);
  return may_be_elsewhere(type) ? type : std::string();
}

// Empty for a local one.
std::string network_name(const std::string& path, std::uint32_t magic) {
  if (magic == fuse_magic) return network_fuse(path);
  const auto* const known = std::find_if(network_file_systems.begin(), network_file_systems.end(),
                                         [&](const auto& each) { return each.magic == magic; });
  return known == network_file_systems.end() ? std::string() : known->name;
}

}  // namespace

std::string mounted_type(const std::string& mountinfo, dev_t device) {
  const std::string wanted = fmt::format("{}:{}", major(device), minor(device));
  std::istringstream lines(mountinfo);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string field;
    fields >> field >> field >> field;  // of the mount, of the one above, the device
    if (field != wanted) continue;
    while (fields >> field && field != "-") {
    }
    fields >> field;
    return field;
  }
  return {};
}

bool may_be_elsewhere(std::string_view fuse_type) {
  const bool is_fuse = fuse_type == "fuse" || fuse_type.starts_with("fuse.");
  return is_fuse &&
         std::find(local_fuses.begin(), local_fuses.end(), fuse_type) == local_fuses.end();
}

void require_local_disk(const std::string& path) {
  std::filesystem::path there = path;
  struct statfs found {};
  while (::statfs(there.c_str(), &found) != 0) {
    if (errno != ENOENT || !there.has_relative_path()) throw_errno("look at", path, errno);
    there = there.parent_path();
  }
  const auto name = network_name(there, static_cast<std::uint32_t>(found.f_type));
  if (name.empty()) return;
  throw StoreError(fmt::format(
      "the store \"{}\" lies on a network file system ({}), where its locks do not hold; put it "
      "on a local disk with --store, and shared data on the network with --data",
      path, name));
}

}  // namespace headway::inline v0

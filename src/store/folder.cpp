// Folders of the store.
#include "folder.hpp"

#include <headway/base/error.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace headway::inline v0 {
namespace {

// f_type of statfs(2); the numbers of linux/magic.h and of the file systems' own sources.
struct NetworkFileSystem {
  std::uint32_t magic;
  const char* name;
};
constexpr std::array<NetworkFileSystem, 12> network_file_systems{{{0x6969U, "NFS"},
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
                                                                  {0x01021997U, "9P"}}};

std::string_view next_step(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT: return "free space there, then try again";
    case EACCES:
    case EPERM:
    case EROFS: return "check that this user may write there, or use another folder";
    case EMFILE:
    case ENFILE: return "allow more open files (ulimit -n)";
    default: return "check the disk, or use another folder";
  }
}

}  // namespace

int FileDescriptor::release() { return std::exchange(fd_, -1); }

void FileDescriptor::close() {
  if (fd_ >= 0) ::close(release());
}

void throw_errno(std::string_view doing, std::string_view path, int error) {
  throw StoreError(
      fmt::format("cannot {} \"{}\": {}; {}", doing, path, std::strerror(error), next_step(error)));
}

std::string absolute_path(const std::string& path) {
  std::error_code error;
  const auto whole = std::filesystem::absolute(path.empty() ? "." : path, error);
  if (error) throw_errno("find", path, error.value());
  std::string text = whole.lexically_normal().string();
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

void make_private_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
  if (error) throw_errno("make the folder above", path, error.value());
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) throw_errno("make", path, errno);
  if (!std::filesystem::is_directory(path, error)) throw_errno("use the folder", path, ENOTDIR);
}

void require_local_disk(const std::string& path) {
  std::filesystem::path there = path;
  struct statfs found {};
  while (::statfs(there.c_str(), &found) != 0) {
    if (errno != ENOENT || !there.has_relative_path()) throw_errno("look at", path, errno);
    there = there.parent_path();
  }
  for (const auto& [magic, name] : network_file_systems) {
    if (static_cast<std::uint32_t>(found.f_type) != magic) continue;
    throw StoreError(fmt::format(
        "the store \"{}\" lies on a network file system ({}), where its locks do not hold; put it "
        "on a local disk with --store, and shared data on the network with --data",
        path, name));
  }
}

void sync_folder(const std::string& path) {
  const FileDescriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.open() || ::fsync(folder.get()) != 0) throw_errno("sync the folder", path, errno);
}

}  // namespace headway::inline v0

// Folders of the store.
#include "folder.hpp"

#include <headway/base/error.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace headway::inline v0 {
namespace {

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

bool is_of_the_disk(int error) {
  return error == EIO || error == ENOSPC || error == EDQUOT || error == EROFS || error == EMFILE ||
         error == ENFILE || error == ENOMEM;
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

void sync_folder(const std::string& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid() || ::fsync(folder.get()) != 0) throw_errno("sync the folder", path, errno);
}

}  // namespace headway::inline v0

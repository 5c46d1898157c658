// Moving by rename; copying only between file systems.
#include "transfer.hpp"

#include "identity.hpp"
#include "output_problem.hpp"

#include <headway/base/error.hpp>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>

namespace headway::inline v0 {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view half_copy = ".incoming-";

bool is_open_as(const Descriptor& opened, const std::string& path) {
  struct stat one {};
  struct stat other {};
  return ::fstat(opened.get(), &one) == 0 && ::lstat(path.c_str(), &other) == 0 &&
         one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

Descriptor open_folder(const std::string& path) {
  return Descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

// `path` beneath `root`, one component after the other.
Descriptor open_beneath(const Descriptor& root, const std::string& path) {
  Descriptor at(::fcntl(root.get(), F_DUPFD_CLOEXEC, 0));
  for (std::size_t begin = 0; begin < path.size() && at.valid();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    at = Descriptor(open_in(at.get(), path.substr(begin, end - begin).c_str(),
                            O_RDONLY | O_NONBLOCK | (end < path.size() ? O_DIRECTORY : 0)));
    begin = end + 1;
  }
  return at;
}

void copy_bytes(const Descriptor& from, const Descriptor& to, const std::string& path) {
  std::array<char, 1U << 16U> buffer{};
  for (;;) {
    const auto got = ::read(from.get(), buffer.data(), buffer.size());
    if (got == 0) return;
    if (got < 0) throw_errno("read", path, errno);
    const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
    if (!write_all(to.get(), bytes)) throw_errno("write", path, errno);
  }
}

void copy_entry(const Descriptor& root, const TreeEntry& entry, const std::string& to) {
  if (entry.kind == TreeEntry::Kind::folder) {
    if (::mkdir(to.c_str(), 0700) != 0) throw_errno("make", to, errno);
    return;
  }
  const Descriptor source = open_beneath(root, entry.path);
  if (!source.valid()) throw_errno("open", entry.path, errno);
  const mode_t mode = entry.kind == TreeEntry::Kind::executable ? 0700 : 0600;
  const Descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!target.valid()) throw_errno("make", to, errno);
  copy_bytes(source, target, to);
}

}  // namespace

Moved move_folder(const std::string& from, const Descriptor& root, const std::string& to) {
  if (!is_open_as(root, from)) {
    throw OutputProblem("the output folder was exchanged while it was committed");
  }
  if (::rename(from.c_str(), to.c_str()) == 0) {
    if (is_open_as(root, to)) return Moved::here;
    ::rename(to.c_str(), from.c_str());
    throw OutputProblem("the output folder was exchanged while it was committed");
  }
  if (errno == ENOTEMPTY || errno == EEXIST) return Moved::was_there_already;
  if (errno == EXDEV) return Moved::other_file_system;
  throw_errno("move the outputs to", to, errno);
}

void copy_folder(const Descriptor& root, const Tree& tree, const TreeScan& scan,
                 const std::string& beside, const std::string& to) {
  const std::string half = fmt::format("{}/{}{}", beside, half_copy, random_word());
  if (::mkdir(half.c_str(), 0700) != 0) throw_errno("make", half, errno);
  const Descriptor folder = open_folder(half);
  if (!folder.valid() || ::flock(folder.get(), LOCK_EX) != 0) throw_errno("lock", half, errno);
  for (const TreeEntry& entry : tree.entries()) copy_entry(root, entry, half + '/' + entry.path);
  if (read_tree(folder, scan).digest("") != tree.digest("")) {
    remove_folder(half);
    throw OutputProblem("the output folder was still written to after the task ended");
  }
  if (move_folder(half, folder, to) == Moved::was_there_already) remove_folder(half);
}

void remove_half_copies(const std::string& beside) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(beside, error)) {
    if (!entry.path().filename().string().starts_with(half_copy)) continue;
    const Descriptor folder = open_folder(entry.path());
    if (folder.valid() && ::flock(folder.get(), LOCK_EX | LOCK_NB) == 0) {
      remove_folder(entry.path());
    }
  }
}

void remove_folder(const std::string& path) {
  std::error_code error;
  fs::permissions(path, fs::perms::owner_all, fs::perm_options::nofollow, error);
  for (fs::recursive_directory_iterator at(path, error), end; at != end; at.increment(error)) {
    if (at->symlink_status(error).type() != fs::file_type::directory) continue;
    fs::permissions(at->path(), fs::perms::owner_all, fs::perm_options::nofollow, error);
  }
  fs::remove_all(path, error);
  if (error) throw_errno("remove", path, error.value());
}

}  // namespace headway::inline v0

// Reading a tree by descriptors, so that nothing swapped meanwhile can lead outside.
#include "tree.hpp"

#include "output_problem.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace headway::inline v0 {
namespace {

std::string_view what_is(mode_t mode) {
  switch (mode & S_IFMT) {
    case S_IFLNK: return "a symbolic link";
    case S_IFIFO: return "a FIFO";
    case S_IFSOCK: return "a socket";
    case S_IFCHR:
    case S_IFBLK: return "a device";
    default: return "no file";
  }
}

[[noreturn]] void throw_unreadable(std::string_view doing, const std::string& path, int error) {
  if (is_of_the_disk(error)) throw_errno(doing, path, error);
  throw OutputProblem(
      fmt::format("cannot {} the output {}: {}", doing, quoted(path), std::strerror(error)));
}

std::vector<std::string> names_in(const Descriptor& folder, const std::string& path) {
  Descriptor own(::openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(own.valid() ? ::fdopendir(own.get()) : nullptr,
                                                    &::closedir);
  if (!listing) throw_unreadable("list", path, errno);
  own.release();
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(listing.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) throw_unreadable("list", path, errno);
  return names;
}

class Reader {
 public:
  explicit Reader(const TreeScan& scan) : scan_(scan) {}
  void read_folder(const Descriptor& folder, const std::string& path, std::uint32_t depth);
  std::vector<TreeEntry> entries;

 private:
  void read_entry(const Descriptor& folder, const std::string& name, const std::string& path,
                  std::uint32_t depth);
  TreeEntry read_file(const Descriptor& file, const std::string& path);
  void read_bytes(const Descriptor& file, TreeEntry& entry);
  void refuse_holes(const Descriptor& file, const struct stat& found,
                    const std::string& path) const;
  void sync(const Descriptor& what, const std::string& path) const;

  const TreeScan& scan_;
  std::array<char, 1U << 18U> buffer_{};
};

void Reader::read_folder(const Descriptor& folder, const std::string& path, std::uint32_t depth) {
  if (depth > scan_.limits.depth) {
    throw OutputProblem(fmt::format("the output folder {} lies more than {} folders deep",
                                    quoted(path), scan_.limits.depth));
  }
  for (const std::string& name : names_in(folder, path)) {
    read_entry(folder, name, path.empty() ? name : path + '/' + name, depth);
  }
  sync(folder, path);
}

void Reader::read_entry(const Descriptor& folder, const std::string& name, const std::string& path,
                        std::uint32_t depth) {
  if (entries.size() == scan_.limits.files) {
    throw OutputProblem(fmt::format(
        "the output folder holds more than {} files and folders; pack them", scan_.limits.files));
  }
  struct stat found {};
  if (::fstatat(folder.get(), name.c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0) {
    throw_unreadable("look at", path, errno);
  }
  const bool is_folder = S_ISDIR(found.st_mode);
  if (!is_folder && !S_ISREG(found.st_mode)) {
    throw OutputProblem(fmt::format("the output {} is {}; only files and folders are taken",
                                    quoted(path), what_is(found.st_mode)));
  }
  // O_NONBLOCK: should a FIFO take the name now, opening it still does not wait.
  const Descriptor opened(open_in(folder.get(), name.c_str(),
                                  is_folder ? O_RDONLY | O_DIRECTORY : O_RDONLY | O_NONBLOCK));
  if (!opened.valid()) throw_unreadable("open", path, errno);
  if (!is_folder) {
    entries.push_back(read_file(opened, path));
    return;
  }
  entries.push_back({.path = path, .kind = TreeEntry::Kind::folder, .bytes = {}});
  read_folder(opened, path, depth + 1);
  if (::fchmod(opened.get(), found.st_mode & 0555U) != 0) throw_unreadable("protect", path, errno);
}

TreeEntry Reader::read_file(const Descriptor& file, const std::string& path) {
  struct stat found {};
  if (::fstat(file.get(), &found) != 0) throw_unreadable("look at", path, errno);
  if (!S_ISREG(found.st_mode) || found.st_nlink > 1) {
    throw OutputProblem(
        fmt::format("the output {} is {}; only files and folders of its own are taken, copy it",
                    quoted(path), S_ISREG(found.st_mode) ? "a hard link" : what_is(found.st_mode)));
  }
  refuse_holes(file, found, path);
  if (::fchmod(file.get(), (found.st_mode & 0555U) | S_IRUSR) != 0) {
    throw_unreadable("protect", path, errno);
  }
  TreeEntry entry{
      .path = path,
      .kind = (found.st_mode & S_IXUSR) != 0U ? TreeEntry::Kind::executable : TreeEntry::Kind::file,
      .bytes = {}};
  read_bytes(file, entry);
  struct stat after {};
  if (::fstat(file.get(), &after) != 0 || after.st_size != found.st_size ||
      after.st_mtim.tv_sec != found.st_mtim.tv_sec ||
      after.st_mtim.tv_nsec != found.st_mtim.tv_nsec) {
    throw OutputProblem(
        fmt::format("the output {} was still written to after the task ended", quoted(path)));
  }
  sync(file, path);
  return entry;
}

void Reader::read_bytes(const Descriptor& file, TreeEntry& entry) {
  const bool wanted = scan_.wanted.contains(entry.path);
  Sha256 hash;
  for (;;) {
    const auto got = ::read(file.get(), buffer_.data(), buffer_.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw_unreadable("read", entry.path, errno);
    if (got == 0) break;
    const std::string_view bytes(buffer_.data(), static_cast<std::size_t>(got));
    hash.update(bytes);
    entry.size += bytes.size();
    if (wanted && entry.size <= scan_.limits.scalar_bytes) entry.bytes += bytes;
  }
  entry.digest = hash.finish();
}

// A file may claim terabytes that are nowhere: its holes are counted before they are read.
void Reader::refuse_holes(const Descriptor& file, const struct stat& found,
                          const std::string& path) const {
  if (static_cast<std::uint64_t>(found.st_size) <= scan_.limits.hole_bytes) return;
  std::uint64_t holes = 0;
  for (off_t at = 0; at < found.st_size;) {
    const off_t hole = ::lseek(file.get(), at, SEEK_HOLE);
    if (hole < 0 || hole >= found.st_size) break;
    const off_t data = ::lseek(file.get(), hole, SEEK_DATA);
    at = data < 0 ? found.st_size : data;
    holes += static_cast<std::uint64_t>(at - hole);
  }
  ::lseek(file.get(), 0, SEEK_SET);
  if (holes <= scan_.limits.hole_bytes) return;
  throw OutputProblem(fmt::format("the output {} is sparse: {} of its {} bytes were never written",
                                  quoted(path), holes, found.st_size));
}

void Reader::sync(const Descriptor& what, const std::string& path) const {
  if (scan_.durability == Durability::full && ::fsync(what.get()) != 0) {
    throw_errno("sync the output", path, errno);
  }
}

}  // namespace

int open_in(int folder, const char* name, int flags) {
  flags |= O_CLOEXEC | O_NOFOLLOW | O_NOCTTY;
  open_how how{};
  how.flags = static_cast<unsigned>(flags);
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
  const auto fd = static_cast<int>(::syscall(SYS_openat2, folder, name, &how, sizeof how));
  // Old kernels lack it and some sandboxes forbid it; for one component O_NOFOLLOW says as much.
  if (fd < 0 && (errno == ENOSYS || errno == EPERM)) return ::openat(folder, name, flags);
  return fd;
}

Tree read_tree(const Descriptor& root, const TreeScan& scan) {
  const auto reader = std::make_unique<Reader>(scan);  // its buffer is large
  reader->read_folder(root, "", 0);
  return Tree(std::move(reader->entries));
}

Tree::Tree(std::vector<TreeEntry> entries) : entries_(std::move(entries)) {
  std::sort(entries_.begin(), entries_.end(),
            [](const TreeEntry& a, const TreeEntry& b) { return a.path < b.path; });
}

const TreeEntry* Tree::find(std::string_view path) const {
  const auto at =
      std::lower_bound(entries_.begin(), entries_.end(), path,
                       [](const TreeEntry& e, std::string_view p) { return e.path < p; });
  return at != entries_.end() && at->path == path ? &*at : nullptr;
}

Digest Tree::digest(std::string_view folder) const {
  const std::string prefix = folder.empty() ? std::string() : std::string(folder) + '/';
  Sha256 hash;
  hash.update("headway tree 1\n");
  for (const TreeEntry& entry : entries_) {
    if (!entry.path.starts_with(prefix)) continue;
    const std::string_view name = std::string_view(entry.path).substr(prefix.size());
    hash.update(fmt::format("{} {} {} ", static_cast<char>(entry.kind), name.size(), entry.size));
    hash.update(name);
    hash.update(hex(entry.digest));
  }
  return hash.finish();
}

}  // namespace headway::inline v0

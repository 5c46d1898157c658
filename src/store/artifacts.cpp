// Committing outputs. The order on the disk: content, the link that tells where it will be, the
// rename. A crash between any two of them leaves what the same call can finish.
#include <headway/store/artifacts.hpp>

#include "identity.hpp"
#include "output_problem.hpp"
#include "outputs.hpp"
#include "transfer.hpp"
#include "tree.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

namespace headway::inline v0 {
namespace {

namespace fs = std::filesystem;

enum class Left { nothing, something, no_folder };

// What a task did to its own folders must not stop the engine, which would meet it again.
[[noreturn]] void throw_of_attempt(std::string_view doing, const std::string& path, int error) {
  if (is_of_the_disk(error)) throw_errno(doing, path, error);
  throw OutputProblem(fmt::format("cannot {} \"{}\": {}", doing, path, std::strerror(error)));
}

// Takes an empty folder away, which is what most tasks leave.
Left what_is_left(const std::string& folder) {
  if (::rmdir(folder.c_str()) == 0) return Left::nothing;
  if (errno == ENOTEMPTY || errno == EEXIST) return Left::something;
  if (errno == ENOENT) return Left::no_folder;
  if (errno == ENOTDIR) {
    throw OutputProblem("the task put something else in the place of its output folder");
  }
  throw_of_attempt("take away the output folder", folder, errno);
}

bool is_folder(const std::string& path) {
  struct stat found {};
  return ::lstat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode);
}

// Open, and writable by us: else it could not be moved.
Descriptor open_output(const std::string& path) {
  Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (folder.valid() && ::fchmod(folder.get(), 0700) == 0) return folder;
  if (errno != EACCES && errno != ENOTDIR && errno != ELOOP) throw_of_attempt("open", path, errno);
  throw OutputProblem("the task took away the right to read its output folder");
}

// Last of all: a folder that may not be written cannot be moved either.
void protect(const std::string& folder) {
  if (::chmod(folder.c_str(), 0500) != 0) throw_errno("protect", folder, errno);
}

std::string folder_of(const std::string& hash) {
  return fmt::format("artifacts/{}/{}", hash.substr(0, 2), hash);
}

// One attempt's commit.
class Commit {
 public:
  Commit(const std::string& data, const std::string& output, TreeScan scan)
      : data_(data),
        output_(output),
        attempt_(fs::path(output).parent_path()),
        link_(attempt_ + "/artifact"),
        scan_(std::move(scan)) {}

  Committed operator()(std::span<const OutputDeclaration> declarations);

 private:
  [[nodiscard]] std::optional<std::string> committed_before() const;
  Committed finish_former(const std::string& folder,
                          std::span<const OutputDeclaration> declarations);
  Committed store(std::span<const OutputDeclaration> declarations);
  void place(const Descriptor& root, const Tree& tree, const std::string& folder);
  void write_link(const std::string& folder) const;
  void sync(const std::string& folder) const {
    if (scan_.durability == Durability::full) sync_folder(folder);
  }

  const std::string& data_;
  const std::string& output_;
  std::string attempt_;  // the folder around the output folder
  std::string link_;     // tells where the outputs went
  TreeScan scan_;
};

Committed Commit::operator()(std::span<const OutputDeclaration> declarations) {
  const Left left = what_is_left(output_);
  // Also when nothing is left: a crash may have cut short the removal of a duplicate just there.
  if (const auto former = committed_before()) return finish_former(*former, declarations);
  if (left == Left::something) return store(declarations);
  return {.outputs = read_outputs(declarations, Tree({}), "", scan_.limits)};
}

// Where a commit that a crash cut short had put the outputs.
std::optional<std::string> Commit::committed_before() const {
  std::error_code error;
  const std::string hash = fs::read_symlink(link_, error).filename();
  if (error || hash.size() != 64 ||
      hash.find_first_not_of("0123456789abcdef") != std::string::npos) {
    return {};
  }
  const std::string folder = folder_of(hash);
  return is_folder(data_ + '/' + folder) ? std::optional(folder) : std::nullopt;
}

Committed Commit::finish_former(const std::string& folder,
                                std::span<const OutputDeclaration> declarations) {
  const std::string target = data_ + '/' + folder;
  const Descriptor root(::open(target.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!root.valid()) throw_errno("open", target, errno);
  const Tree tree = read_tree(root, scan_);
  Committed committed{.folder = folder,
                      .outputs = read_outputs(declarations, tree, folder, scan_.limits)};
  if (is_folder(output_)) remove_folder(output_);
  protect(target);
  return committed;
}

Committed Commit::store(std::span<const OutputDeclaration> declarations) {
  const Descriptor root = open_output(output_);
  const Tree tree = read_tree(root, scan_);
  const std::string folder = folder_of(hex(tree.digest("")));
  Committed committed{.folder = folder,
                      .outputs = read_outputs(declarations, tree, folder, scan_.limits)};
  place(root, tree, folder);
  return committed;
}

void Commit::place(const Descriptor& root, const Tree& tree, const std::string& folder) {
  const std::string target = data_ + '/' + folder;
  const std::string shelf = fs::path(target).parent_path();  // artifacts/<xx>
  const std::string artifacts = fs::path(shelf).parent_path();
  if (!is_folder(shelf)) {
    make_private_folder(artifacts);
    make_private_folder(shelf);
    sync(data_);
    sync(artifacts);
  }
  write_link(folder);
  const Moved moved =
      is_folder(target) ? Moved::was_there_already : move_folder(output_, root, target);
  if (moved == Moved::other_file_system) copy_folder(root, tree, scan_, artifacts, target);
  if (moved != Moved::here) remove_folder(output_);
  if (moved != Moved::was_there_already) protect(target);
  sync(shelf);
  sync(attempt_);
}

void Commit::write_link(const std::string& folder) const {
  const std::string fresh = fmt::format("{}.{}", link_, random_word());
  const std::string target = fs::path(data_ + '/' + folder).lexically_relative(attempt_);
  if (::symlink(target.c_str(), fresh.c_str()) != 0)
    throw_of_attempt("make the link", fresh, errno);
  if (::rename(fresh.c_str(), link_.c_str()) != 0) throw_of_attempt("make the link", link_, errno);
  sync(attempt_);
}

}  // namespace

Artifacts::Artifacts(const std::string& data_folder, Durability durability, ArtifactLimits limits)
    : data_(absolute_path(data_folder)), durability_(durability), limits_(limits) {
  remove_half_copies(data_ + "/artifacts");
}

Committed Artifacts::commit(const std::string& output_folder,
                            std::span<const OutputDeclaration> declarations) const {
  try {
    const std::string output = absolute_path(output_folder);
    return Commit(
        data_, output,
        {.limits = limits_, .durability = durability_, .wanted = value_files(declarations)})(
        declarations);
  } catch (const OutputProblem& problem) {
    return {.problem = problem.what()};
  }
}

bool Artifacts::is_whole(const std::string& folder) const {
  const std::string path = data_ + '/' + folder;
  const Descriptor root(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!root.valid()) return false;
  try {
    const Tree tree = read_tree(root, {.limits = limits_, .durability = Durability::relaxed});
    return folder == folder_of(hex(tree.digest("")));
  } catch (const OutputProblem&) {  // a link, say, where there was none
    return false;
  }
}

void Artifacts::set_aside(const std::string& folder) const {
  const std::string path = data_ + '/' + folder;
  if (!is_folder(path)) return;
  const std::string aside = fmt::format("{}.damaged.{}", path, random_word());
  if (::chmod(path.c_str(), 0700) != 0 || ::rename(path.c_str(), aside.c_str()) != 0) {
    throw_errno("set aside the damaged folder", path, errno);
  }
}

}  // namespace headway::inline v0

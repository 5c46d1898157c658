// A folder of files as a list: checked, hashed and made read-only.
#pragma once

#include "folder.hpp"

#include <headway/base/digest.hpp>
#include <headway/store/artifacts.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// A file or folder beneath the tree's root.
struct TreeEntry {
  enum class Kind : char { file = 'f', executable = 'x', folder = 'd' };
  std::string path;  // relative, without dots
  Kind kind = Kind::file;
  std::uint64_t size = 0;
  Digest digest{};    // of a file's bytes
  std::string bytes;  // of a file that was asked for, as hashed
};

/// What lies beneath a folder, sorted by path. A value.
class Tree {
 public:
  explicit Tree(std::vector<TreeEntry> entries);

  [[nodiscard]] const std::vector<TreeEntry>& entries() const { return entries_; }
  [[nodiscard]] const TreeEntry* find(std::string_view path) const;
  /// Over names, kinds and contents of all that lies beneath `folder` ("" for the whole), by names
  /// relative to it: equal folders have equal digests wherever they lie.
  [[nodiscard]] Digest digest(std::string_view folder) const;

 private:
  std::vector<TreeEntry> entries_;  // sorted by path
};

/// How a tree is read.
struct TreeScan {
  ArtifactLimits limits{};
  Durability durability = Durability::full;  // full: everything is synced
  std::set<std::string> wanted{};  // files whose bytes are kept, up to limits.scalar_bytes
};

/// Reads all beneath `root`, an open folder, and takes write permission from all but itself. Opens
/// nothing but regular files and folders of the same file system, and never through a link. Throws
/// OutputProblem for anything else there, StoreError when the disk fails.
Tree read_tree(const Descriptor& root, const TreeScan& scan);

/// Opens what lies directly in `folder`; `name` is one component. -1 and errno as openat.
int open_in(int folder, const char* name, int flags);

}  // namespace headway::inline v0

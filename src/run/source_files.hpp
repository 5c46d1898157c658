// Source files: which files of a folder belong to a task, what is in them, and which variables of a
// task's environment they name.
#pragma once

#include <headway/base/digest.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// The regular files beneath `folder` that a glob names, relative to it and sorted: `*`, `?` and
/// `[…]` stay in a component, `**` stands for any folders. Hidden files and folders must be named
/// with their dot. Throws Error for a glob that leads out of the folder, names no file or more than
/// 10,000.
std::vector<std::string> files_of(const std::string& folder, const std::string& glob);

/// The words in a text that begin with `HEADWAY_`.
std::set<std::string> variables_in(std::string_view text);

/// What is in a file.
struct FileContent {
  Digest digest{};
  std::set<std::string> variables{};  // of the first MiB
};

/// Reads files, and those that have not changed since only once. One thread at a time.
class FileContents {
 public:
  /// Throws Error when it cannot be read.
  const FileContent& of(const std::string& path);

 private:
  struct Stamp {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    std::int64_t changed = 0;   // nanoseconds
    std::int64_t modified = 0;  // nanoseconds
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  struct Known {
    Stamp stamp{};
    std::int64_t read_at = 0;  // nanoseconds, of the same clock as the stamps
    FileContent content{};
    [[nodiscard]] bool is_settled() const;
  };
  static Stamp stamp_of(const std::string& path);

  std::map<std::string, Known> known_;
};

}  // namespace headway::inline v0

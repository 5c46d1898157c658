// Globs, digests and words of files.
#include "source_files.hpp"

#include <headway/base/error.hpp>

#include <fmt/core.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace headway::inline v0 {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 10'000;
constexpr std::size_t scanned = 1U << 20U;  // bytes of a file in which variables are looked for

/// A glob, component by component, as it walks through folders.
class Walk {
 public:
  Walk(std::string folder, const std::string& glob) : folder_(std::move(folder)) {
    for (const fs::path& part : fs::path(glob)) {
      if (part == "..") throw Error(fmt::format("the source \"{}\" leads out of the folder", glob));
      if (!part.empty() && part != ".") parts_.push_back(part.string());
    }
    if (glob.starts_with('/')) {
      throw Error(fmt::format("the source \"{}\" is not relative to the pipeline's folder", glob));
    }
  }

  std::vector<std::string> operator()() {
    look({}, 0);
    std::sort(files_.begin(), files_.end());
    files_.erase(std::unique(files_.begin(), files_.end()), files_.end());
    return std::move(files_);
  }

 private:
  void look(const std::string& beneath, std::size_t part) {
    if (part == parts_.size()) return;
    const bool any_depth = parts_[part] == "**";
    if (any_depth) look(beneath, part + 1);
    std::error_code gone;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_ + beneath, gone)) {
      const std::string name = entry.path().filename().string();
      const std::string path = beneath + '/' + name;
      if (any_depth) {
        const bool through = name.front() != '.' && is_folder(entry) && !entry.is_symlink(gone);
        if (through) look(path, part);
        if (part + 1 == parts_.size()) take(entry, path, name.front() != '.');
      } else if (::fnmatch(parts_[part].c_str(), name.c_str(), FNM_PERIOD) == 0) {
        if (is_folder(entry)) look(path, part + 1);
        take(entry, path, part + 1 == parts_.size());
      }
    }
  }
  static bool is_folder(const fs::directory_entry& entry) {
    std::error_code gone;
    return entry.is_directory(gone);
  }
  void take(const fs::directory_entry& entry, const std::string& path, bool matches) {
    std::error_code gone;
    if (!matches || !entry.is_regular_file(gone)) return;
    if (files_.size() == most_files) throw Error("the sources are more than 10000 files");
    files_.push_back(path.substr(1));
  }

  std::string folder_;
  std::vector<std::string> parts_{};
  std::vector<std::string> files_{};
};

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

bool belongs_to_name(char c) {
  return c == '_' || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

FileContent read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(fmt::format("cannot read \"{}\": {}", path, std::strerror(errno)));
  FileContent content;
  Sha256 sum;
  std::string block(scanned, '\0');
  bool first = true;
  do {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    const std::string_view bytes(block.data(), static_cast<std::size_t>(file.gcount()));
    sum.update(bytes);
    if (std::exchange(first, false)) content.variables = variables_in(bytes);
  } while (file);
  if (file.bad()) throw Error(fmt::format("cannot read \"{}\"", path));
  content.digest = sum.finish();
  return content;
}

}  // namespace

std::vector<std::string> files_of(const std::string& folder, const std::string& glob) {
  auto files = Walk(folder.empty() ? "." : folder, glob)();
  if (files.empty()) throw Error(fmt::format("the source \"{}\" names no file", glob));
  return files;
}

std::set<std::string> variables_in(std::string_view text) {
  constexpr std::string_view beginning = "HEADWAY_";
  std::set<std::string> found;
  for (std::size_t at = text.find(beginning); at != std::string_view::npos;
       at = text.find(beginning, at)) {
    std::size_t end = at;
    while (end < text.size() && belongs_to_name(text[end])) ++end;
    found.emplace(text.substr(at, end - at));
    at = end;
  }
  return found;
}

FileContents::Stamp FileContents::stamp_of(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) {
    throw Error(fmt::format("cannot read \"{}\": {}", path, std::strerror(errno)));
  }
  return {.device = found.st_dev,
          .inode = found.st_ino,
          .size = found.st_size,
          .changed = nanoseconds(found.st_ctim),
          .modified = nanoseconds(found.st_mtim)};
}

/// Stamps are as coarse as the clock of the kernel: what was read just after a change may change
/// again and look the same.
bool FileContents::Known::is_settled() const {
  constexpr std::int64_t coarse = 1'000'000'000;
  return stamp.changed + coarse < read_at && stamp.modified + coarse < read_at;
}

const FileContent& FileContents::of(const std::string& path) {
  const Stamp stamp = stamp_of(path);
  Known& known = known_[path];
  if (known.stamp == stamp && known.is_settled()) return known.content;
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  known = {.stamp = stamp, .read_at = nanoseconds(now), .content = read(path)};
  return known.content;
}

}  // namespace headway::inline v0

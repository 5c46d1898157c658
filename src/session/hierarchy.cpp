// Reading /proc/self/mountinfo and /proc/self/cgroup.
#include "hierarchy.hpp"

#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>

namespace headway::inline v0 {
namespace {

/// A line of mountinfo that is of control groups.
struct Mount {
  bool is_v2 = false;
  std::string point{};
  std::string root{};         // the group that the mount point shows
  std::string controllers{};  // of v1: "rw,cpu,cpuacct"
};

bool is_octal(std::string_view digits) {
  return digits.size() == 3 && digits.find_first_not_of("01234567") == std::string_view::npos;
}

/// A path of mountinfo without its escapes: `\040` is a blank.
std::string unescaped(std::string_view path) {
  std::string text;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '\\' || !is_octal(path.substr(i + 1, 3))) {
      text += path[i];
      continue;
    }
    text += static_cast<char>(std::stoi(std::string(path.substr(i + 1, 3)), nullptr, 8));
    i += 3;
  }
  return text;
}

/// The line: id parent device root mount_point options… - type source super_options
std::optional<Mount> parse_mount(const std::string& line) {
  const auto separator = line.find(" - ");
  if (separator == std::string::npos) return std::nullopt;
  std::istringstream before(line.substr(0, separator));
  std::istringstream after(line.substr(separator + 3));
  std::string skipped;
  std::string type;
  Mount mount;
  before >> skipped >> skipped >> skipped >> mount.root >> mount.point;
  after >> type;
  while (after >> skipped) mount.controllers = skipped;  // the last word; a source may be empty
  mount.root = unescaped(mount.root);
  mount.point = unescaped(mount.point);
  mount.is_v2 = type == "cgroup2";
  return mount.is_v2 || type == "cgroup" ? std::optional(mount) : std::nullopt;
}

bool lists(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const auto end = words.find(',');
    if (words.substr(0, end) == word) return true;
    words = end == std::string_view::npos ? std::string_view() : words.substr(end + 1);
  }
  return false;
}

/// The group of a line of /proc/self/cgroup, `4:memory:/a/b` or `0::/a/b`, if it is of `mount`.
std::optional<std::string> group_in(const std::string& line, const Mount& mount) {
  const auto first = line.find(':');
  const auto second = line.find(':', first + 1);
  if (first == std::string::npos || second == std::string::npos) return std::nullopt;
  const auto controllers = std::string_view(line).substr(first + 1, second - first - 1);
  const bool matches =
      mount.is_v2 ? controllers.empty()
                  : !controllers.empty() &&
                        lists(mount.controllers, controllers.substr(0, controllers.find(',')));
  return matches ? std::optional(line.substr(second + 1)) : std::nullopt;
}

/// Where `group` is below the mount point; nothing when the mount does not show it: it is of
/// another container, or outside of this process's namespace (`/../other`).
std::optional<std::string> below(const Mount& mount, const std::string& group) {
  const std::string top = mount.root == "/" ? std::string() : mount.root;
  const std::string place = group == "/" ? std::string() : group;
  if (place.starts_with("/..")) return std::nullopt;
  // A mount made outside of the namespace shows a parent of its root: the way down is not known.
  if (top.starts_with("/..")) return std::string();
  const bool shown = place == top || place.starts_with(top + '/');
  return shown ? std::optional(place.substr(top.size())) : std::nullopt;
}

std::vector<std::string> lines_of(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

}  // namespace

std::vector<Hierarchy> hierarchies(const std::string& root) {
  const auto groups = lines_of(root + "/proc/self/cgroup");
  std::vector<Hierarchy> found;
  for (const auto& line : lines_of(root + "/proc/self/mountinfo")) {
    const auto mount = parse_mount(line);
    for (std::size_t i = 0; mount && i < groups.size(); ++i) {
      const auto group = group_in(groups[i], *mount);
      const auto place = group ? below(*mount, *group) : std::nullopt;
      if (place) found.push_back({mount->is_v2, root + mount->point, *place});
    }
  }
  return found;
}

}  // namespace headway::inline v0

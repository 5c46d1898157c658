// Reading control groups.
#include "cgroup.hpp"

#include <fstream>
#include <sstream>
#include <string_view>
#include <vector>

namespace headway::inline v0 {
namespace {

/// A mounted hierarchy and this process's place in it.
struct Hierarchy {
  bool is_v2 = false;
  std::string controllers{};  // of v1: "memory", "cpu,cpuacct"
  std::string mount_point{};
  std::string mount_root{};  // the group that the mount point shows
  std::string group{};
};

bool lists(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const auto end = words.find(',');
    if (words.substr(0, end) == word) return true;
    words = end == std::string_view::npos ? std::string_view() : words.substr(end + 1);
  }
  return false;
}

/// A line of mountinfo: id parent device root mount_point options… - type source super_options
std::optional<Hierarchy> parse_mount(const std::string& line) {
  const auto separator = line.find(" - ");
  if (separator == std::string::npos) return std::nullopt;
  std::istringstream before(line.substr(0, separator));
  std::istringstream after(line.substr(separator + 3));
  Hierarchy hierarchy;
  std::string skipped;
  std::string type;
  before >> skipped >> skipped >> skipped >> hierarchy.mount_root >> hierarchy.mount_point;
  after >> type >> skipped >> hierarchy.controllers;
  hierarchy.is_v2 = type == "cgroup2";
  if (!hierarchy.is_v2 && type != "cgroup") return std::nullopt;
  return hierarchy;
}

/// The group of a line of /proc/self/cgroup, `4:memory:/a/b` or `0::/a/b`, if it is of `hierarchy`.
std::optional<std::string> group_in(const std::string& line, const Hierarchy& hierarchy) {
  const auto first = line.find(':');
  const auto second = line.find(':', first + 1);
  if (first == std::string::npos || second == std::string::npos) return std::nullopt;
  const auto controllers = std::string_view(line).substr(first + 1, second - first - 1);
  const bool matches =
      hierarchy.is_v2 ? controllers.empty()
                      : !controllers.empty() && lists(hierarchy.controllers,
                                                      controllers.substr(0, controllers.find(',')));
  return matches ? std::optional(line.substr(second + 1)) : std::nullopt;
}

std::vector<Hierarchy> hierarchies(const std::string& root) {
  std::vector<Hierarchy> found;
  std::ifstream mounts(root + "/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    auto hierarchy = parse_mount(line);
    if (!hierarchy) continue;
    std::ifstream groups(root + "/proc/self/cgroup");
    for (std::string group; std::getline(groups, group);) {
      if (auto place = group_in(group, *hierarchy)) hierarchy->group = *place;
    }
    found.push_back(*hierarchy);
  }
  return found;
}

std::string relative_group(const Hierarchy& hierarchy) {
  const std::string& top = hierarchy.mount_root;
  if (top != "/" && hierarchy.group.starts_with(top)) return hierarchy.group.substr(top.size());
  return hierarchy.group == "/" ? std::string() : hierarchy.group;
}

std::optional<std::int64_t> number_in(const std::string& path) {
  std::ifstream file(path);
  std::int64_t number = 0;
  return file >> number ? std::optional(number) : std::nullopt;
}

void tighten(std::optional<std::int64_t>& limit, std::optional<std::int64_t> other) {
  if (other && *other > 0 && (!limit || *other < *limit)) limit = other;
}

std::optional<std::int64_t> cpu_of(const std::string& folder, bool is_v2) {
  std::optional<std::int64_t> quota;
  std::optional<std::int64_t> period;
  if (is_v2) {
    std::ifstream file(folder + "/cpu.max");
    std::int64_t first = 0;
    std::int64_t second = 0;
    if (file >> first >> second) quota = first, period = second;  // "max 100000" is no number
  } else {
    quota = number_in(folder + "/cpu.cfs_quota_us");
    period = number_in(folder + "/cpu.cfs_period_us");
  }
  if (!quota || !period || *quota <= 0 || *period <= 0) return std::nullopt;
  return *quota * 1000 / *period;
}

}  // namespace

CgroupLimits cgroup_limits(const std::string& root) {
  constexpr std::int64_t unlimited = std::int64_t{1} << 60;  // v1 says "none" by a huge number
  CgroupLimits limits;
  for (const auto& hierarchy : hierarchies(root)) {
    for (std::string group = relative_group(hierarchy);;) {
      const std::string folder = root + hierarchy.mount_point + group;
      tighten(limits.cpu_thousandths, cpu_of(folder, hierarchy.is_v2));
      const auto memory =
          number_in(folder + (hierarchy.is_v2 ? "/memory.max" : "/memory.limit_in_bytes"));
      if (memory && *memory < unlimited) tighten(limits.memory_bytes, memory);
      if (group.empty()) break;
      group.erase(group.rfind('/') == std::string::npos ? 0 : group.rfind('/'));
    }
  }
  return limits;
}

}  // namespace headway::inline v0

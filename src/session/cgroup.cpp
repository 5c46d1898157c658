// Reading limits on the way up from this process's groups.
#include "cgroup.hpp"

#include "hierarchy.hpp"

#include <algorithm>
#include <fstream>

namespace headway::inline v0 {
namespace {

constexpr std::int64_t unlimited = std::int64_t{1} << 60;  // v1 says "none" by a huge number

std::optional<std::int64_t> number_in(const std::string& path) {
  std::ifstream file(path);
  std::int64_t number = 0;
  return file >> number ? std::optional(number) : std::nullopt;
}

/// Of v1's memory.stat: the tightest limit up to the root, also beyond what the mount shows.
std::optional<std::int64_t> hierarchical_limit(const std::string& folder) {
  std::ifstream file(folder + "/memory.stat");
  std::string name;
  std::int64_t number = 0;
  while (file >> name >> number) {
    if (name == "hierarchical_memory_limit") return number;
  }
  return std::nullopt;
}

void tighten(std::optional<CgroupLimit>& limit, std::optional<std::int64_t> other,
             const std::string& folder) {
  if (other && *other > 0 && (!limit || *other < limit->most)) limit = {*other, folder};
}

std::optional<std::int64_t> thousandths(std::int64_t quota, std::int64_t period) {
  if (quota <= 0 || period <= 0) return std::nullopt;
  return std::max<std::int64_t>(quota * 1000 / period, 1);
}

std::optional<std::int64_t> cpu_of(const std::string& folder, bool is_v2) {
  if (is_v2) {
    std::ifstream file(folder + "/cpu.max");
    std::int64_t quota = 0;
    std::int64_t period = 0;
    if (!(file >> quota >> period)) return std::nullopt;  // "max 100000" is no number
    return thousandths(quota, period);
  }
  return thousandths(number_in(folder + "/cpu.cfs_quota_us").value_or(0),
                     number_in(folder + "/cpu.cfs_period_us").value_or(0));
}

std::optional<std::int64_t> memory_of(const std::string& folder, bool is_v2) {
  if (is_v2) return number_in(folder + "/memory.max");
  const auto own = number_in(folder + "/memory.limit_in_bytes").value_or(unlimited);
  const auto least = std::min(own, hierarchical_limit(folder).value_or(unlimited));
  return least < unlimited ? std::optional(least) : std::nullopt;
}

std::string parent(const std::string& group) {
  const auto last = group.rfind('/');
  return last == std::string::npos ? std::string() : group.substr(0, last);
}

}  // namespace

CgroupLimits cgroup_limits(const std::string& root) {
  CgroupLimits limits;
  for (const auto& hierarchy : hierarchies(root)) {
    for (std::string group = hierarchy.group;; group = parent(group)) {
      const std::string folder = hierarchy.mount_point + group;
      tighten(limits.cpu, cpu_of(folder, hierarchy.is_v2), folder);
      tighten(limits.memory, memory_of(folder, hierarchy.is_v2), folder);
      if (group.empty()) break;
    }
  }
  return limits;
}

}  // namespace headway::inline v0

// A validator of schedules that shares nothing with the planner: definitions, written down.
#pragma once

#include <headway/schedule/plan/cluster_model.hpp>
#include <headway/schedule/plan/cluster_schedule.hpp>
#include <headway/schedule/plan/planning_model.hpp>

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

/// What is wrong with a schedule; empty when it is valid. Capacity is checked at every start, since
/// use grows nowhere else.
inline std::string fault_of(const headway::PlanningModel& model,
                            std::span<const std::int64_t> starts, std::int64_t makespan) {
  if (starts.size() != model.size()) return "a start is missing";
  std::int64_t last = 0;
  for (std::uint32_t a = 0; a < model.size(); ++a) {
    const std::int64_t end = starts[a] + model.duration(a);
    if (starts[a] < 0) return "a start before time";
    if (end > last) last = end;
    for (const std::uint32_t b : model.successors(a)) {
      if (starts[b] < end)
        return std::to_string(b) + " starts before " + std::to_string(a) + " ends";
    }
  }
  if (last != makespan) return "the makespan is not the last end";
  const std::set<std::int64_t> instants(starts.begin(), starts.end());
  for (const std::int64_t now : instants) {
    for (std::size_t r = 0; r < model.resources(); ++r) {
      std::int64_t free = model.capacity(r);
      for (std::uint32_t a = 0; a < model.size(); ++a) {
        if (starts[a] <= now && now < starts[a] + model.duration(a)) free -= model.demand(a)[r];
      }
      if (free < 0) return "over capacity at " + std::to_string(now);
    }
  }
  return {};
}

/// A schedule of a cluster, looked at by definition alone: nothing here is asked of a model but
/// what its parts say.
class ClusterCheck {
 public:
  ClusterCheck(const headway::ClusterParts& parts, const headway::ClusterSchedule& schedule)
      : parts_(parts), schedule_(schedule) {}

  /// What is wrong; empty when it is valid.
  [[nodiscard]] std::string fault() const {
    const std::size_t size = parts_.durations.size();
    if (schedule_.starts.size() != size || schedule_.nodes.size() != size ||
        schedule_.devices.size() != size)
      return "an activity has no place";
    if (std::string fault = fault_in_time(); !fault.empty()) return fault;
    for (std::size_t a = 0; a < size; ++a) {
      if (std::string fault = fault_of_devices(a); !fault.empty()) return fault;
    }
    for (const std::int64_t now :
         std::set<std::int64_t>(schedule_.starts.begin(), schedule_.starts.end())) {
      if (std::string fault = fault_at(now); !fault.empty())
        return fault + " at " + std::to_string(now);
    }
    return {};
  }

 private:
  [[nodiscard]] std::string fault_in_time() const {
    std::int64_t last = 0;
    for (std::size_t a = 0; a < parts_.durations.size(); ++a) {
      const std::int64_t end = schedule_.starts[a] + parts_.durations[a];
      last = std::max(last, end);
      if (schedule_.starts[a] < 0) return "a start before time";
      if (!parts_.releases.empty() && schedule_.starts[a] < parts_.releases[a])
        return std::to_string(a) + " starts before its release";
      if (!parts_.running_on.empty() && parts_.running_on[a] != headway::not_running &&
          (schedule_.starts[a] != 0 || schedule_.nodes[a] != parts_.running_on[a]))
        return std::to_string(a) + " runs elsewhere";
      for (std::size_t i = parts_.successor_rows[a]; i < parts_.successor_rows[a + 1]; ++i) {
        if (schedule_.starts[parts_.successors[i]] < end)
          return std::to_string(parts_.successors[i]) + " starts too early";
      }
    }
    return last == schedule_.makespan ? "" : "the makespan is not the last end";
  }

  [[nodiscard]] std::uint32_t asked(std::size_t a) const {
    return parts_.device_demands.empty() ? 0 : parts_.device_demands[a].thousandths;
  }

  [[nodiscard]] std::string fault_of_devices(std::size_t a) const {
    if (schedule_.nodes[a] >= parts_.nodes.size()) return "there is no such node";
    const std::size_t there = parts_.nodes[schedule_.nodes[a]].devices.size();
    const std::bitset<64> given(schedule_.devices[a]);
    for (std::size_t d = there; d < 64; ++d) {
      if (given[d]) return "there is no such device";
    }
    const std::size_t wanted = asked(a) < 1000 ? (asked(a) > 0 ? 1 : 0) : asked(a) / 1000;
    return given.count() == wanted ? ""
                                   : std::to_string(a) + " has not as many devices as it needs";
  }

  [[nodiscard]] std::string fault_at(std::int64_t now) const {
    std::vector<headway::ClusterNode> free = parts_.nodes;
    std::vector<std::int64_t> caps = parts_.caps;
    std::vector<std::vector<std::int64_t>> thousandths;
    for (const auto& node : free) thousandths.emplace_back(node.devices.size(), 0);
    for (std::size_t n = 0; n < free.size(); ++n) {
      for (std::size_t d = 0; d < free[n].devices.size(); ++d)
        thousandths[n][d] = free[n].devices[d].thousandths;
    }
    for (std::size_t a = 0; a < parts_.durations.size(); ++a) {
      const std::int64_t end = schedule_.starts[a] + parts_.durations[a];
      if (schedule_.starts[a] > now || now >= end) continue;
      const std::uint32_t n = schedule_.nodes[a];
      const std::size_t slots = free[n].capacities.size();
      for (std::size_t s = 0; s < slots; ++s)
        free[n].capacities[s] -= parts_.demands[a * slots + s];
      for (std::size_t d = 0; d < free[n].devices.size(); ++d) {
        if (((schedule_.devices[a] >> d) & 1U) == 0) continue;
        thousandths[n][d] -= std::min<std::int64_t>(asked(a), 1000);
        free[n].devices[d].memory -= parts_.device_demands[a].memory;
      }
      if (parts_.cap_rows.empty()) continue;
      for (std::size_t i = parts_.cap_rows[a]; i < parts_.cap_rows[a + 1]; ++i)
        caps[parts_.cap_uses[i].cap] -= parts_.cap_uses[i].amount;
    }
    const auto over = [](std::int64_t left) { return left < 0; };
    if (std::any_of(caps.begin(), caps.end(), over)) return "over a cap";
    for (std::size_t n = 0; n < free.size(); ++n) {
      const auto& left = free[n].capacities;
      if (std::any_of(left.begin(), left.end(), over)) return "over capacity";
      if (std::any_of(thousandths[n].begin(), thousandths[n].end(), over)) return "over a device";
      for (const auto& device : free[n].devices) {
        if (over(device.memory)) return "over the memory of a device";
      }
    }
    return {};
  }

  const headway::ClusterParts& parts_;
  const headway::ClusterSchedule& schedule_;
};

inline std::string fault_of(const headway::ClusterModel& model,
                            const headway::ClusterSchedule& schedule) {
  return ClusterCheck(model.parts(), schedule).fault();
}

// A cluster model: checked once.
#include <headway/schedule/plan/cluster_model.hpp>

#include <headway/base/error.hpp>

#include <algorithm>
#include <utility>

namespace headway::inline v0 {
namespace {

constexpr std::size_t most_devices = 64;  // of a node: a schedule has a bit for each

PlanningModel graph_of(const ClusterParts& parts) {
  return PlanningModel({.durations = parts.durations,
                        .demands = {},
                        .successor_rows = parts.successor_rows,
                        .successors = parts.successors,
                        .capacities = {}});
}

bool fits_device(const DeviceDemand& demand, const ClusterDevice& device) {
  return demand.share() <= device.thousandths && demand.memory <= device.memory;
}

}  // namespace

ClusterModel::ClusterModel(ClusterParts parts)
    : parts_(std::move(parts)), graph_(graph_of(parts_)) {
  HEADWAY_ASSERT(!parts_.nodes.empty());
  HEADWAY_ASSERT(parts_.demands.size() == size() * slots());
  HEADWAY_ASSERT(parts_.device_demands.empty() || parts_.device_demands.size() == size());
  HEADWAY_ASSERT(parts_.releases.empty() || parts_.releases.size() == size());
  HEADWAY_ASSERT(parts_.priorities.empty() || parts_.priorities.size() == size());
  HEADWAY_ASSERT(parts_.running_on.empty() || parts_.running_on.size() == size());
  HEADWAY_ASSERT(parts_.cap_rows.empty() || parts_.cap_rows.size() == size() + 1);
  for (const ClusterNode& node : parts_.nodes) {
    HEADWAY_ASSERT(node.capacities.size() == slots());
    HEADWAY_ASSERT(node.devices.size() <= most_devices);
  }
  check();
}

void ClusterModel::check() const {
  for (std::uint32_t a = 0; a < size(); ++a) {
    HEADWAY_ASSERT(duration(a) >= 0 && release(a) >= 0);
    HEADWAY_ASSERT(device_demand(a).thousandths < 1000 || device_demand(a).thousandths % 1000 == 0);
    for (const CapUse& use : cap_uses(a))
      HEADWAY_ASSERT(use.amount >= 0 && use.amount <= parts_.caps[use.cap]);
    bool some = false;
    for (std::uint32_t node = 0; node < parts_.nodes.size() && !some; ++node) some = fits(a, node);
    HEADWAY_ASSERT(some);
  }
}

std::span<const CapUse> ClusterModel::cap_uses(std::uint32_t activity) const {
  if (parts_.cap_rows.empty()) return {};
  return {parts_.cap_uses.data() + parts_.cap_rows[activity],
          parts_.cap_uses.data() + parts_.cap_rows[activity + 1]};
}

bool ClusterModel::fits(std::uint32_t activity, std::uint32_t node) const {
  if (running_on(activity) != not_running && running_on(activity) != node) return false;
  const ClusterNode& where = parts_.nodes[node];
  const auto slots = demand(activity);
  for (std::size_t s = 0; s < slots.size(); ++s) {
    if (slots[s] > where.capacities[s]) return false;
  }
  const DeviceDemand wanted = device_demand(activity);
  const auto fitting = std::count_if(where.devices.begin(), where.devices.end(),
                                     [&](const auto& d) { return fits_device(wanted, d); });
  return fitting >= wanted.devices();
}

ClusterModel ClusterModel::reversed() const {
  ClusterParts parts = parts_;
  parts.releases.clear();
  parts.running_on.clear();
  parts.successor_rows.assign(1, 0);
  parts.successors.clear();
  for (std::uint32_t a = 0; a < size(); ++a) {
    const auto before = graph_.predecessors(a);
    parts.successors.insert(parts.successors.end(), before.begin(), before.end());
    parts.successor_rows.push_back(static_cast<std::uint32_t>(parts.successors.size()));
  }
  return ClusterModel(std::move(parts));
}

}  // namespace headway::inline v0

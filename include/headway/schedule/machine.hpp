// Machines: what is left of a node, slot by slot and device by device.
#pragma once

#include <headway/model/node.hpp>
#include <headway/schedule/demand_table.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace headway::inline v0 {

/// What is left of a device; negative when more is held than there is.
struct Device {
  std::int64_t thousandths = 0;
  std::int64_t memory = 0;  // bytes
  bool kept = false;        // for a demand that waits; others get none of it
  friend bool operator==(Device, Device) = default;
};

/// A node, and what is left of it. Whoever holds of it is not its business. A value.
struct Machine {
  Node node;                          // as last heard of
  std::vector<std::int64_t> all{};    // per slot
  std::vector<std::int64_t> left{};   // per slot; negative when more is held than there is
  std::vector<Device> devices{};      // never fewer than are held
  std::uint32_t place = 0;            // among the nodes, by name
  bool there = false;                 // false: gone, or not yet heard of; it gives nothing
  std::vector<std::int64_t> spare{};  // per slot what is given beside a demand that the rest is
                                      // kept for; empty: nothing is kept

  /// From now on the node is this one; what is held stays held.
  void resize(const Node& now, const DemandTable& demands);
  /// All slots but devices; of a node that is there.
  [[nodiscard]] bool fits(const KnownDemand& demand) const;
  /// Takes, or with the sign -1 gives back, what is asked for and, of its devices, these.
  void take(const KnownDemand& demand, const std::vector<DeviceShare>& gpus, std::int64_t sign);
};

/// Whether a share of the device can be given.
[[nodiscard]] bool shares(const Device& device, const KnownDemand& demand);

/// Puts the devices of a demand of which `shared` is the device to share into `chosen`: whole ones
/// first, from the lowest. False if there are too few.
bool choose_devices(const std::vector<Device>& devices, const KnownDemand& demand,
                    std::optional<std::uint16_t> shared, std::vector<DeviceShare>& chosen);

// ---------------------------------------------------------------------------------------------

namespace detail {
/// What device `index` offers of a node that has `gpu` thousandths in all, and memory per device.
inline Device device_capacity(const Node& node, std::size_t index) {
  const std::int64_t before = whole_device * static_cast<std::int64_t>(index);
  const std::int64_t rest = node.resources.of("gpu").raw - before;
  if (rest <= 0) return {};
  return {rest < whole_device ? rest : whole_device, device_memory(node, index)};
}
}  // namespace detail

inline void Machine::resize(const Node& now, const DemandTable& demands) {
  for (const auto& [name, slot] : demands.slots()) {
    left[slot] += now.resources.of(name).raw - all[slot];
    all[slot] = now.resources.of(name).raw;
  }
  const auto count = static_cast<std::size_t>((now.resources.of("gpu").raw + 999) / 1000);
  if (devices.size() < count) devices.resize(count);
  for (std::size_t i = 0; i < devices.size(); ++i) {
    const Device before = detail::device_capacity(node, i);
    const Device after = detail::device_capacity(now, i);
    devices[i].thousandths += after.thousandths - before.thousandths;
    devices[i].memory += after.memory - before.memory;
  }
  node = now;
}

inline bool Machine::fits(const KnownDemand& demand) const {
  if (!there) return false;
  for (const auto& [slot, amount] : demand.amounts) {
    if (left[slot] < amount || (slot < spare.size() && spare[slot] < amount)) return false;
  }
  return true;
}

inline void Machine::take(const KnownDemand& demand, const std::vector<DeviceShare>& gpus,
                          std::int64_t sign) {
  for (const auto& [slot, amount] : demand.amounts) left[slot] -= sign * amount;
  for (const DeviceShare& share : gpus) {
    if (share.device >= devices.size()) devices.resize(share.device + std::size_t{1});
    devices[share.device].thousandths -= sign * share.thousandths;
    devices[share.device].memory -= sign * demand.gpu_mem;
  }
}

inline bool shares(const Device& device, const KnownDemand& demand) {
  return !device.kept && device.thousandths >= demand.share() && device.memory >= demand.gpu_mem;
}

inline bool choose_devices(const std::vector<Device>& devices, const KnownDemand& demand,
                           std::optional<std::uint16_t> shared, std::vector<DeviceShare>& chosen) {
  chosen.clear();
  std::int64_t wanted = demand.whole_devices();
  for (std::uint16_t i = 0; i < devices.size() && wanted > 0; ++i) {
    const bool free = !devices[i].kept && devices[i].thousandths == detail::whole_device;
    if (shared == i || !free || devices[i].memory < demand.gpu_mem) continue;
    chosen.push_back({i, static_cast<std::uint16_t>(detail::whole_device)});
    --wanted;
  }
  if (shared) chosen.push_back({*shared, static_cast<std::uint16_t>(demand.share())});
  return wanted == 0;
}

}  // namespace headway::inline v0

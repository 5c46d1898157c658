// Node scores: how good a place a node is for a demand.
#pragma once

#include <headway/schedule/node_table.hpp>
#include <headway/schedule/typical_requests.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Less is better: first what typical requests lose, then what is left over of all slots.
struct NodeScore {
  std::int64_t loss = INT64_MAX;  // as long as nothing fits
  std::uint32_t left_over = 0;
  std::uint16_t shared = 0;  // the device of which the demand gets a share, if it shares one

  [[nodiscard]] bool fits() const { return loss != INT64_MAX; }
  [[nodiscard]] bool better_than(const NodeScore& other) const {
    return loss != other.loss ? loss < other.loss : left_over < other.left_over;
  }
  friend bool operator==(const NodeScore&, const NodeScore&) = default;
};

/// Scores nodes. It follows from the expected demands, the largest nodes, and the machine alone.
class NodeScoring {
 public:
  /// The demands that are expected now are the typical ones from now on.
  void learn(const DemandTable& demands) { typical_.learn(demands); }
  /// How much the largest node has of each slot. True if that is different from before.
  bool measure(const NodeTable& nodes, const DemandTable& demands);

  /// What typical requests could use of a machine.
  std::int64_t usable(const Machine& machine);
  /// `usable_now` is that of the machine.
  NodeScore score(const KnownDemand& demand, const Machine& machine, std::int64_t usable_now);

 private:
  /// Compares devices of one machine.
  struct Candidate {
    std::int64_t loss = INT64_MAX;
    std::int64_t left = 0;  // of the shared device
    std::uint16_t device = 0;
  };

  std::int64_t usable_without(const std::vector<DeviceShare>& gpus, const KnownDemand& demand);
  void try_device(const KnownDemand& demand, const Machine& machine,
                  std::optional<std::uint16_t> shared, Candidate& best);
  [[nodiscard]] bool seen_before(const Machine& machine, std::size_t device) const;
  [[nodiscard]] std::uint32_t left_over(const KnownDemand& demand, const Machine& machine) const;

  TypicalRequests typical_;
  std::vector<std::int64_t> units_;  // per slot: 1/65536 of what the largest node has
  std::int64_t device_unit_ = 1;     // of its devices
  TypicalRequests::Copies copies_;   // for the machine that is looked at, as are those below
  std::vector<std::int64_t> left_;   // once the demand has its slots
  std::vector<Device> devices_;      // once it has its devices
  std::vector<DeviceShare> chosen_;
  std::int64_t usable_now_ = 0;
};

// ---------------------------------------------------------------------------------------------

inline bool NodeScoring::measure(const NodeTable& nodes, const DemandTable& demands) {
  std::vector<std::int64_t> units(demands.slots().size(), 1);
  const auto grow = [](std::int64_t& unit, std::int64_t amount) {
    if (amount / 65536 >= unit) unit = amount / 65536 + 1;
  };
  std::int64_t device_unit = 1;
  for (const Machine& machine : nodes.machines()) {
    for (const auto& [name, slot] : demands.slots()) {
      grow(units[slot], machine.node.resources.of(name).raw);
    }
    grow(device_unit, machine.node.resources.of("gpu").raw);
  }
  const bool different = units != units_ || device_unit != device_unit_;
  units_ = std::move(units);
  device_unit_ = device_unit;
  return different;
}

inline std::int64_t NodeScoring::usable(const Machine& machine) {
  if (machine.devices.empty() || typical_.empty()) return 0;
  typical_.count_copies(machine.left, copies_);
  return typical_.usable(copies_, machine.devices);
}

inline NodeScore NodeScoring::score(const KnownDemand& demand, const Machine& machine,
                                    std::int64_t usable_now) {
  if (!machine.fits(demand)) return {};
  usable_now_ = usable_now;
  if (!machine.devices.empty() && !typical_.empty()) {
    left_ = machine.left;
    for (const auto& [slot, amount] : demand.amounts) left_[slot] -= amount;
    typical_.count_copies(left_, copies_);
  }
  Candidate best;
  if (!demand.shares_device()) try_device(demand, machine, {}, best);
  for (std::uint16_t i = 0; demand.shares_device() && i < machine.devices.size(); ++i) {
    if (!shares(machine.devices[i], demand) || seen_before(machine, i)) continue;
    try_device(demand, machine, i, best);
  }
  if (best.loss == INT64_MAX) return {};
  return {best.loss, left_over(demand, machine), best.device};
}

/// A device like an earlier one is no better.
inline bool NodeScoring::seen_before(const Machine& machine, std::size_t device) const {
  for (std::size_t i = 0; i < device; ++i) {
    if (machine.devices[i] == machine.devices[device]) return true;
  }
  return false;
}

inline void NodeScoring::try_device(const KnownDemand& demand, const Machine& machine,
                                    std::optional<std::uint16_t> shared, Candidate& best) {
  if (!choose_devices(machine.devices, demand, shared, chosen_)) return;
  devices_ = machine.devices;
  Candidate candidate{.loss = usable_now_ - usable_without(chosen_, demand)};
  if (shared) {
    candidate.left = machine.devices[*shared].thousandths;
    candidate.device = *shared;
  }
  const bool better =
      candidate.loss != best.loss ? candidate.loss < best.loss : candidate.left < best.left;
  if (better) best = candidate;
}

inline std::int64_t NodeScoring::usable_without(const std::vector<DeviceShare>& gpus,
                                                const KnownDemand& demand) {
  if (devices_.empty() || typical_.empty()) return 0;
  for (const DeviceShare& share : gpus) {
    devices_[share.device].thousandths -= share.thousandths;
    devices_[share.device].memory -= demand.gpu_mem;
  }
  return typical_.usable(copies_, devices_);
}

inline std::uint32_t NodeScoring::left_over(const KnownDemand& demand,
                                            const Machine& machine) const {
  std::int64_t sum = 0;
  for (std::size_t slot = 0; slot < units_.size(); ++slot) {
    if (machine.left[slot] > 0) sum += machine.left[slot] / units_[slot];
  }
  for (const auto& [slot, amount] : demand.amounts) {
    if (slot < units_.size()) sum -= amount / units_[slot];
  }
  std::int64_t devices = -demand.gpu;
  for (const Device& device : machine.devices) devices += device.thousandths;
  sum += devices > 0 ? devices / device_unit_ : 0;
  return sum > 0 ? static_cast<std::uint32_t>(sum) : 0;
}

}  // namespace headway::inline v0

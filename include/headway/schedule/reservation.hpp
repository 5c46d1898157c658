// Reservations: a machine that is kept for a demand until it fits.
#pragma once

#include <headway/schedule/node_choice.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Others get of the machine what the demand leaves over once all that is held now has been given
/// back, and none of the devices it is to have. So it waits for what is held now, and for nothing
/// that starts after. A value.
class Reservation {
 public:
  /// Keeps the machine that lacks least. False, and nothing is kept, where none could ever give it.
  bool keep(DemandId id, const KnownDemand& demand, NodeTable& nodes);
  /// Others get everything again.
  void end(NodeTable& nodes);

  [[nodiscard]] bool kept() const { return kept_; }
  [[nodiscard]] bool kept_on(std::uint32_t machine) const { return kept_ && machine == machine_; }
  [[nodiscard]] DemandId demand() const { return demand_; }
  [[nodiscard]] std::uint32_t machine() const { return machine_; }
  /// Counts reservations; a grant remembers which it was taken beside.
  [[nodiscard]] std::uint32_t number() const { return number_; }

  /// Between what others see of the machine and what the demand sees.
  void turn(Machine& machine);
  /// A copy of the machine as the demand sees it.
  void show_all(Machine& copy) const;
  /// Somebody else took beside it or, with the sign -1, gave back.
  static void count(Machine& machine, const KnownDemand& taken, std::int64_t sign);

 private:
  using Devices = std::vector<std::size_t>;
  static std::optional<std::int64_t> lack(const Machine& machine, const KnownDemand& demand,
                                          Devices& devices);
  static std::optional<std::size_t> next_device(const Machine& machine, const KnownDemand& demand,
                                                bool whole, const Devices& chosen);

  bool kept_ = false;
  DemandId demand_{};
  std::uint32_t machine_ = 0;
  std::uint32_t number_ = 0;
  Devices devices_;
  std::vector<std::int64_t> spare_;  // empty, or the machine's while it is turned
};

// ---------------------------------------------------------------------------------------------

/// Of the devices that could ever give it the one of which most is left.
inline std::optional<std::size_t> Reservation::next_device(const Machine& machine,
                                                           const KnownDemand& demand, bool whole,
                                                           const Devices& chosen) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < machine.devices.size(); ++i) {
    bool able = !machine.devices[i].kept;
    for (const std::size_t other : chosen) able = able && other != i;
    const Device all = detail::device_capacity(machine.node, i);
    able = able && all.thousandths >= (whole ? detail::whole_device : demand.share());
    if (!able || all.memory < demand.gpu_mem) continue;
    if (!best || machine.devices[i].thousandths > machine.devices[*best].thousandths) best = i;
  }
  return best;
}

/// How much of the demand, in thousandths, the machine lacks of what it lacks most; nothing if it
/// could never give it.
inline std::optional<std::int64_t> Reservation::lack(const Machine& machine,
                                                     const KnownDemand& demand, Devices& devices) {
  if (!machine.there || !machine.spare.empty()) return {};
  double most = 0;
  for (const auto& [slot, amount] : demand.amounts) {
    if (machine.all[slot] < amount) return {};
    const auto part =
        static_cast<double>(amount - machine.left[slot]) / static_cast<double>(amount);
    most = part > most ? part : most;
  }
  const std::int64_t wanted = demand.whole_devices() + (demand.shares_device() ? 1 : 0);
  std::int64_t taken = 0;
  for (std::int64_t i = 0; i < wanted; ++i) {
    const auto device = next_device(machine, demand, i < demand.whole_devices(), devices);
    if (!device) return {};
    devices.push_back(*device);
    taken += detail::whole_device - machine.devices[*device].thousandths;
  }
  const auto of_devices = wanted == 0 ? 0 : taken / wanted;
  const auto of_slots = static_cast<std::int64_t>(1000 * most);
  return of_devices > of_slots ? of_devices : of_slots;
}

inline bool Reservation::keep(DemandId id, const KnownDemand& demand, NodeTable& nodes) {
  std::optional<std::int64_t> least;
  for (std::uint32_t place = 0; place < nodes.size(); ++place) {
    Devices devices;
    const auto lacking = lack(nodes.at_place(place), demand, devices);
    if (!lacking || (least && *lacking >= *least)) continue;
    least = lacking;
    machine_ = nodes.number_at(place);
    devices_ = std::move(devices);
  }
  if (!least) return false;
  spare_.assign(nodes[machine_].left.size(), INT64_MAX / 2);
  for (const auto& [slot, amount] : demand.amounts) {
    spare_[slot] = nodes[machine_].all[slot] - amount;
  }
  turn(nodes[machine_]);
  kept_ = true;
  demand_ = id;
  ++number_;
  return true;
}

inline void Reservation::turn(Machine& machine) {
  machine.spare.swap(spare_);
  for (const std::size_t device : devices_) {
    machine.devices[device].kept = !machine.devices[device].kept;
  }
}

inline void Reservation::show_all(Machine& copy) const {
  copy.spare.clear();
  for (const std::size_t device : devices_) copy.devices[device].kept = false;
}

inline void Reservation::end(NodeTable& nodes) {
  turn(nodes[machine_]);
  spare_.clear();
  kept_ = false;
}

inline void Reservation::count(Machine& machine, const KnownDemand& taken, std::int64_t sign) {
  for (const auto& [slot, amount] : taken.amounts) {
    if (slot < machine.spare.size()) machine.spare[slot] -= sign * amount;
  }
}

}  // namespace headway::inline v0

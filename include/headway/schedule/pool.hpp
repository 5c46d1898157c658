// The pool: what the nodes have, and who holds how much of it.
#pragma once

#include <headway/base/id.hpp>
#include <headway/model/node.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

using DemandId = Id<struct DemandTag>;  // a demand that a pool knows

/// What one session holds of the pool. Move-only: given back once, by being passed to
/// `Pool::release`; a second release does not compile.
class Grant {
 public:
  Grant(Grant&&) noexcept = default;
  Grant& operator=(Grant&&) noexcept = default;
  Grant(const Grant&) = delete;
  Grant& operator=(const Grant&) = delete;
  ~Grant() = default;
  [[nodiscard]] std::uint32_t node() const { return node_; }
  [[nodiscard]] DemandId demand() const { return demand_; }
  [[nodiscard]] const std::vector<DeviceShare>& gpus() const { return gpus_; }

 private:
  friend class Pool;
  Grant(std::uint32_t node, DemandId demand, std::vector<DeviceShare> gpus)
      : node_(node), demand_(demand), gpus_(std::move(gpus)) {}
  std::uint32_t node_;
  DemandId demand_;
  std::vector<DeviceShare> gpus_;
};

/// Counts in whole numbers and gives all of a demand or nothing. `gpu` is given as devices: whole
/// ones first in their order, a share from the device where the least is left that suffices. One
/// thread at a time.
class Pool {
 public:
  /// The number of a demand; equal demands have one number. O(log demands).
  DemandId intern(const Resources& demand);

  /// The nodes as they are now. What is held stays held, also of a node that is gone.
  void set_nodes(const std::vector<Node>& nodes);

  /// Takes a demand from the first node by name that can give it; nothing when none can now.
  std::optional<Grant> acquire(DemandId demand);

  /// Takes what a session found again already holds, free or not.
  Grant retake(const Placement& placement);

  /// Gives back. The grant is used up.
  void release(Grant&& grant);

  /// The grant in the words of nodes and slots.
  [[nodiscard]] Placement placement_of(const Grant& grant) const;

  /// The first node by name; empty when there is none.
  [[nodiscard]] std::string_view first_node() const;
  [[nodiscard]] const Resources& resources_of(DemandId demand) const {
    return demands_[demand.value].words;
  }

  /// Grows whenever a demand that did not fit may fit now.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }

 private:
  using Slot = std::uint16_t;
  using Amounts = std::vector<std::pair<Slot, std::int64_t>>;

  struct KnownDemand {
    Amounts amounts;       // all but gpu
    std::int64_t gpu = 0;  // thousandths of a device
    Resources words;       // as it was asked
  };

  struct Machine {
    Node node;                         // as last heard of
    std::vector<std::int64_t> left{};  // per slot; negative when more is held than there is
    std::vector<std::int64_t> gpus{};  // thousandths left, per device
  };

  Slot slot_of(std::string_view name);
  Machine& machine_named(const std::string& name, std::uint32_t& index);
  void resize(Machine& machine, const Node& now);
  [[nodiscard]] bool fits(const Machine& machine, const KnownDemand& demand) const;
  bool choose_gpus(const Machine& machine, std::int64_t thousandths);
  void take(Machine& machine, const KnownDemand& demand, const std::vector<DeviceShare>& gpus,
            std::int64_t sign);

  std::map<std::string, Slot, std::less<>> slots_;
  std::map<std::pair<Amounts, std::int64_t>, DemandId> numbers_;
  std::vector<KnownDemand> demands_;
  std::vector<Machine> machines_;       // in the order they were first heard of; none is taken away
  std::vector<std::uint32_t> by_name_;  // indices of machines, sorted by name
  std::vector<DeviceShare> chosen_;     // by the last choose_gpus
  std::uint64_t changes_ = 1;
};

// ---------------------------------------------------------------------------------------------

namespace detail {
inline constexpr std::int64_t whole_device = 1000;

/// What device `index` offers of a node that has `gpu` thousandths in all.
inline std::int64_t device_capacity(const Node& node, std::size_t index) {
  const std::int64_t before = whole_device * static_cast<std::int64_t>(index);
  const std::int64_t rest = node.resources.of("gpu").raw - before;
  return rest <= 0 ? 0 : rest < whole_device ? rest : whole_device;
}
}  // namespace detail

inline Pool::Slot Pool::slot_of(std::string_view name) {
  const auto known = slots_.find(name);
  if (known != slots_.end()) return known->second;
  const auto slot = static_cast<Slot>(slots_.size());
  slots_.emplace(name, slot);
  for (Machine& machine : machines_) machine.left.push_back(0);
  return slot;
}

inline DemandId Pool::intern(const Resources& demand) {
  KnownDemand known{.amounts = {}, .words = demand};
  for (const auto& [slot, quantity] : demand) {
    if (slot == "gpu") {
      known.gpu = quantity.raw;
    } else if (quantity.raw != 0) {
      known.amounts.emplace_back(slot_of(slot), quantity.raw);
    }
  }
  const DemandId fresh{static_cast<std::uint32_t>(demands_.size())};
  const auto [at, added] = numbers_.try_emplace({known.amounts, known.gpu}, fresh);
  if (added) demands_.push_back(std::move(known));
  return at->second;
}

inline Pool::Machine& Pool::machine_named(const std::string& name, std::uint32_t& index) {
  std::size_t at = 0;
  while (at < by_name_.size() && machines_[by_name_[at]].node.name < name) ++at;
  if (at == by_name_.size() || machines_[by_name_[at]].node.name != name) {
    by_name_.insert(by_name_.begin() + static_cast<std::ptrdiff_t>(at),
                    static_cast<std::uint32_t>(machines_.size()));
    machines_.push_back({.node = {.name = name, .resources = {}}});
    machines_.back().left.resize(slots_.size());
  }
  index = by_name_[at];
  return machines_[index];
}

inline void Pool::set_nodes(const std::vector<Node>& nodes) {
  for (Machine& machine : machines_) resize(machine, {.name = machine.node.name, .resources = {}});
  for (const Node& node : nodes) {
    for (const auto& [slot, quantity] : node.resources) slot_of(slot);
    std::uint32_t index = 0;
    resize(machine_named(node.name, index), node);
  }
  ++changes_;
}

inline void Pool::resize(Machine& machine, const Node& now) {
  for (const auto& [name, slot] : slots_) {
    machine.left[slot] += now.resources.of(name).raw - machine.node.resources.of(name).raw;
  }
  const auto devices = static_cast<std::size_t>((now.resources.of("gpu").raw + 999) / 1000);
  if (machine.gpus.size() < devices) machine.gpus.resize(devices);
  for (std::size_t i = 0; i < machine.gpus.size(); ++i) {
    machine.gpus[i] += detail::device_capacity(now, i) - detail::device_capacity(machine.node, i);
  }
  machine.node = now;
}

inline bool Pool::fits(const Machine& machine, const KnownDemand& demand) const {
  for (const auto& [slot, amount] : demand.amounts) {
    if (machine.left[slot] < amount) return false;
  }
  return true;
}

/// Leaves its choice in `chosen_`. First the share, best fit, then whole devices from the lowest.
inline bool Pool::choose_gpus(const Machine& machine, std::int64_t thousandths) {
  chosen_.clear();
  const std::int64_t share = thousandths % detail::whole_device;
  std::size_t shared = machine.gpus.size();
  for (std::size_t i = 0; share != 0 && i < machine.gpus.size(); ++i) {
    const bool better = shared == machine.gpus.size() || machine.gpus[i] < machine.gpus[shared];
    if (machine.gpus[i] >= share && better) shared = i;
  }
  if (share != 0 && shared == machine.gpus.size()) return false;
  std::int64_t wanted = thousandths / detail::whole_device;
  for (std::size_t i = 0; i < machine.gpus.size() && wanted > 0; ++i) {
    if (i == shared || machine.gpus[i] != detail::whole_device) continue;
    chosen_.push_back({static_cast<std::uint16_t>(i), detail::whole_device});
    --wanted;
  }
  if (share != 0) {
    chosen_.push_back({static_cast<std::uint16_t>(shared), static_cast<std::uint16_t>(share)});
  }
  return wanted == 0;
}

inline void Pool::take(Machine& machine, const KnownDemand& demand,
                       const std::vector<DeviceShare>& gpus, std::int64_t sign) {
  for (const auto& [slot, amount] : demand.amounts) machine.left[slot] -= sign * amount;
  for (const DeviceShare& share : gpus) {
    if (share.device >= machine.gpus.size()) machine.gpus.resize(share.device + std::size_t{1});
    machine.gpus[share.device] -= sign * share.thousandths;
  }
}

inline std::optional<Grant> Pool::acquire(DemandId demand) {
  const KnownDemand& wanted = demands_[demand.value];
  for (const std::uint32_t index : by_name_) {
    Machine& machine = machines_[index];
    if (!fits(machine, wanted) || !choose_gpus(machine, wanted.gpu)) continue;
    take(machine, wanted, chosen_, 1);
    return Grant(index, demand, chosen_);
  }
  return {};
}

inline Grant Pool::retake(const Placement& placement) {
  const DemandId demand = intern(placement.granted);
  std::uint32_t index = 0;
  Machine& machine = machine_named(placement.node, index);
  take(machine, demands_[demand.value], placement.gpus, 1);
  return {index, demand, placement.gpus};
}

inline void Pool::release(Grant&& grant) {
  const Grant spent = std::move(grant);
  take(machines_[spent.node_], demands_[spent.demand_.value], spent.gpus_, -1);
  ++changes_;
}

inline Placement Pool::placement_of(const Grant& grant) const {
  return {.node = machines_[grant.node_].node.name,
          .granted = demands_[grant.demand_.value].words,
          .gpus = grant.gpus_};
}

inline std::string_view Pool::first_node() const {
  return by_name_.empty() ? std::string_view() : machines_[by_name_.front()].node.name;
}

}  // namespace headway::inline v0

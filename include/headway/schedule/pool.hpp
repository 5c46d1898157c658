// The pool: what the nodes have, and who holds how much of it.
#pragma once

#include <headway/model/node.hpp>
#include <headway/schedule/demand_table.hpp>
#include <headway/schedule/grant.hpp>
#include <headway/schedule/machine.hpp>
#include <headway/schedule/node_ranking.hpp>
#include <headway/schedule/node_score.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Counts in whole numbers and gives all of a demand or nothing. `gpu` is given as devices, and
/// `gpu_mem` is memory of each of them. Which node and which devices: where typical requests lose
/// least, then where least is left over, then the first by name. One thread at a time.
class Pool {
 public:
  /// The number of a demand; equal demands have one number. O(log demands).
  DemandId intern(const Resources& demand);

  /// Says that `count` more requests of a demand are known of. What is expected most often is what
  /// devices are kept usable for; without it the least that suffices is given.
  void expect(DemandId demand, std::uint64_t count) { demands_.expect(demand, count); }

  /// The nodes as they are now. What is held stays held, also of a node that is gone.
  void set_nodes(const std::vector<Node>& nodes);

  /// Takes a demand where it fits best; nothing when no node can give it now.
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
    return demands_[demand].words;
  }

  /// Grows whenever a demand that did not fit may fit now.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }

 private:
  void grow_slots();
  [[nodiscard]] std::size_t place_of(std::string_view name) const;
  Machine& machine_named(const std::string& name);
  void change(Machine& machine, const Node* now);
  void learn();
  bool choose(Machine& machine, const KnownDemand& demand);
  std::optional<std::uint32_t> find(DemandId id, const KnownDemand& demand);
  void take(std::uint32_t machine, const KnownDemand& demand, const std::vector<DeviceShare>& gpus,
            std::int64_t sign);

  DemandTable demands_;
  std::vector<Machine> machines_;       // in the order they were first heard of; none is taken away
  std::vector<std::uint32_t> by_name_;  // indices of machines, sorted by name
  NodeScoring scoring_;
  NodeRanking ranking_;
  std::uint64_t learned_ = 0;        // requests that were expected when scoring last learned
  std::vector<DeviceShare> chosen_;  // by the last `choose`
  std::uint64_t changes_ = 1;
};

// ---------------------------------------------------------------------------------------------

inline DemandId Pool::intern(const Resources& demand) {
  const DemandId id = demands_.intern(demand);
  grow_slots();
  return id;
}

inline void Pool::grow_slots() {
  if (machines_.empty() || machines_.front().left.size() == demands_.slots().size()) return;
  for (Machine& machine : machines_) machine.left.resize(demands_.slots().size());
}

inline std::size_t Pool::place_of(std::string_view name) const {
  std::size_t first = 0;
  std::size_t last = by_name_.size();
  while (first < last) {
    const std::size_t middle = (first + last) / 2;
    if (machines_[by_name_[middle]].node.name < name) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first;
}

inline Machine& Pool::machine_named(const std::string& name) {
  const std::size_t at = place_of(name);
  if (at < by_name_.size() && machines_[by_name_[at]].node.name == name) {
    return machines_[by_name_[at]];
  }
  by_name_.insert(by_name_.begin() + static_cast<std::ptrdiff_t>(at),
                  static_cast<std::uint32_t>(machines_.size()));
  machines_.push_back({.node = {.name = name, .resources = {}}});
  machines_.back().left.resize(demands_.slots().size());
  for (std::size_t i = at; i < by_name_.size(); ++i) {
    machines_[by_name_[i]].place = static_cast<std::uint32_t>(i);
  }
  ranking_.forget(machines_.size());
  return machines_.back();
}

inline void Pool::set_nodes(const std::vector<Node>& nodes) {
  std::vector<const Node*> now(machines_.size());
  for (const Node& node : nodes) {
    for (const auto& [slot, quantity] : node.resources) {
      if (slot != "gpu" && slot != "gpu_mem") demands_.slot_of(slot);
    }
    grow_slots();
    const auto index = static_cast<std::size_t>(&machine_named(node.name) - machines_.data());
    now.resize(machines_.size());
    now[index] = &node;
  }
  for (std::size_t i = 0; i < machines_.size(); ++i) change(machines_[i], now[i]);
  if (scoring_.measure(machines_, demands_)) ranking_.forget(machines_.size());
  ++changes_;
}

/// `now` is null for a node that is gone.
inline void Pool::change(Machine& machine, const Node* now) {
  const bool there = now != nullptr;
  if (machine.there == there && (!there || machine.node == *now)) return;
  machine.there = there;
  machine.resize(there ? *now : Node{.name = machine.node.name, .resources = {}}, demands_);
  ranking_.changed(machine.place);
}

/// Anew when half as much again is expected as last time, so that all scores are rarely forgotten.
inline void Pool::learn() {
  if (demands_.expected() <= learned_ + learned_ / 2) return;
  learned_ = demands_.expected();
  scoring_.learn(demands_);
  ranking_.forget(machines_.size());
}

/// On the only machine, by the same rule.
inline bool Pool::choose(Machine& machine, const KnownDemand& demand) {
  chosen_.clear();
  if (!machine.fits(demand)) return false;
  if (!demand.wants_devices()) return true;
  std::optional<std::uint16_t> shared;
  if (demand.shares_device()) {
    const NodeScore score = scoring_.score(demand, machine, scoring_.usable(machine));
    if (!score.fits()) return false;
    shared = score.shared;
  }
  return choose_devices(machine.devices, demand, shared, chosen_);
}

/// The machine that gives the demand; its devices are left in `chosen_`.
inline std::optional<std::uint32_t> Pool::find(DemandId id, const KnownDemand& demand) {
  if (machines_.empty()) return {};
  if (demands_.expected() != learned_) learn();
  if (machines_.size() == 1) {
    if (!choose(machines_.front(), demand)) return {};
    return 0;
  }
  const auto best = ranking_.best(id, demand, machines_, by_name_, scoring_);
  if (!best) return {};
  const std::uint32_t index = by_name_[best->place];
  std::optional<std::uint16_t> shared;
  if (demand.shares_device()) shared = best->shared;
  choose_devices(machines_[index].devices, demand, shared, chosen_);
  return index;
}

inline void Pool::take(std::uint32_t index, const KnownDemand& demand,
                       const std::vector<DeviceShare>& gpus, std::int64_t sign) {
  machines_[index].take(demand, gpus, sign);
  if (machines_.size() > 1) ranking_.changed(machines_[index].place);
}

inline std::optional<Grant> Pool::acquire(DemandId demand) {
  const KnownDemand& wanted = demands_[demand];
  const auto index = find(demand, wanted);
  if (!index) return {};
  take(*index, wanted, chosen_, 1);
  return Grant(*index, demand, chosen_);
}

inline Grant Pool::retake(const Placement& placement) {
  const DemandId demand = intern(placement.granted);
  const auto index = static_cast<std::uint32_t>(&machine_named(placement.node) - machines_.data());
  take(index, demands_[demand], placement.gpus, 1);
  return {index, demand, placement.gpus};
}

inline void Pool::release(Grant&& grant) {
  const Grant spent = std::move(grant);
  take(spent.node_, demands_[spent.demand_], spent.gpus_, -1);
  ++changes_;
}

inline Placement Pool::placement_of(const Grant& grant) const {
  return {.node = machines_[grant.node_].node.name,
          .granted = demands_[grant.demand_].words,
          .gpus = grant.gpus_};
}

inline std::string_view Pool::first_node() const {
  return by_name_.empty() ? std::string_view() : machines_[by_name_.front()].node.name;
}

}  // namespace headway::inline v0

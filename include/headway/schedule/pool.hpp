// The pool: what the nodes have, and who holds how much of it.
#pragma once

#include <headway/base/time.hpp>
#include <headway/model/node.hpp>
#include <headway/schedule/demand_table.hpp>
#include <headway/schedule/grant.hpp>
#include <headway/schedule/node_choice.hpp>
#include <headway/schedule/node_table.hpp>
#include <headway/schedule/reservation.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Counts in whole numbers and gives all of a demand or nothing. `gpu` is given as devices, and
/// `gpu_mem` is memory of each of them. One thread at a time.
class Pool {
 public:
  /// `choice` says which node and which devices.
  explicit Pool(std::unique_ptr<NodeChoice> choice = std::make_unique<FirstFit>())
      : choice_(std::move(choice)) {}

  /// The number of a demand; equal demands have one number. O(log demands).
  DemandId intern(const Resources& demand);

  /// Says that `count` more requests of a demand are known of: what is expected most often is what
  /// devices are kept usable for.
  void expect(DemandId demand, std::uint64_t count) { demands_.expect(demand, count); }

  /// The nodes as they are now. What is held stays held, also of a node that is gone.
  void set_nodes(const std::vector<Node>& nodes);

  [[nodiscard]] bool fits(DemandId demand) { return best(demand).has_value(); }
  /// Takes a demand where it fits best; nothing when no node can give it now.
  std::optional<Grant> acquire(DemandId demand);

  /// Keeps a machine for a demand that fits nowhere now. False where none could ever give it.
  bool keep(DemandId demand);
  /// Takes a demand from what is kept, for whom it is kept or for somebody who is gone in time.
  std::optional<Grant> acquire_kept(DemandId demand);
  void end_reservation();
  /// How long until the kept demand can start, as far as is known.
  void set_gap(Duration gap) { gap_ = gap; }
  /// Whether something may start where room is kept since it is over before that is needed.
  [[nodiscard]] bool fits_in_gap(DemandId demand, Duration estimate);
  [[nodiscard]] const Reservation& reservation() const { return reservation_; }
  [[nodiscard]] const Machine& operator[](std::uint32_t machine) const { return nodes_[machine]; }

  /// Takes what a session found again already holds, free or not.
  Grant retake(const Placement& placement);

  /// Gives back. The grant is used up.
  void release(Grant&& grant);

  /// Whether more is held of a node than it has: it has shrunk, or sessions were found there.
  [[nodiscard]] bool overdrawn() const;

  /// The grant in the words of nodes and slots.
  [[nodiscard]] Placement placement_of(const Grant& grant) const;

  /// The first node by name; empty when there is none.
  [[nodiscard]] std::string_view first_node() const;
  /// Grows whenever a demand that did not fit may fit now.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }
  /// Whether more has changed since than that machines were given back to, or more of these than
  /// `freed` knows of.
  [[nodiscard]] bool renewed_since(std::uint64_t change) const {
    return change < renewed_ || changes_ - change > freed_.size();
  }
  /// The machine that was given back to by this change; of the last ones that were no renewal.
  [[nodiscard]] const Machine& freed(std::uint64_t change) const {
    return nodes_[freed_[change % freed_.size()]];
  }
  /// The number of a slot that is no device.
  Slot slot_of(std::string_view name);
  [[nodiscard]] const std::vector<Machine>& machines() const { return nodes_.machines(); }
  [[nodiscard]] bool has_one_node() const { return nodes_.size() == 1; }
  [[nodiscard]] const KnownDemand& operator[](DemandId demand) const { return demands_[demand]; }

 private:
  bool change(Machine& machine, const Node* now);
  void take(std::uint32_t machine, const KnownDemand& demand, const std::vector<DeviceShare>& gpus,
            std::int64_t sign);
  void note_freed(std::uint32_t machine);
  std::optional<NodeChoice::Best> best(DemandId demand);

  DemandTable demands_;
  NodeTable nodes_;
  Reservation reservation_;
  Duration gap_{};
  std::unique_ptr<NodeChoice> choice_;
  std::vector<DeviceShare> chosen_;  // by the last `acquire`
  std::uint64_t changes_ = 1;
  std::uint64_t renewed_ = 1;                                           // the last change of nodes
  std::vector<std::uint32_t> freed_ = std::vector<std::uint32_t>(256);  // machines, by change
};

// ---------------------------------------------------------------------------------------------

inline DemandId Pool::intern(const Resources& demand) {
  const DemandId id = demands_.intern(demand);
  nodes_.grow_slots(demands_.slots().size());
  return id;
}

inline Slot Pool::slot_of(std::string_view name) {
  const Slot slot = demands_.slot_of(name);
  nodes_.grow_slots(demands_.slots().size());
  return slot;
}

inline void Pool::set_nodes(const std::vector<Node>& nodes) {
  end_reservation();
  std::vector<const Node*> now(nodes_.size());
  for (const Node& node : nodes) {
    for (const auto& [slot, quantity] : node.resources) {
      if (slot != "gpu" && slot != "gpu_mem") demands_.slot_of(slot);
    }
    nodes_.grow_slots(demands_.slots().size());
    const std::uint32_t number = nodes_.named(node.name, demands_.slots().size());
    now.resize(nodes_.size());
    now[number] = &node;
  }
  choice_->renew(nodes_, demands_);
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (change(nodes_[i], now[i])) choice_->change(nodes_[i].place);
  }
  choice_->renew(nodes_, demands_);
  renewed_ = ++changes_;
}

/// Whether anything is different. `now` is null for a node that is gone.
inline bool Pool::change(Machine& machine, const Node* now) {
  const bool there = now != nullptr;
  if (machine.there == there && (!there || machine.node == *now)) return false;
  machine.there = there;
  machine.resize(there ? *now : Node{.name = machine.node.name, .resources = {}}, demands_);
  return true;
}

inline void Pool::take(std::uint32_t number, const KnownDemand& demand,
                       const std::vector<DeviceShare>& gpus, std::int64_t sign) {
  nodes_[number].take(demand, gpus, sign);
  if (nodes_.size() > 1) choice_->change(nodes_[number].place);
}

inline std::optional<NodeChoice::Best> Pool::best(DemandId demand) {
  const KnownDemand& wanted = demands_[demand];
  if (nodes_.size() != 1 || wanted.wants_devices()) return choice_->best(demand, demands_, nodes_);
  return nodes_[0].fits(wanted) ? std::optional<NodeChoice::Best>(NodeChoice::Best{})
                                : std::nullopt;
}

inline std::optional<Grant> Pool::acquire(DemandId demand) {
  const KnownDemand& wanted = demands_[demand];
  const auto best = this->best(demand);
  if (!best) return {};
  const std::uint32_t number = nodes_.number_at(best->place);
  choose_devices(nodes_[number].devices, wanted, best->shared, chosen_);
  take(number, wanted, chosen_, 1);
  Grant grant(number, demand, chosen_);
  if (reservation_.kept_on(number)) {
    Reservation::count(nodes_[number], wanted, 1);
    grant.beside_ = reservation_.number();
  }
  return grant;
}

inline bool Pool::keep(DemandId demand) {
  if (!reservation_.keep(demand, demands_[demand], nodes_)) return false;
  choice_->change(nodes_[reservation_.machine()].place);
  return true;
}

inline std::optional<Grant> Pool::acquire_kept(DemandId demand) {
  const std::uint32_t number = reservation_.machine();
  const KnownDemand& wanted = demands_[demand];
  reservation_.turn(nodes_[number]);
  const Fit fit = fit_on(nodes_[number], wanted);
  if (fit.fits) {
    choose_devices(nodes_[number].devices, wanted, fit.shared, chosen_);
    take(number, wanted, chosen_, 1);
  }
  reservation_.turn(nodes_[number]);
  return fit.fits ? std::optional(Grant(number, demand, chosen_)) : std::nullopt;
}

inline bool Pool::fits_in_gap(DemandId demand, Duration estimate) {
  if (estimate.us <= 0 || estimate > gap_ || !reservation_.kept()) return false;
  Machine& kept = nodes_[reservation_.machine()];
  reservation_.turn(kept);
  const bool fits = fit_on(kept, demands_[demand]).fits;
  reservation_.turn(kept);
  return fits;
}

inline void Pool::end_reservation() {
  if (!reservation_.kept()) return;
  gap_ = {};
  reservation_.end(nodes_);
  choice_->change(nodes_[reservation_.machine()].place);
  note_freed(reservation_.machine());
}

inline void Pool::note_freed(std::uint32_t machine) {
  ++changes_;
  freed_[changes_ % freed_.size()] = machine;
}

inline Grant Pool::retake(const Placement& placement) {
  const DemandId demand = intern(placement.granted);
  const std::size_t known = nodes_.size();
  const std::uint32_t number = nodes_.named(placement.node, demands_.slots().size());
  if (nodes_.size() != known) choice_->renew(nodes_, demands_);
  take(number, demands_[demand], placement.gpus, 1);
  return {number, demand, placement.gpus};
}

inline void Pool::release(Grant&& grant) {
  const Grant spent = std::move(grant);
  take(spent.node_, demands_[spent.demand_], spent.gpus_, -1);
  if (reservation_.kept_on(spent.node_) && spent.beside_ == reservation_.number()) {
    Reservation::count(nodes_[spent.node_], demands_[spent.demand_], -1);
  }
  note_freed(spent.node_);
}

inline Placement Pool::placement_of(const Grant& grant) const {
  return {.node = nodes_[grant.node_].node.name,
          .granted = demands_[grant.demand_].words,
          .gpus = grant.gpus_};
}

inline bool Pool::overdrawn() const {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    for (const std::int64_t left : nodes_[i].left) {
      if (left < 0) return true;
    }
  }
  return false;
}

inline std::string_view Pool::first_node() const {
  return nodes_.size() == 0 ? std::string_view() : nodes_.at_place(0).node.name;
}

}  // namespace headway::inline v0

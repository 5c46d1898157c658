// The owner table: what the jobs of each owner hold together, and may.
#pragma once

#include <headway/schedule/pool.hpp>
#include <headway/schedule/sharing.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Owners by number, in the order they were first heard of. Of each: its quota, what it holds, and
/// its dominant share, which is the largest part of any one slot of all nodes that it holds
/// (Ghodsi et al., Dominant Resource Fairness, NSDI 2011). A value.
class OwnerTable {
 public:
  OwnerTable(Sharing sharing, Quotas quotas)
      : quotas_(std::move(quotas)), counts_(sharing == Sharing::drf || !quotas_.empty()) {}

  /// The number of an owner. The pool learns the slots of its quota.
  std::uint32_t number_of(std::string_view owner, Pool& pool);
  /// Shares are of what all these have together.
  void measure_by(const std::vector<Machine>& machines);

  void hold(std::uint32_t owner, const KnownDemand& demand) { count(owner, demand, 1); }
  void let_go(std::uint32_t owner, const KnownDemand& demand) { count(owner, demand, -1); }
  /// Whether the owner may hold this as well.
  [[nodiscard]] bool admits(std::uint32_t owner, const KnownDemand& demand) const;

  /// From 0 to 1; above, where nodes have gone.
  [[nodiscard]] double dominant_share(std::uint32_t owner) const { return owners_[owner].share; }
  [[nodiscard]] std::uint32_t max_jobs(std::uint32_t owner) const { return owners_[owner].jobs; }
  /// Grows whenever an owner that has a quota lets go.
  [[nodiscard]] std::uint64_t releases(std::uint32_t owner) const {
    return owners_[owner].releases;
  }
  /// Whether anything depends on owners; if not, what they hold is not counted.
  [[nodiscard]] bool counts() const { return counts_; }

 private:
  static constexpr std::int64_t any = INT64_MAX;
  /// Of devices in thousandths, then of each slot.
  using Amounts = std::vector<std::int64_t>;
  static std::size_t row(Slot slot) { return slot + std::size_t{1}; }
  static std::int64_t at(const Amounts& amounts, std::size_t index, std::int64_t otherwise) {
    return index < amounts.size() ? amounts[index] : otherwise;
  }

  struct Owner {
    Amounts most{};  // shorter than all slots: what is missing has no bound
    Amounts held{};
    std::uint32_t jobs = 0;
    std::uint64_t releases = 0;
    double share = 0;
  };

  void count(std::uint32_t owner, const KnownDemand& demand, std::int64_t sign);
  [[nodiscard]] double share_of(const Owner& owner) const;

  Quotas quotas_;
  bool counts_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
  std::vector<Owner> owners_;
  Amounts all_{};
};

// ---------------------------------------------------------------------------------------------

inline std::uint32_t OwnerTable::number_of(std::string_view owner, Pool& pool) {
  if (const auto known = numbers_.find(owner); known != numbers_.end()) return known->second;
  const Quota& quota = quota_of(quotas_, owner);
  Owner made{.jobs = quota.max_jobs};
  for (const auto& [slot, most] : quota.max_slots) {
    const std::size_t index = slot == "gpu" ? 0 : row(pool.slot_of(slot));
    if (made.most.size() <= index) made.most.resize(index + 1, any);
    made.most[index] = most.raw;
  }
  const auto number = static_cast<std::uint32_t>(owners_.size());
  owners_.push_back(std::move(made));
  numbers_.emplace(owner, number);
  return number;
}

inline void OwnerTable::measure_by(const std::vector<Machine>& machines) {
  all_.assign(1, 0);
  for (const Machine& machine : machines) {
    if (!machine.there) continue;
    if (all_.size() <= machine.all.size()) all_.resize(machine.all.size() + 1);
    all_[0] += machine.node.resources.of("gpu").raw;
    for (std::size_t i = 0; i < machine.all.size(); ++i) all_[i + 1] += machine.all[i];
  }
  for (Owner& owner : owners_) owner.share = share_of(owner);
}

inline bool OwnerTable::admits(std::uint32_t owner, const KnownDemand& demand) const {
  const Owner& who = owners_[owner];
  const auto fits = [&who](std::size_t index, std::int64_t amount) {
    const std::int64_t most = at(who.most, index, any);
    return amount == 0 || most == any || at(who.held, index, 0) + amount <= most;
  };
  bool all = fits(0, demand.gpu);
  for (const auto& [slot, amount] : demand.amounts) all = all && fits(row(slot), amount);
  return all;
}

inline void OwnerTable::count(std::uint32_t owner, const KnownDemand& demand, std::int64_t sign) {
  if (!counts_) return;
  Owner& who = owners_[owner];
  const auto add = [&](std::size_t index, std::int64_t amount) {
    if (who.held.size() <= index) who.held.resize(index + 1);
    who.held[index] += sign * amount;
  };
  add(0, demand.gpu);
  for (const auto& [slot, amount] : demand.amounts) add(row(slot), amount);
  who.share = share_of(who);
  if (sign < 0 && !who.most.empty()) ++who.releases;
}

inline double OwnerTable::share_of(const Owner& owner) const {
  double largest = 0;
  for (std::size_t i = 0; i < owner.held.size(); ++i) {
    const std::int64_t all = at(all_, i, 0);
    if (all <= 0) continue;
    const double share = static_cast<double>(owner.held[i]) / static_cast<double>(all);
    largest = share > largest ? share : largest;
  }
  return largest;
}

}  // namespace headway::inline v0

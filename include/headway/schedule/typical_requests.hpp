// Typical requests: what is expected to ask for devices, and how much of a machine it could use.
#pragma once

#include <headway/schedule/demand_table.hpp>
#include <headway/schedule/machine.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// The demands for devices that are expected most often, by their frequency. After FGD (Weng et
/// al., USENIX ATC 2023), with another measure of what a request can use: docs/design/placement.md.
/// Whole numbers, so that every machine comes to the same choice. A value.
class TypicalRequests {
 public:
  /// For each request how many of it the slots have room for, in 1/256; below one: 0.
  using Copies = std::vector<std::int64_t>;

  /// Counts anew.
  void learn(const DemandTable& demands);
  [[nodiscard]] bool empty() const { return requests_.empty(); }

  void count_copies(const std::vector<std::int64_t>& left, Copies& copies) const;
  /// What the requests could use of the devices, in a unit of its own.
  [[nodiscard]] std::int64_t usable(const Copies& copies, const std::vector<Device>& devices) const;

 private:
  struct Need {  // of one slot
    Slot slot = 0;
    unsigned shift = 0;  // of the amount that is divided by
    std::int64_t amount = 0;
    std::int64_t most = 0;     // more counts as this
    std::int64_t inverse = 0;  // 2^40 / (amount >> shift)
  };
  struct Request {
    std::uint32_t needs_end = 0;  // its needs follow those of the request before
    std::int64_t weight = 0;      // frequency times thousandths
  };
  struct DeviceUse {  // by the requests that want the same of devices
    Device each{};
    std::int64_t count = 1;
    std::uint32_t requests_end = 0;
  };

  void add(const KnownDemand& demand, std::uint64_t total);
  [[nodiscard]] std::int64_t copies_of(std::uint32_t first, std::uint32_t last,
                                       const std::vector<std::int64_t>& left) const;

  std::vector<Need> needs_;
  std::vector<Request> requests_;
  std::vector<DeviceUse> uses_;
};

// ---------------------------------------------------------------------------------------------

namespace detail {
inline constexpr std::size_t most_typical = 192;  // requests that count; the others are too rare
inline constexpr std::int64_t one_copy = 256;
inline constexpr std::int64_t most_copies = 256 * one_copy;
}  // namespace detail

inline void TypicalRequests::learn(const DemandTable& demands) {
  needs_.clear();
  requests_.clear();
  uses_.clear();
  std::map<std::pair<std::uint64_t, std::uint32_t>, const KnownDemand*> by_rarity;
  for (std::uint32_t i = 0; i < demands.all().size(); ++i) {
    const KnownDemand& known = demands.all()[i];
    if (known.gpu == 0 || known.expected == 0) continue;
    by_rarity.emplace(std::pair(UINT64_MAX - known.expected, i), &known);
    if (by_rarity.size() > detail::most_typical) by_rarity.erase(--by_rarity.end());
  }
  std::uint64_t total = 0;
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<const KnownDemand*>> by_use;
  for (const auto& [rarity, known] : by_rarity) {
    total += known->expected;
    by_use[{known->gpu, known->gpu_mem}].push_back(known);
  }
  for (const auto& [use, wanted] : by_use) {
    for (const KnownDemand* demand : wanted) add(*demand, total);
    const bool whole = use.first >= detail::whole_device;
    const std::int64_t each = whole ? detail::whole_device : use.first;
    const std::int64_t count = (use.first + each - 1) / each;
    uses_.push_back({{each, use.second}, count, static_cast<std::uint32_t>(requests_.size())});
  }
}

inline void TypicalRequests::add(const KnownDemand& demand, std::uint64_t total) {
  for (const auto& [slot, amount] : demand.amounts) {
    if (amount <= 0) continue;
    unsigned shift = 0;
    while (amount >> shift >= std::int64_t{1} << 24U) ++shift;
    const std::int64_t divisor = amount >> shift;
    needs_.push_back({slot, shift, amount, divisor * (detail::most_copies / detail::one_copy),
                      (std::int64_t{1} << 40U) / divisor});
  }
  const auto frequency = static_cast<std::int64_t>(demand.expected * 65536 / total);
  requests_.push_back(
      {static_cast<std::uint32_t>(needs_.size()), (frequency > 0 ? frequency : 1) * demand.gpu});
}

inline std::int64_t TypicalRequests::copies_of(std::uint32_t first, std::uint32_t last,
                                               const std::vector<std::int64_t>& left) const {
  std::int64_t copies = detail::most_copies;
  for (std::uint32_t n = first; n < last; ++n) {
    const Need& need = needs_[n];
    const std::int64_t there = left[need.slot];
    if (there < need.amount) return 0;
    const std::int64_t scaled = there >> need.shift;
    const std::int64_t room = (scaled < need.most ? scaled : need.most) * need.inverse >> 32U;
    if (room < copies) copies = room;
  }
  return copies < detail::one_copy ? detail::one_copy : copies;
}

inline void TypicalRequests::count_copies(const std::vector<std::int64_t>& left,
                                          Copies& copies) const {
  copies.resize(requests_.size());
  std::uint32_t need = 0;
  for (std::size_t i = 0; i < requests_.size(); ++i) {
    copies[i] = copies_of(need, requests_[i].needs_end, left);
    need = requests_[i].needs_end;
  }
}

/// Of each request two fifths of what the devices alone have room for, if it fits at all, and three
/// fifths of what devices and slots together have room for. One share is counted on each device.
inline std::int64_t TypicalRequests::usable(const Copies& copies,
                                            const std::vector<Device>& devices) const {
  std::int64_t sum = 0;
  std::uint32_t request = 0;
  for (const DeviceUse& use : uses_) {
    std::int64_t able = 0;
    for (const Device& device : devices) {
      able += device.thousandths >= use.each.thousandths && device.memory >= use.each.memory;
    }
    const std::int64_t room = able / use.count * detail::one_copy;
    for (; request < use.requests_end; ++request) {
      const std::int64_t both = copies[request] < room ? copies[request] : room;
      if (both != 0) sum += requests_[request].weight * (2 * room + 3 * both);
    }
  }
  return sum;
}

}  // namespace headway::inline v0

// The demand table: slots and demands as numbers, and how often each demand is expected.
#pragma once

#include <headway/model/resources.hpp>
#include <headway/schedule/grant.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

namespace detail {
inline constexpr std::int64_t whole_device = 1000;
}  // namespace detail

using Slot = std::uint16_t;  // a slot that a demand table knows; devices are none

/// A demand in numbers.
struct KnownDemand {
  std::vector<std::pair<Slot, std::int64_t>> amounts{};  // of all that is no device, none of it 0
  std::int64_t gpu = 0;                                  // thousandths of a device
  std::int64_t gpu_mem = 0;                              // bytes of each device that is granted
  Resources words{};                                     // as it was asked
  std::uint64_t expected = 0;                            // requests of it that are known of

  [[nodiscard]] std::int64_t whole_devices() const { return gpu / detail::whole_device; }
  /// In thousandths; 0 with `shares_device` is a device of which only memory is taken.
  [[nodiscard]] std::int64_t share() const { return gpu % detail::whole_device; }
  [[nodiscard]] bool shares_device() const { return share() != 0 || (gpu == 0 && gpu_mem != 0); }
  [[nodiscard]] bool wants_devices() const { return gpu != 0 || gpu_mem != 0; }
};

/// Grows only. A value.
class DemandTable {
 public:
  /// The number of a demand; equal demands have one number. O(log demands).
  DemandId intern(const Resources& demand);
  /// The number of a slot that is no device.
  Slot slot_of(std::string_view name);
  /// Says that `count` more requests of a demand are known of.
  void expect(DemandId demand, std::uint64_t count);

  [[nodiscard]] const KnownDemand& operator[](DemandId demand) const {
    return demands_[demand.value];
  }
  [[nodiscard]] const std::vector<KnownDemand>& all() const { return demands_; }
  [[nodiscard]] const std::map<std::string, Slot, std::less<>>& slots() const { return slots_; }
  /// Of all demands for devices together.
  [[nodiscard]] std::uint64_t expected() const { return expected_; }

 private:
  using Amounts = std::vector<std::pair<Slot, std::int64_t>>;
  using Numbers = std::pair<Amounts, std::pair<std::int64_t, std::int64_t>>;
  std::map<std::string, Slot, std::less<>> slots_;
  std::map<Numbers, DemandId> numbers_;
  std::vector<KnownDemand> demands_;
  std::uint64_t expected_ = 0;
};

// ---------------------------------------------------------------------------------------------

inline Slot DemandTable::slot_of(std::string_view name) {
  const auto known = slots_.find(name);
  if (known != slots_.end()) return known->second;
  const auto slot = static_cast<Slot>(slots_.size());
  slots_.emplace(name, slot);
  return slot;
}

inline DemandId DemandTable::intern(const Resources& demand) {
  KnownDemand known{.words = demand};
  for (const auto& [slot, quantity] : demand) {
    if (slot == "gpu") {
      known.gpu = quantity.raw;
    } else if (slot == "gpu_mem") {
      known.gpu_mem = quantity.raw;
    } else if (quantity.raw != 0) {
      known.amounts.emplace_back(slot_of(slot), quantity.raw);
    }
  }
  const DemandId fresh{static_cast<std::uint32_t>(demands_.size())};
  const auto [at, added] = numbers_.try_emplace({known.amounts, {known.gpu, known.gpu_mem}}, fresh);
  if (added) demands_.push_back(std::move(known));
  return at->second;
}

inline void DemandTable::expect(DemandId demand, std::uint64_t count) {
  KnownDemand& known = demands_[demand.value];
  known.expected += count;
  if (known.gpu != 0) expected_ += count;
}

}  // namespace headway::inline v0

// Resources: how much of each slot something has or asks for.
#pragma once

#include <headway/base/error.hpp>
#include <headway/base/quantity.hpp>
#include <headway/model/amount.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Slot name -> exact quantity, sorted by name. A value.
class Resources {
 public:
  using Entry = std::pair<std::string, Quantity>;

  Resources() = default;
  /// `{{"cpu", 8}, {"gpu", 0.5}, {"mem", 4_GiB}}`; later entries of one name win. Throws Error for
  /// an amount that is no quantity of its slot.
  Resources(std::initializer_list<SlotAmount> amounts);

  void set(std::string_view slot, Quantity quantity);
  /// The quantity of `slot`; zero where it is not named.
  [[nodiscard]] Quantity of(std::string_view slot) const;
  [[nodiscard]] bool names(std::string_view slot) const;

  [[nodiscard]] auto begin() const { return entries_.begin(); }
  [[nodiscard]] auto end() const { return entries_.end(); }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  friend bool operator==(const Resources&, const Resources&) = default;

 private:
  std::vector<Entry> entries_;  // sorted by slot, each slot once
};

/// `cpu=4, mem=8Gi`.
std::string to_string(const Resources& resources);

// ---------------------------------------------------------------------------------------------

namespace detail {
inline std::size_t slot_position(const std::vector<Resources::Entry>& entries,
                                 std::string_view slot) {
  std::size_t at = 0;  // requests name a handful of slots: a scan beats a search
  while (at < entries.size() && entries[at].first < slot) ++at;
  return at;
}
}  // namespace detail

inline Resources::Resources(std::initializer_list<SlotAmount> amounts) {
  for (const auto& [slot, amount] : amounts) {
    const auto quantity = amount.in(unit_of(slot));
    if (!quantity)
      throw Error('"' + amount.text() + "\" is no quantity of the slot \"" + slot + '"');
    set(slot, *quantity);
  }
}

inline void Resources::set(std::string_view slot, Quantity quantity) {
  auto at = detail::slot_position(entries_, slot);
  if (at < entries_.size() && entries_[at].first == slot) {
    entries_[at].second = quantity;
  } else {
    entries_.emplace(entries_.begin() + static_cast<std::ptrdiff_t>(at), slot, quantity);
  }
}

inline bool Resources::names(std::string_view slot) const {
  auto at = detail::slot_position(entries_, slot);
  return at < entries_.size() && entries_[at].first == slot;
}

inline Quantity Resources::of(std::string_view slot) const {
  auto at = detail::slot_position(entries_, slot);
  return at < entries_.size() && entries_[at].first == slot ? entries_[at].second : Quantity{};
}

inline std::string to_string(const Resources& resources) {
  std::string text;
  for (const auto& [slot, quantity] : resources) {
    if (!text.empty()) text += ", ";
    text += slot + '=' + to_string(quantity, unit_of(slot));
  }
  return text;
}

}  // namespace headway::inline v0

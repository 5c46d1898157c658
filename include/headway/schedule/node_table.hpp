// The node table: the machines that a pool gives of, found by name.
#pragma once

#include <headway/schedule/machine.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// Machines keep their number for ever, also once their node is gone; their places, by name, do
/// not. A value.
class NodeTable {
 public:
  [[nodiscard]] std::size_t size() const { return machines_.size(); }
  [[nodiscard]] Machine& operator[](std::size_t number) { return machines_[number]; }
  [[nodiscard]] const Machine& operator[](std::size_t number) const { return machines_[number]; }
  [[nodiscard]] std::uint32_t number_at(std::size_t place) const { return by_name_[place]; }
  [[nodiscard]] const Machine& at_place(std::size_t place) const {
    return machines_[by_name_[place]];
  }
  [[nodiscard]] const std::vector<Machine>& machines() const { return machines_; }

  /// The number of the machine of this name; a new one has nothing.
  std::uint32_t named(std::string_view name, std::size_t slots);
  /// There are this many slots now.
  void grow_slots(std::size_t slots);

 private:
  [[nodiscard]] std::size_t place_of(std::string_view name) const;

  std::vector<Machine> machines_;       // in the order they were first heard of
  std::vector<std::uint32_t> by_name_;  // their numbers, sorted by name
};

// ---------------------------------------------------------------------------------------------

inline std::size_t NodeTable::place_of(std::string_view name) const {
  std::size_t first = 0;
  std::size_t last = by_name_.size();
  while (first < last) {
    const std::size_t middle = (first + last) / 2;
    if (at_place(middle).node.name < name) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first;
}

inline std::uint32_t NodeTable::named(std::string_view name, std::size_t slots) {
  const std::size_t at = place_of(name);
  if (at < by_name_.size() && at_place(at).node.name == name) return by_name_[at];
  const auto number = static_cast<std::uint32_t>(machines_.size());
  by_name_.insert(by_name_.begin() + static_cast<std::ptrdiff_t>(at), number);
  machines_.push_back({.node = {.name = std::string(name), .resources = {}}});
  machines_.back().all.resize(slots);
  machines_.back().left.resize(slots);
  for (std::size_t i = at; i < by_name_.size(); ++i) {
    machines_[by_name_[i]].place = static_cast<std::uint32_t>(i);
  }
  return number;
}

inline void NodeTable::grow_slots(std::size_t slots) {
  if (machines_.empty() || machines_.front().left.size() == slots) return;
  for (Machine& machine : machines_) {
    machine.all.resize(slots);
    machine.left.resize(slots);
  }
}

}  // namespace headway::inline v0

// Packed counts: the quantities of all resources in a few machine words.
#pragma once

#include <headway/schedule/plan/planning_model.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// A field per resource, with a guard bit above it. What is free has its guards set, so that one
/// subtraction tells whether a demand fits: each field that is too small borrows from its guard.
template <class Cell, std::size_t size>
struct PackedCounts {
  std::array<Cell, size> cells{};

  PackedCounts& operator-=(const PackedCounts& other) {
    for (std::size_t i = 0; i < size; ++i) cells[i] -= other.cells[i];
    return *this;
  }
  PackedCounts& operator+=(const PackedCounts& other) {
    for (std::size_t i = 0; i < size; ++i) cells[i] += other.cells[i];
    return *this;
  }
  friend bool operator==(const PackedCounts&, const PackedCounts&) = default;
};

template <class Cell, std::size_t size>
bool fits(const PackedCounts<Cell, size>& demand, const PackedCounts<Cell, size>& free,
          const PackedCounts<Cell, size>& guards) {
  Cell kept = ~Cell{0};
  for (std::size_t i = 0; i < size; ++i)
    kept &= static_cast<Cell>((free.cells[i] - demand.cells[i]) | ~guards.cells[i]);
  return kept == static_cast<Cell>(~Cell{0});
}

/// Where each resource has its field.
struct CountLayout {
  struct Field {
    std::size_t cell;
    unsigned shift;
    unsigned width;  // without its guard
  };
  std::vector<Field> fields;
  std::size_t cells = 0;
};

/// Fields in cells of `cell_bits`, first fit. Precondition: each capacity leaves room for a guard.
CountLayout layout_of(const PlanningModel& model, unsigned cell_bits);

template <class Counts>
Counts packed(const CountLayout& layout, std::span<const std::int64_t> quantities) {
  Counts counts;
  for (std::size_t r = 0; r < layout.fields.size(); ++r) {
    auto& cell = counts.cells[layout.fields[r].cell];
    using Cell = std::remove_reference_t<decltype(cell)>;
    cell |= static_cast<Cell>(static_cast<Cell>(quantities[r]) << layout.fields[r].shift);
  }
  return counts;
}

template <class Counts>
Counts guards_of(const CountLayout& layout) {
  Counts guards;
  for (const CountLayout::Field& field : layout.fields) {
    auto& cell = guards.cells[field.cell];
    using Cell = std::remove_reference_t<decltype(cell)>;
    cell |= static_cast<Cell>(Cell{1} << (field.shift + field.width));
  }
  return guards;
}

}  // namespace headway::inline v0

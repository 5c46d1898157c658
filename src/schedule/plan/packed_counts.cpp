// Packed counts: fields are given to resources first fit.
#include "packed_counts.hpp"

#include <headway/base/error.hpp>

#include <algorithm>
#include <bit>

namespace headway::inline v0 {

CountLayout layout_of(const PlanningModel& model, unsigned cell_bits) {
  CountLayout layout;
  std::vector<unsigned> used;  // bits, per cell
  for (std::size_t r = 0; r < model.resources(); ++r) {
    const auto capacity = static_cast<std::uint64_t>(model.capacity(r));
    const auto width = static_cast<unsigned>(std::bit_width(capacity));
    HEADWAY_ASSERT(width < cell_bits);
    const auto room = std::find_if(used.begin(), used.end(),
                                   [&](unsigned bits) { return bits + width + 1 <= cell_bits; });
    const auto cell = static_cast<std::size_t>(room - used.begin());
    if (room == used.end()) used.push_back(0);
    layout.fields.push_back({cell, used[cell], width});
    used[cell] += width + 1;
  }
  layout.cells = used.size();
  return layout;
}

}  // namespace headway::inline v0

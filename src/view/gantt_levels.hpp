// Levels over time: how many bars are under way at once, how much of a slot is in use.
#pragma once

#include "gantt_axis.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// From each moment on, how much; in order of time, 0 before.
using Levels = std::vector<std::pair<Duration, std::int64_t>>;

/// How many bars are under way at once. A bar without length counts for a microsecond.
Levels under_way(const std::vector<const GanttBar*>& bars);

Levels in_use(const GanttUse& use);

/// The greatest level in each of `count` equal pieces of the axis.
std::vector<std::int64_t> highest_by_piece(const Levels& levels, const TimeAxis& axis,
                                           std::size_t count);

std::int64_t highest(const Levels& levels);

/// A use with what a view says about it.
struct RankedUse {
  const GanttUse* use = nullptr;
  double mean = 0;  // of the capacity, until the end of the last bar
};

/// The fullest first, those without limit last.
std::vector<RankedUse> fullest_first(const Gantt& gantt);

}  // namespace headway::inline v0

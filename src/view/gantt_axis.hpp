// The time axis of a Gantt picture: where a moment lies, and the round moments with a label.
#pragma once

#include <headway/view/gantt.hpp>

#include <string>
#include <vector>

namespace headway::inline v0 {

/// Time along a line. A value; `first < last`.
struct TimeAxis {
  Duration first{};
  Duration last{};
  double left = 0;
  double right = 0;

  /// Between `left` and `right`, whatever the moment.
  [[nodiscard]] double position(Duration at) const;
};

/// From the origin, or the first start before it, to whatever ends last.
TimeAxis axis_of(const Gantt& gantt, double left, double right);

struct Tick {
  Duration at{};
  std::string label{};  // `45 s`, `1h 15m`
};

/// Round moments as close as `most` of them allow: seconds, minutes, hours or days.
std::vector<Tick> ticks_of(const TimeAxis& axis, std::size_t most);

/// When the last bar ends, at least 0.
Duration end_of(const Gantt& gantt);

}  // namespace headway::inline v0

// A Gantt picture: when each instance begins and ends, where, and how much of each slot is in use.
#pragma once

#include <headway/base/quantity.hpp>
#include <headway/base/time.hpp>
#include <headway/event/state.hpp>
#include <headway/view/svg.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// One bar: an instance, from when to when, and where. Times count from the origin of the picture;
/// precondition: they lie within 2^62 µs of it. Without length it is a moment, and drawn as a
/// diamond.
struct GanttBar {
  std::string name;
  std::string task{};    // the task it is an instance of: bars of one task look alike
  std::string place{};   // the machine; empty: nowhere, such as a join or a wait
  std::string detail{};  // `gpu 0, gpu 1`, for the tool tip
  Duration start{};
  Duration end{};
  bool critical = false;
  std::optional<InstanceState> state{};  // none: planned
};

/// How much of a slot is in use over time.
struct GanttUse {
  std::string place{};
  std::string slot{};
  Quantity capacity{};                                  // 0: without limit
  std::vector<std::pair<Duration, Quantity>> levels{};  // from then on, in order of time
};

/// What happens when, and where. A value. Texts are as the user wrote them: each view escapes its
/// own way.
struct Gantt {
  std::string title;
  std::string subtitle{};
  std::vector<std::string> places{};  // in the order of the picture; others follow as they appear
  std::vector<GanttBar> bars{};
  std::vector<GanttUse> uses{};  // views show the fullest six
  Duration lower_bound{};        // no schedule is shorter; 0: not known
  std::optional<Duration> now{};
};

/// One self-contained SVG document as of a chart, below 2 MB whatever there is to show: a row for
/// each instance; where they are many, lanes of their task; where they are thousands, how many of
/// their task are under way. Deterministic. O(bars · log bars).
std::string svg(const Gantt& gantt, const SvgStyle& style = {});

/// For a terminal: a row for each task, its bars as blocks over a time axis. Lines take at most
/// `width` columns, which are at least 40.
std::string text(const Gantt& gantt, std::size_t width = 100);

}  // namespace headway::inline v0

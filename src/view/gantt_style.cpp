// Colours and strokes of a Gantt picture.
#include "gantt_sheet.hpp"

#include <array>

namespace headway::inline v0 {

namespace {

/// Neighbours differ in lightness as well as in hue, for eyes that see fewer hues.
constexpr std::array<std::string_view, 8> task_classes{"t0", "t1", "t2", "t3",
                                                       "t4", "t5", "t6", "t7"};

constexpr std::array<ColourRule, 19> colours{{
    {".t0", "fill", "#2f6fbf", "#79b0f7"},         {".t1", "fill", "#e08a1e", "#d9822b"},
    {".t2", "fill", "#1f7a63", "#63d3b0"},         {".t3", "fill", "#c06fb0", "#b673c9"},
    {".t4", "fill", "#7a5a1e", "#ecd06f"},         {".t5", "fill", "#4aa5c4", "#3f8fb5"},
    {".t6", "fill", "#a63b5d", "#f2a0ba"},         {".t7", "fill", "#7d8790", "#a8b3bf"},
    {".plain", "fill", "#6e7f91", "#8494a6"},      {".use", "fill", "#2f6fbf", "#79b0f7"},
    {".over", "fill", "#c9252d", "#f85149"},       {".grid", "stroke", "#e4e8ec", "#28303a"},
    {".limit", "stroke", "#59636e", "#9aa4af"},    {".capacity", "stroke", "#59636e", "#9aa4af"},
    {".critical", "stroke", "#1f2328", "#ffffff"}, {".chain", "stroke", "#1f2328", "#ffffff"},
    {".flag", "fill", "#1f2328", "#ffffff"},       {".now", "stroke", "#0b62c4", "#4493f8"},
    {".halo", "stroke", "#ffffff", "#191f28"},
}};

constexpr std::array<std::string_view, 9> shapes{
    ".grid{stroke-width:1;fill:none}",
    ".critical{stroke-width:1.5}",
    ".chain{fill:none;stroke-width:1.2}",
    ".limit{fill:none;stroke-width:1.4;stroke-dasharray:5 4}",
    ".capacity{fill:none;stroke-width:1.2;stroke-dasharray:1.5 3}",
    ".now{fill:none;stroke-width:1.4}",
    ".use{fill-opacity:.45}",
    ".halo{stroke-width:3;stroke-linejoin:round;paint-order:stroke}",
    ".place{font-size:12px;font-weight:600}",
};

}  // namespace

StyleRules gantt_rules() { return {.shapes = shapes, .colours = colours}; }

TaskColours::TaskColours(const Gantt& gantt) {
  for (const auto& bar : gantt.bars) positions_.emplace(task_of(bar), positions_.size());
}

std::string_view TaskColours::of(const GanttBar& bar) const {
  return task_classes[positions_.at(task_of(bar)) % task_classes.size()];
}

}  // namespace headway::inline v0

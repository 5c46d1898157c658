// Rails: branch lines of box-drawing characters that join tasks printed one a line.
#pragma once

#include <headway/view/chart.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// A line of the drawing: what stands before a task, and before lines that belong to it.
struct Rail {
  std::uint32_t card = 0;
  std::string joint{};    // e.g. `├─╮`; the task's own column is where its line ends
  std::string passing{};  // e.g. `│ │`
  std::size_t width = 0;  // columns of `joint`
  std::size_t passing_width = 0;
};

/// The rails of all cards in drawing order; empty joints where there is no edge or where the
/// graph needs more than `most_columns` parallel lines. Each task joins the lines of those it
/// depends on and begins one for those that depend on it; tasks with the same dependents share a
/// line.
std::vector<Rail> rails(const Chart& chart, std::size_t most_columns);

}  // namespace headway::inline v0

// The graph for a terminal: one line per task, branch lines before it, what came of its end below.
#pragma once

#include <headway/view/chart.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace headway::inline v0 {

enum class TextColour : std::uint8_t { none, ansi };

enum class TextElements : std::uint8_t {
  counted,  // a fan-out is one line with its tally
  listed    // and a line per instance below it
};

struct TextStyle {
  TextColour colour = TextColour::none;
  TextElements elements = TextElements::counted;
};

/// Title, the tasks in an order in which edges go down, then the instances of compensations,
/// on_failure and finally. UTF-8, a line break after each line;
/// control characters of names are shown escaped. Lines are as long as names and details are.
std::string text(const Chart& chart, const TextStyle& style = {});

/// One column: `○` pending, `▶` running, `✓` succeeded, `✗` failed, …
std::string_view glyph(InstanceState state);
std::string_view glyph(JobState state);

/// The escape sequence that begins the state's colour on a terminal; `\x1b[0m` ends it.
std::string_view ansi_colour(InstanceState state);

}  // namespace headway::inline v0

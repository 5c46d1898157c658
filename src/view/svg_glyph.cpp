// Glyphs of states, drawn as paths so that they look alike everywhere.
#include "svg_parts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace headway::inline v0 {

namespace {

using enum InstanceState;

/// Strokes of the mark, for a circle of radius 8 around the origin.
std::string_view strokes(InstanceState state) {
  switch (state) {
    case succeeded: return "M-3.6.2-1.1 2.8 3.7-2.6";
    case failed:
    case upstream_failed: return "M-2.8-2.8 2.8 2.8M2.8-2.8-2.8 2.8";
    case cancelled: return "M-3.4 0H3.4";
    case skipped: return "M-3.4-3-.4 0-3.4 3M.6-3 3.6 0 .6 3";
    case waiting: return "M-1.9-3V3M1.9-3V3";
    case retrying: return "M3.4-1.2A3.7 3.7 0 1 0 3.6 1.2M3.7-4V-1.1H.8";
    case unknown: return "M-2.2-1.7A2.2 2.2 0 1 1 .9.4Q0 .8 0 1.7M0 3.9V4";
    default: return {};
  }
}

std::string transform(Point centre, double radius) {
  const double scale = std::round(radius / 8 * 100) / 100;
  if (scale == 1)
    return fmt::format("transform=\"translate({} {})\"", number(centre.x), number(centre.y));
  return fmt::format("transform=\"translate({} {}) scale({})\"", number(centre.x), number(centre.y),
                     scale);
}

/// The inside of a glyph: in the mark's own colour on a full circle, in the state's in a ring.
std::string inside(InstanceState state, bool on_ring) {
  const auto word = to_string(state);
  if (state == pending) return {};
  if (state == ready) return fmt::format("<circle r=\"2.6\" class=\"f-{}\"/>", word);
  if (state == running || state == starting) {
    return fmt::format("<path d=\"M-2.3-3.8 4 0-2.3 3.8Z\" class=\"{}\"/>",
                       on_ring ? fmt::format("f-{}", word) : "dot");
  }
  return fmt::format("<path d=\"{}\" stroke-width=\"1.9\" class=\"mark{}\"/>", strokes(state),
                     on_ring ? fmt::format(" s-{}", word) : "");
}

}  // namespace

bool is_ring(InstanceState state) {
  return state == pending || state == ready || state == starting || state == upstream_failed ||
         state == skipped;
}

std::string state_glyph(InstanceState state, Point centre, double radius) {
  const auto word = to_string(state);
  const bool ring = is_ring(state);
  const auto circle = ring ? fmt::format("<circle r=\"7\" class=\"ring s-{}\"/>", word)
                           : fmt::format("<circle r=\"8\" class=\"f-{}\"/>", word);
  return fmt::format("<g {}>{}{}</g>", transform(centre, radius), circle, inside(state, ring));
}

std::string state_cell(InstanceState state, Point corner, double side) {
  const auto word = to_string(state);
  const bool ring = is_ring(state);
  const double line = ring ? 1.2 : 0;  // drawn inside the square
  auto svg =
      fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\" class=\"{}-{}\"/>",
                  number(corner.x + line / 2), number(corner.y + line / 2), number(side - line),
                  number(side - line), number(side / 5), ring ? "hollow s" : "f", word);
  if (state == pending || state == ready) return svg;
  const Point centre{corner.x + side / 2, corner.y + side / 2};
  return svg + fmt::format("<g {}>{}</g>", transform(centre, side * 0.62), inside(state, ring));
}

InstanceState glyph_state(JobState state) {
  switch (state) {
    case JobState::running: return running;
    case JobState::succeeded: return succeeded;
    case JobState::failed: return failed;
    case JobState::cancelled: return cancelled;
    case JobState::paused: return waiting;
  }
  return unknown;
}

TallyStrip tally_strip(const Tally& tally, Point middle_left) {
  TallyStrip strip;
  for (InstanceState state : states_in_order()) {
    if (tally.of(state) == 0) continue;
    const auto count = std::to_string(tally.of(state));
    const double x = middle_left.x + strip.width;
    strip.svg += fmt::format("<g><title>{} {}</title>", count, to_string(state));
    strip.svg += state_glyph(state, {x + 5, middle_left.y}, 5);
    strip.svg += text_element("muted", {x + 13, middle_left.y + 4}, count) + "</g>";
    strip.width += 13 + 7.2 * static_cast<double>(count.size()) + 9;
  }
  return strip;
}

}  // namespace headway::inline v0

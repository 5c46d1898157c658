// The parts of an SVG picture: style sheet, glyphs, cards, edges.
#pragma once

#include <headway/view/chart.hpp>
#include <headway/view/layout.hpp>
#include <headway/view/svg.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// A coordinate with one decimal at most: `12`, `3.5`.
std::string number(double value);

/// A rule whose colour is the theme's: `.grid`, `stroke`, and the colours.
struct ColourRule {
  std::string_view selector, property, light, dark;
};

/// What a picture adds to the style sheet: rules such as `.grid{stroke-width:1}`.
struct StyleRules {
  std::span<const std::string_view> shapes{};
  std::span<const ColourRule> colours{};
};

/// The `<style>` element. Every rule is confined to the class of the theme, since the styles of an
/// SVG inside a page reach the whole page.
std::string style_sheet(SvgTheme theme, const StyleRules& added = {});

/// The element that begins a picture, which a reader of the screen hears as `label`, its style
/// sheet, and the panel behind everything.
std::string picture_begin(SvgTheme theme, Extent size, std::string_view label,
                          const StyleRules& added = {});

/// The class of the picture's root element.
std::string_view theme_class(SvgTheme theme);

/// States that have not run yet, or never will, are rings; what happened is a full circle.
bool is_ring(InstanceState state);

/// A state's mark in a circle of this radius around a point: shape and colour.
std::string state_glyph(InstanceState state, Point centre, double radius);

/// A cell of a fan-out: the same in a square.
std::string state_cell(InstanceState state, Point corner, double side);

/// The state an instance would have that looks like this state of a job.
InstanceState glyph_state(JobState state);

/// A text at its baseline; `text` is escaped already.
std::string text_element(std::string_view css_class, Point baseline, std::string_view text);

std::string rectangle(std::string_view css_class, Point corner, Extent size, double radius);

/// A tool tip of several lines, as the user wrote them; empty ones are left out.
std::string tool_tip(std::span<const std::string_view> lines);

/// A tally as glyphs and numbers, starting at the left end of a line.
struct TallyStrip {
  std::string svg{};
  double width = 0;
};
TallyStrip tally_strip(const Tally& tally, Point middle_left);

/// A card with everything on it that does not depend on where it stands.
struct CardFace {
  std::string name{};    // visible, shortened
  std::string detail{};  // visible, shortened; empty where the tally stands in its place
  double cell = 0;       // side of a fan-out's cells; 0: a bar instead, or none
  std::size_t per_row = 0;
  Extent size{};  // with the edges of the cards behind it
};

CardFace face_of(const Card& card);
std::string card_element(const Card& card, const CardFace& face, Point corner);

/// A curve through the way points with an arrow head, and its label where it has a condition other
/// than `succeeded`.
std::string arrow_element(const Arrow& arrow, const std::vector<Point>& way,
                          LayoutDirection direction);
std::string arrow_label(const Arrow& arrow, const std::vector<Point>& way,
                        LayoutDirection direction);
/// The room that the label of an edge needs; 0 without one.
double label_room(const Arrow& arrow, LayoutDirection direction);

}  // namespace headway::inline v0

// The style sheet of SVG pictures.
#include "escape.hpp"
#include "svg_parts.hpp"

#include <fmt/core.h>

#include <array>

namespace headway::inline v0 {

namespace {

struct Palette {
  std::string_view panel, border, card, shadow, text, muted, edge, mark;
};

constexpr Palette light{"#f6f8fa", "#d8dee4", "#ffffff", "#1f2328",
                        "#1f2328", "#59636e", "#8c959f", "#ffffff"};
constexpr Palette dark{"#0d1117", "#2a313a", "#191f28", "#000000",
                       "#e6edf3", "#9aa4af", "#6e7681", "#0d1117"};

/// Hues that stay apart for colour-blind eyes; lightness differs too, and glyphs say it again.
struct StateColour {
  InstanceState state;
  std::string_view light, dark;
};

constexpr std::array<StateColour, instance_states> state_colours{{
    {InstanceState::pending, "#8c959f", "#7d8590"},
    {InstanceState::ready, "#6f9bc8", "#6f9bc8"},
    {InstanceState::starting, "#4393e6", "#79b8ff"},
    {InstanceState::running, "#0b62c4", "#4493f8"},
    {InstanceState::succeeded, "#1a8a55", "#3fb97c"},
    {InstanceState::failed, "#c9252d", "#f85149"},
    {InstanceState::cancelled, "#59636e", "#9aa4af"},
    {InstanceState::skipped, "#a3abb4", "#59626d"},
    {InstanceState::upstream_failed, "#e08087", "#b8535a"},
    {InstanceState::waiting, "#b87900", "#e0a526"},
    {InstanceState::retrying, "#b87900", "#e0a526"},
    {InstanceState::unknown, "#8250df", "#a980f5"},
}};

std::string colours(std::string_view scope, const Palette& palette, bool is_dark) {
  std::string css = fmt::format(
      ".{0} .panel{{fill:{1};stroke:{2}}}"
      ".{0} .card{{fill:{3};stroke:{2}}}"
      ".{0} .shadow{{fill:{4}}}"
      ".{0} text{{fill:{5}}}"
      ".{0} .muted{{fill:{6}}}"
      ".{0} .edge{{stroke:{7}}}"
      ".{0} .head{{fill:{7}}}"
      ".{0} .mark{{stroke:{8}}}"
      ".{0} .dot{{fill:{8}}}"
      ".{0} .pill{{fill:{1};stroke:{7}}}\n",
      scope, palette.panel, palette.border, palette.card, palette.shadow, palette.text,
      palette.muted, palette.edge, palette.mark);
  for (const auto& colour : state_colours) {
    css += fmt::format(".{0} .f-{1}{{fill:{2}}}.{0} .s-{1}{{stroke:{2}}}", scope,
                       to_string(colour.state), is_dark ? colour.dark : colour.light);
  }
  return css + "\n";
}

std::string shapes(std::string_view scope) {
  return fmt::format(
      ".{0} text{{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',"
      "'Noto Sans','DejaVu Sans',Arial,sans-serif;font-size:11px}}"
      ".{0} .title{{font-size:17px;font-weight:600}}"
      ".{0} .name{{font-size:13px;font-weight:600}}"
      ".{0} .sub{{font-size:12px}}"
      ".{0} .tag{{font-size:10px}}"
      ".{0} .shadow{{fill-opacity:.07}}"
      ".{0} .tint{{fill-opacity:.08}}"
      ".{0} .edge{{fill:none;stroke-width:1.5}}"
      ".{0} .dashed{{stroke-dasharray:5 4}}"
      ".{0} .mark{{fill:none;stroke-linecap:round;stroke-linejoin:round}}"
      ".{0} .ring{{fill:none;stroke-width:2}}"
      ".{0} .hollow{{fill:none;stroke-width:1.2}}\n",
      scope);
}

std::string added_colours(std::string_view scope, const StyleRules& added, bool is_dark) {
  std::string css;
  for (const auto& rule : added.colours) {
    css += fmt::format(".{} {}{{{}:{}}}", scope, rule.selector, rule.property,
                       is_dark ? rule.dark : rule.light);
  }
  return css.empty() ? css : css + "\n";
}

std::string added_shapes(std::string_view scope, const StyleRules& added) {
  std::string css;
  for (const auto& rule : added.shapes) css += fmt::format(".{} {}", scope, rule);
  return css.empty() ? css : css + "\n";
}

std::string all_colours(std::string_view scope, const StyleRules& added, bool is_dark) {
  return colours(scope, is_dark ? dark : light, is_dark) + added_colours(scope, added, is_dark);
}

}  // namespace

std::string_view theme_class(SvgTheme theme) {
  switch (theme) {
    case SvgTheme::light: return "headway-light";
    case SvgTheme::dark: return "headway-dark";
    case SvgTheme::automatic: break;
  }
  return "headway";
}

std::string style_sheet(SvgTheme theme, const StyleRules& added) {
  const auto scope = theme_class(theme);
  std::string css = "<style>\n" + shapes(scope) + added_shapes(scope, added);
  css += all_colours(scope, added, theme == SvgTheme::dark);
  if (theme == SvgTheme::automatic) {
    css += "@media (prefers-color-scheme:dark){\n" + all_colours(scope, added, true) + "}\n";
  }
  return css + "</style>\n";
}

std::string picture_begin(SvgTheme theme, Extent size, std::string_view label,
                          const StyleRules& added) {
  const auto width = number(size.width);
  const auto height = number(size.height);
  auto svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{0}\" width=\"{1}\" height=\"{2}\" "
      "viewBox=\"0 0 {1} {2}\" role=\"img\" aria-label=\"{3}\">\n",
      theme_class(theme), width, height, xml_escaped(label));
  svg += style_sheet(theme, added);
  svg += fmt::format(
      "<rect x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"12\" class=\"panel\"/>\n",
      number(size.width - 1), number(size.height - 1));
  return svg;
}

}  // namespace headway::inline v0

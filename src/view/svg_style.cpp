// The style sheet of SVG pictures.
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

}  // namespace

std::string_view theme_class(SvgTheme theme) {
  switch (theme) {
    case SvgTheme::light: return "headway-light";
    case SvgTheme::dark: return "headway-dark";
    case SvgTheme::automatic: break;
  }
  return "headway";
}

std::string style_sheet(SvgTheme theme) {
  const auto scope = theme_class(theme);
  std::string css = "<style>\n" + shapes(scope);
  css += theme == SvgTheme::dark ? colours(scope, dark, true) : colours(scope, light, false);
  if (theme == SvgTheme::automatic) {
    css += "@media (prefers-color-scheme:dark){\n" + colours(scope, dark, true) + "}\n";
  }
  return css + "</style>\n";
}

}  // namespace headway::inline v0

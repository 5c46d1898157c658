// The picture of a graph as SVG: cards, state colours and glyphs, curved edges.
#pragma once

#include <headway/view/chart.hpp>
#include <headway/view/layout.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace headway::inline v0 {

enum class SvgTheme : std::uint8_t {
  automatic,  // light or dark as the viewer prefers
  light,
  dark
};

struct SvgStyle {
  SvgTheme theme = SvgTheme::automatic;
  std::optional<LayoutDirection> direction{};  // none: what fits a screen better
};

/// One self-contained SVG 1.1 document: no script, no font, no id, no reference to anything. Tool
/// tips name every instance; colour never stands alone. Deterministic: the same chart gives the
/// same bytes. A thousand tasks take tens of milliseconds.
std::string svg(const Chart& chart, const SvgStyle& style = {});

}  // namespace headway::inline v0

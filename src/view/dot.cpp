// DOT: Graphviz's language.
#include <headway/view/dot.hpp>
#include <headway/view/text.hpp>

#include "escape.hpp"

#include <fmt/core.h>

namespace headway::inline v0 {

namespace {

struct DotColours {
  std::string_view border, fill;
};

DotColours colours(InstanceState state) {
  switch (state) {
    case InstanceState::succeeded: return {"#1a8a55", "#e6f4ec"};
    case InstanceState::running: return {"#0b62c4", "#e3effc"};
    case InstanceState::starting:
    case InstanceState::ready: return {"#4393e6", "#eff6fd"};
    case InstanceState::failed: return {"#c9252d", "#fbe9ea"};
    case InstanceState::upstream_failed: return {"#e08087", "#fdf3f4"};
    case InstanceState::waiting:
    case InstanceState::retrying: return {"#b87900", "#fbf3e0"};
    case InstanceState::unknown: return {"#8250df", "#f3edfd"};
    case InstanceState::cancelled: return {"#59636e", "#eceef0"};
    case InstanceState::pending:
    case InstanceState::skipped: break;
  }
  return {"#8c959f", "#f6f8fa"};
}

std::string label(const Card& card) {
  std::string text = card.state ? fmt::format("{} ", glyph(*card.state)) : std::string{};
  text += dot_escaped(card.name);
  if (card.fan_out) text += card.count == 0 ? " ×n" : fmt::format(" ×{}", card.count);
  const auto below = card.detail();
  return below.empty() ? text : text + "\\n" + dot_escaped(below);
}

std::string vertex(std::size_t index, const Card& card) {
  const auto colour = colours(card.state.value_or(InstanceState::pending));
  return fmt::format("  t{} [label=\"{}\", color=\"{}\", fillcolor=\"{}\"{}];\n", index,
                     label(card), colour.border, card.state ? colour.fill : "#ffffff",
                     card.fan_out ? ", peripheries=2" : "");
}

std::string edge(const Arrow& arrow) {
  if (arrow.condition == EdgeCondition::succeeded) {
    return fmt::format("  t{} -> t{};\n", arrow.from, arrow.to);
  }
  return fmt::format("  t{} -> t{} [style=dashed, label=\"{}\"];\n", arrow.from, arrow.to,
                     to_string(arrow.condition));
}

}  // namespace

std::string dot(const Chart& chart) {
  std::string text = fmt::format(
      "digraph \"{0}\" {{\n"
      "  rankdir=LR;\n"
      "  label=\"{0} · {1}\"; labelloc=t; labeljust=l;\n"
      "  fontname=\"sans-serif\";\n"
      "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\", fontsize=11];\n"
      "  edge [color=\"#8c959f\", fontname=\"sans-serif\", fontsize=9, arrowsize=0.7];\n",
      dot_escaped(chart.title), dot_escaped(chart.subtitle()));
  for (std::size_t i = 0; i < chart.cards.size(); ++i) text += vertex(i, chart.cards[i]);
  for (const auto& arrow : chart.arrows) text += edge(arrow);
  return text + "}\n";
}

}  // namespace headway::inline v0

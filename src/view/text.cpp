// Text for terminals: a table behind rails.
#include <headway/view/text.hpp>

#include "escape.hpp"
#include "rails.hpp"

#include <headway/base/name.hpp>

#include <fmt/core.h>

#include <algorithm>

namespace headway::inline v0 {

namespace {

constexpr std::size_t most_rails = 16;
constexpr std::string_view plain = "\x1b[0m";

std::string painted(std::string_view text, InstanceState state, const TextStyle& style) {
  if (style.colour == TextColour::none) return std::string(text);
  return fmt::format("{}{}{}", ansi_colour(state), text, plain);
}

std::string quiet(std::string_view text, const TextStyle& style) {
  if (style.colour == TextColour::none || text.empty()) return std::string(text);
  return fmt::format("\x1b[2m{}{}", text, plain);
}

std::string name_of(const Card& card) {
  std::string name = visible(card.name);
  if (!card.fan_out) return name;
  return name + (card.count == 0 ? " ×n" : fmt::format(" ×{}", card.count));
}

std::string tally_text(const Tally& tally, const TextStyle& style) {
  std::string text;
  for (InstanceState state : states_in_order()) {
    if (tally.of(state) == 0) continue;
    if (!text.empty()) text += "  ";
    text += painted(glyph(state), state, style) + fmt::format(" {}", tally.of(state));
  }
  return text;
}

/// The edges that lead to a card, in words: all of them where there are no rails, else those whose
/// condition the rails do not show. A few, and how many more.
std::string edge_words(const Chart& chart, const std::vector<const Arrow*>& arrows,
                       const Rail& rail) {
  constexpr std::size_t few = 3;
  std::string words;
  std::size_t count = 0;
  for (const Arrow* arrow : arrows) {
    const bool plain_edge = arrow->condition == EdgeCondition::succeeded;
    if ((plain_edge && !rail.joint.empty()) || ++count > few) continue;
    words += words.empty() ? "after " : ", ";
    words += visible(chart.cards[arrow->from].name);
    if (!plain_edge) words += fmt::format(": {}", to_string(arrow->condition));
  }
  return count > few ? words + fmt::format(" and {} more", count - few) : words;
}

std::string details(const Card& card, const TextStyle& style) {
  if (!card.state || !card.fan_out) return visible(card.detail());
  std::string text = tally_text(card.tally, style);
  if (!card.duration.empty()) text += "  " + card.duration;
  return text;
}

std::string without_trailing_spaces(std::string line) {
  line.erase(line.find_last_not_of(' ') + 1);
  return line + '\n';
}

struct Widths {
  std::size_t rails = 0;
  std::size_t names = 0;
};

Widths widths(const Chart& chart, const std::vector<Rail>& rails) {
  Widths result;
  for (const auto& rail : rails) {
    result.rails = std::max({result.rails, rail.width, rail.passing_width});
  }
  for (const auto& card : chart.cards) {
    result.names =
        std::max(result.names, std::min<std::size_t>(columns(name_of(card)), longest_name));
  }
  return result;
}

std::string card_line(const Card& card, const Rail& rail, std::string_view edges,
                      const Widths& width, const TextStyle& style) {
  std::string line = quiet(padded(rail.joint, width.rails), style);
  if (card.state) line += painted(glyph(*card.state), *card.state, style) + ' ';
  line += padded(name_of(card), width.names);
  const std::string detail = details(card, style);
  if (!detail.empty()) line += "  " + detail;
  if (!edges.empty()) line += "  " + quiet(edges, style);
  return without_trailing_spaces(line);
}

std::string element_line(const Element& element, const std::string& indent,
                         const TextStyle& style) {
  return without_trailing_spaces(indent + painted(glyph(element.state), element.state, style) +
                                 ' ' + visible(element.name) + "  " + visible(element.detail));
}

std::string element_lines(const Card& card, const Rail& rail, const Widths& width,
                          const TextStyle& style) {
  const std::string indent = quiet(padded(rail.passing, width.rails), style) + "    ";
  std::string lines;
  for (const auto& element : card.elements) lines += element_line(element, indent, style);
  return lines;
}

std::string ending_lines(const Ending& ending, const TextStyle& style) {
  std::string lines = '\n' + ending.title + '\n';
  for (const auto& element : ending.elements) lines += element_line(element, "  ", style);
  return lines;
}

}  // namespace

std::string text(const Chart& chart, const TextStyle& style) {
  const auto lines = rails(chart, most_rails);
  std::vector<std::vector<const Arrow*>> incoming(chart.cards.size());
  for (const auto& arrow : chart.arrows) incoming[arrow.to].push_back(&arrow);
  const Widths width = widths(chart, lines);
  std::string result = visible(chart.title) + " · ";
  if (chart.state) {
    result += glyph(*chart.state);
    result += ' ';
  }
  result += chart.subtitle() + "\n\n";
  for (const auto& rail : lines) {
    const Card& card = chart.cards[rail.card];
    result += card_line(card, rail, edge_words(chart, incoming[rail.card], rail), width, style);
    if (style.elements == TextElements::listed) {
      result += element_lines(card, rail, width, style);
    }
  }
  for (const auto& ending : chart.endings) result += ending_lines(ending, style);
  return result;
}

std::string_view glyph(InstanceState state) {
  switch (state) {
    case InstanceState::pending: return "○";
    case InstanceState::ready: return "◎";
    case InstanceState::starting: return "▷";
    case InstanceState::running: return "▶";
    case InstanceState::succeeded: return "✓";
    case InstanceState::failed: return "✗";
    case InstanceState::cancelled: return "⊘";
    case InstanceState::skipped: return "»";
    case InstanceState::upstream_failed: return "⊗";
    case InstanceState::waiting: return "‖";
    case InstanceState::retrying: return "↻";
    case InstanceState::unknown: return "?";
  }
  return "?";
}

std::string_view glyph(JobState state) {
  switch (state) {
    case JobState::running: return "▶";
    case JobState::succeeded: return "✓";
    case JobState::failed: return "✗";
    case JobState::cancelled: return "⊘";
    case JobState::paused: return "‖";
  }
  return "?";
}

std::string_view ansi_colour(InstanceState state) {
  switch (state) {
    case InstanceState::succeeded: return "\x1b[32m";
    case InstanceState::failed: return "\x1b[1;31m";
    case InstanceState::upstream_failed: return "\x1b[31m";
    case InstanceState::running: return "\x1b[1;34m";
    case InstanceState::starting:
    case InstanceState::ready: return "\x1b[34m";
    case InstanceState::waiting:
    case InstanceState::retrying: return "\x1b[33m";
    case InstanceState::unknown: return "\x1b[35m";
    case InstanceState::pending:
    case InstanceState::skipped:
    case InstanceState::cancelled: return "\x1b[90m";
  }
  return "\x1b[0m";
}

}  // namespace headway::inline v0

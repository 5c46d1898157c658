// Escapes, and the widths of text.
#include "escape.hpp"

#include <headway/base/utf8.hpp>

#include <algorithm>
#include <vector>

namespace headway::inline v0 {

namespace {

/// About the widths of a wide sans-serif face; narrower faces leave some room.
double em_width_of(const CodePoint& point) {
  constexpr std::string_view narrow = "ijlI.,:;'|!()[] ";
  constexpr std::string_view slim = "frt-/\\\"*";
  constexpr std::string_view broad = "mwMW@%<>=+~^&";
  if (point.value == U'·') return 0.33;
  if (point.value >= 0x80) return columns_of(point) == 2 ? 1.05 : columns_of(point) == 0 ? 0 : 0.7;
  const char letter = point.bytes.front();
  if (narrow.find(letter) != std::string_view::npos) return 0.33;
  if (slim.find(letter) != std::string_view::npos) return 0.41;
  if (broad.find(letter) != std::string_view::npos) return 0.94;
  return letter >= 'A' && letter <= 'Z' ? 0.7 : 0.61;
}

/// Printable ASCII.
bool is_plain(char c) { return c >= ' ' && c <= '~'; }

template <class Replacement>
std::string replaced(std::string_view text, const Replacement& replacement) {
  std::string result;
  for (char c : visible(text)) {
    const std::string_view special = replacement(c);
    if (special.empty()) {
      result += c;
    } else {
      result += special;
    }
  }
  return result;
}

/// Where each code point begins and how wide the text is until there; the end comes last.
struct Prefix {
  std::size_t bytes = 0;
  double width = 0;
};

template <class Width>
std::vector<Prefix> prefixes_of(std::string_view text, const Width& width_of) {
  std::vector<Prefix> prefixes{{}};
  const std::size_t size = text.size();
  while (!text.empty()) {
    const double width = prefixes.back().width + width_of(take_code_point(text));
    prefixes.push_back({size - text.size(), width});
  }
  return prefixes;
}

/// As much of both ends as fits beside an ellipsis.
template <class Width>
std::string cut_in_middle(std::string_view text, double most, const Width& width_of) {
  const auto prefixes = prefixes_of(text, width_of);
  const auto whole = prefixes.back();
  if (whole.width <= most) return std::string(text);
  const double ellipsis = prefixes_of("…", width_of).back().width;
  for (std::size_t kept = prefixes.size() - 1; kept-- > 1;) {
    const auto head = prefixes[(kept + 1) / 2];
    const auto tail = prefixes[prefixes.size() - 1 - kept / 2];
    if (head.width + ellipsis + whole.width - tail.width > most) continue;
    return std::string(text.substr(0, head.bytes)).append("…").append(text.substr(tail.bytes));
  }
  return "…";
}

}  // namespace

std::string visible(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  std::string result;
  while (!text.empty()) {
    const CodePoint point = take_code_point(text);
    const bool noncharacter =
        point.valid && (point.value & 0xFFFEU) == 0xFFFE;  // no XML may hold it
    result += noncharacter ? "\uFFFD" : escaped(point);
  }
  return result;
}

std::string xml_escaped(std::string_view text) {
  return replaced(text, [](char c) -> std::string_view {
    switch (c) {
      case '&': return "&amp;";
      case '<': return "&lt;";
      case '>': return "&gt;";
      case '"': return "&quot;";
      case '\'': return "&#39;";
      default: return {};
    }
  });
}

std::string dot_escaped(std::string_view text) {
  return replaced(text, [](char c) -> std::string_view {
    if (c == '"') return "\\\"";
    return c == '\\' ? "\\\\" : std::string_view{};
  });
}

std::size_t columns(std::string_view visible_text) {
  std::size_t sum = 0;
  while (!visible_text.empty()) sum += columns_of(take_code_point(visible_text));
  return sum;
}

double em_width(std::string_view visible_text) {
  double sum = 0;
  while (!visible_text.empty()) sum += em_width_of(take_code_point(visible_text));
  return sum;
}

std::string shortened(std::string_view visible_text, double ems) {
  return cut_in_middle(visible_text, ems, em_width_of);
}

std::string shortened_to_columns(std::string_view visible_text, std::size_t most) {
  return cut_in_middle(visible_text, static_cast<double>(most), [](const CodePoint& point) {
    return static_cast<double>(columns_of(point));
  });
}

std::string padded(std::string_view visible_text, std::size_t width) {
  const std::size_t taken = columns(visible_text);
  return std::string(visible_text) + std::string(width > taken ? width - taken : 0, ' ');
}

}  // namespace headway::inline v0

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

/// Where each code point begins, and the end.
std::vector<std::size_t> starts_of(std::string_view text) {
  std::vector<std::size_t> starts;
  const std::size_t size = text.size();
  while (!text.empty()) {
    starts.push_back(size - text.size());
    take_code_point(text);
  }
  starts.push_back(size);
  return starts;
}

}  // namespace

std::string visible(std::string_view text) {
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
  if (em_width(visible_text) <= ems) return std::string(visible_text);
  const auto starts = starts_of(visible_text);
  for (std::size_t kept = starts.size() - 1; kept-- > 1;) {
    const std::size_t head = (kept + 1) / 2;
    std::string text(visible_text.substr(0, starts[head]));
    text += "…";
    text += visible_text.substr(starts[starts.size() - 1 - (kept - head)]);
    if (em_width(text) <= ems) return text;
  }
  return "…";
}

}  // namespace headway::inline v0

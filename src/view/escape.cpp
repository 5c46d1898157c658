// Escapes, and the widths of text.
#include "escape.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <vector>

namespace headway::inline v0 {

namespace {

constexpr char32_t replacement = 0xFFFD;

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
};

/// The length that a lead byte announces; 0 for a byte that cannot lead.
std::size_t announced(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

bool is_scalar(char32_t c, std::size_t bytes) {
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  return c >= least[bytes] && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

/// The code point at `at`; U+FFFD and one byte where there is none.
CodePoint decode(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t bytes = announced(lead);
  if (bytes == 1) return {lead, 1};
  if (bytes == 0 || at + bytes > text.size()) return {replacement, 1};
  char32_t value = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0U) != 0x80U) return {replacement, 1};
    value = (value << 6U) | (next & 0x3FU);
  }
  return is_scalar(value, bytes) ? CodePoint{value, bytes} : CodePoint{replacement, 1};
}

struct Range {
  char32_t first, last;
};

template <std::size_t n>
bool within(char32_t c, const Range (&ranges)[n]) {
  for (const Range& range : ranges) {
    if (c >= range.first && c <= range.last) return true;
  }
  return false;
}

/// Characters that move the cursor or reorder what is shown, and those XML does not allow.
bool is_command(char32_t c) {
  static constexpr Range commands[] = {{0, 0x1F},        {0x7F, 0x9F},     {0x61C, 0x61C},
                                       {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},
                                       {0xFEFF, 0xFEFF}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE007F}};
  return within(c, commands);
}

bool is_combining(char32_t c) {
  static constexpr Range marks[] = {
      {0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},   {0x64B, 0x65F},
      {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
  return within(c, marks);
}

bool is_wide(char32_t c) {
  static constexpr Range wide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
                                   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},
                                   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
                                   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
                                   {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
  return within(c, wide);
}

std::string spelled(char32_t c) {
  if (c == '\n') return "\\n";
  if (c == '\t') return "\\t";
  if (c == '\r') return "\\r";
  return fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(c));
}

/// About the widths of a wide sans-serif face; narrower faces leave some room.
double em_width(char32_t c) {
  constexpr std::string_view narrow = "ijlI.,:;'|!()[] ";
  constexpr std::string_view slim = "frt-/\\\"*";
  constexpr std::string_view broad = "mwMW@%<>=+~^&";
  if (is_combining(c)) return 0;
  if (is_wide(c)) return 1.05;
  if (c == U'·') return 0.33;
  if (c >= 0x80) return 0.7;
  const char letter = static_cast<char>(c);
  if (narrow.find(letter) != std::string_view::npos) return 0.33;
  if (slim.find(letter) != std::string_view::npos) return 0.41;
  if (broad.find(letter) != std::string_view::npos) return 0.94;
  if (c >= 'A' && c <= 'Z') return 0.7;
  return 0.61;
}

template <class Escape>
std::string escaped(std::string_view text, const Escape& escape) {
  std::string result;
  for (char c : visible(text)) {
    const std::string_view special = escape(c);
    if (special.empty()) {
      result += c;
    } else {
      result += special;
    }
  }
  return result;
}

}  // namespace

std::string visible(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode(text, at);
    const bool broken = point.value == replacement && point.bytes == 1;
    if (broken) {
      result += "\uFFFD";
    } else if (is_command(point.value)) {
      result += spelled(point.value);
    } else {
      result += text.substr(at, point.bytes);
    }
    at += point.bytes;
  }
  return result;
}

std::string xml_escaped(std::string_view text) {
  return escaped(text, [](char c) -> std::string_view {
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
  return escaped(text, [](char c) -> std::string_view {
    if (c == '"') return "\\\"";
    return c == '\\' ? "\\\\" : std::string_view{};
  });
}

std::size_t columns(std::string_view visible_text) {
  std::size_t sum = 0;
  for (std::size_t at = 0; at < visible_text.size();) {
    const CodePoint point = decode(visible_text, at);
    at += point.bytes;
    if (!is_combining(point.value)) sum += is_wide(point.value) ? 2U : 1U;
  }
  return sum;
}

double em_width(std::string_view visible_text) {
  double sum = 0;
  for (std::size_t at = 0; at < visible_text.size();) {
    const CodePoint point = decode(visible_text, at);
    at += point.bytes;
    sum += em_width(point.value);
  }
  return sum;
}

std::string shortened(std::string_view visible_text, double ems) {
  if (em_width(visible_text) <= ems) return std::string(visible_text);
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < visible_text.size(); at += decode(visible_text, at).bytes) {
    starts.push_back(at);
  }
  starts.push_back(visible_text.size());
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

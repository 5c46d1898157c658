// Quoting: plain where no reader of YAML 1.1 or 1.2 takes it for something else.
#include "quoting.hpp"

#include "scalar.hpp"

#include <array>

namespace headway::inline v0::yaml {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool has_control(std::string_view text) {
  for (char c : text) {
    if (is_control(c)) return true;
  }
  return false;
}

/// U+0080 to U+009F, U+2028, U+2029 and U+FEFF: legal in a text, but not raw in a file of ours.
std::size_t unusual_at(std::string_view text, std::size_t at) {
  auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  if (byte(0) == 0xC2 && byte(1) < 0xA0) return 2;
  if (byte(0) == 0xE2 && byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9)) return 3;
  if (byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF) return 3;
  return 0;
}

bool has_unusual(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (unusual_at(text, at) != 0) return true;
  }
  return false;
}

bool is_word_of_yaml_1_1(std::string_view text) {
  constexpr std::array<std::string_view, 8> words{"yes", "no", "on", "off", "y", "n", "=", "<<"};
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (auto word : words) {
    if (lower == word) return true;
  }
  return false;
}

/// Digits with what numbers, times and dates of YAML 1.1 are made of: 010, 1_000, 1:30, 2020-01-01.
bool resembles_number(std::string_view text) {
  bool digit = false;
  for (char c : text) {
    if (c >= '0' && c <= '9') digit = true;
  }
  bool begins = std::string_view("0123456789+-.").find(text.front()) != std::string_view::npos;
  bool hexadecimal = text.find('x') != std::string_view::npos;  // its letters count there alone
  auto letters = hexadecimal ? "0123456789abcdefABCDEFx_+-" : "0123456789eEbBoOtTzZ_+-.: ";
  return begins && digit && text.find_first_not_of(letters) == std::string_view::npos;
}

bool begins_plain(std::string_view text) {
  constexpr std::string_view indicators = ",[]{}#&*!|>'\"%@`";
  if (indicators.find(text.front()) != std::string_view::npos) return false;
  bool dash = text.front() == '-' || text.front() == '?' || text.front() == ':';
  if (dash && (text.size() == 1 || text[1] == ' ')) return false;
  return !text.starts_with("---") && !text.starts_with("...") && text.front() != ' ' &&
         !(text.front() == ':' || text.front() == '?');
}

bool is_plain(std::string_view text, Surroundings surroundings) {
  if (text.empty() || !begins_plain(text) || text.back() == ' ' || text.back() == ':') return false;
  if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos) {
    return false;
  }
  if (text.find("${{") != std::string_view::npos || has_control(text) || has_unusual(text)) {
    return false;
  }
  if (surroundings == Surroundings::flow &&
      text.find_first_of(",[]{}?") != std::string_view::npos) {
    return false;
  }
  return meaning_of(text) == Meaning::text && !is_word_of_yaml_1_1(text) && !resembles_number(text);
}

void escape_byte(std::string& out, char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  auto value = static_cast<unsigned char>(c);
  switch (c) {
    case '\n': out += "\\n"; return;
    case '\t': out += "\\t"; return;
    case '\r': out += "\\r"; return;
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    default: break;
  }
  if (!is_control(c)) {
    out += c;
  } else {
    out.append("\\x").append(1, digits[value >> 4U]).append(1, digits[value & 15U]);
  }
}

std::string_view escape_of(std::string_view unusual) {
  if (unusual.size() == 3)
    return unusual == "\u2028" ? "\\L" : unusual == "\u2029" ? "\\P" : "\\uFEFF";
  return {};
}

std::string in_double_quotes(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto length = unusual_at(text, at);
    if (length == 3) {
      out += escape_of(text.substr(at, length));
    } else if (length == 2) {
      auto value = static_cast<unsigned char>(text[at + 1]);
      out.append("\\x").append(1, digits[value >> 4U]).append(1, digits[value & 15U]);
    } else {
      escape_byte(out, text[at]);
      continue;
    }
    at += length - 1;
  }
  return out + '"';
}

}  // namespace

std::string quoted(std::string_view text, Surroundings surroundings) {
  if (is_plain(text, surroundings)) return std::string(text);
  bool single = text.find('\'') == std::string_view::npos && !has_control(text) &&
                !has_unusual(text) && text.find_first_of("\"\\") != std::string_view::npos;
  if (single) return "'" + std::string(text) + "'";
  return in_double_quotes(text);
}

bool fits_literal(std::string_view text) {
  if (text.find('\n') == std::string_view::npos || text.front() == '\n' || text.front() == ' ' ||
      text.front() == '\t' || text.ends_with("\n\n") || has_unusual(text)) {
    return false;
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (is_control(c) && c != '\n' && c != '\t') return false;
    bool line_begins = at > 0 && text[at - 1] == '\n';
    if (line_begins && c == '\t') return false;  // yaml-cpp takes such a tab for indentation
  }
  return true;
}

}  // namespace headway::inline v0::yaml

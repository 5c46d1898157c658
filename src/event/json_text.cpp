// JSON text as the codec writes it.
#include "json_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>

namespace headway::inline v0::json_text {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// The least and greatest second byte that may follow `lead`.
struct SecondByte {
  unsigned char least = 0x80;
  unsigned char greatest = 0xBF;
};
SecondByte second_after(unsigned char lead) {
  switch (lead) {
    case 0xE0: return {.least = 0xA0};     // no overlong form
    case 0xED: return {.greatest = 0x9F};  // no surrogate
    case 0xF0: return {.least = 0x90};
    case 0xF4: return {.greatest = 0x8F};  // at most U+10FFFF
    default: return {};
  }
}

std::size_t length_after(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/// The length of the character that `text` begins with; 0 when it begins with none.
std::size_t character_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = length_after(lead);
  if (length <= 1 || text.size() < length) return length == 1 ? 1 : 0;
  const auto second = static_cast<unsigned char>(text[1]);
  const SecondByte range = second_after(lead);
  if (second < range.least || second > range.greatest) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  return length;
}

void append_ascii(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\t': out += "\\t"; return;
    case '\r': out += "\\r"; return;
    default: break;
  }
  const auto code = static_cast<unsigned char>(c);
  if (code < 0x20 || code == 0x7F) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", code);
  } else {
    out += c;
  }
}

void append_number(std::string& out, double number) {
  if (!std::isfinite(number)) {
    fmt::format_to(std::back_inserter(out), "{{\"$float\":\"{}\"}}", number);
    return;
  }
  const std::string text = fmt::format("{}", number);
  out += text;
  if (text.find_first_of(".e") == std::string::npos) out += ".0";
}

void append_list(std::string& out, const Value::List& list) {
  char separator = '[';
  for (const Value& element : list) {
    out += separator;
    append_exact(out, element);
    separator = ',';
  }
  out += list.empty() ? "[]" : "]";
}

/// A map with a key that is no UTF-8, as pairs.
void append_pairs(std::string& out, const Value::Map& map) {
  Value::List pairs;
  for (const auto& [key, value] : map) pairs.emplace_back(Value::List{key, value});
  out += "{\"$pairs\":";
  append_list(out, pairs);
  out += '}';
}

/// Keys that begin with `$` get another one, so that they are no words of this codec.
void append_map(std::string& out, const Value::Map& map) {
  for (const auto& [key, value] : map) {
    if (!is_utf8(key)) return append_pairs(out, map);
  }
  char separator = '{';
  for (const auto& [key, value] : map) {
    out += separator;
    append_text(out, key.starts_with('$') ? '$' + key : key);
    out += ':';
    append_exact(out, value);
    separator = ',';
  }
  out += map.empty() ? "{}" : "}";
}

void append_artifact(std::string& out, const Artifact& artifact) {
  out += "{\"$artifact\":";
  append_list(out, {artifact.path, artifact.digest, artifact.directory});
  out += '}';
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

void append_text(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 1) {
      append_ascii(out, text[0]);
    } else {
      out += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

void append_exact(std::string& out, std::string_view text) {
  if (is_utf8(text)) return append_text(out, text);
  out += "{\"$bytes\":\"";
  for (const char c : text) {
    fmt::format_to(std::back_inserter(out), "{:02x}", static_cast<unsigned char>(c));
  }
  out += "\"}";
}

void append_exact(std::string& out, const Value& value) {
  if (value.is_null()) out += "null";
  if (const auto* boolean = value.get_if<bool>()) out += *boolean ? "true" : "false";
  if (const auto* integer = value.get_if<std::int64_t>()) out += std::to_string(*integer);
  if (const auto* number = value.get_if<double>()) append_number(out, *number);
  if (const auto* text = value.get_if<std::string>()) append_exact(out, std::string_view(*text));
  if (const auto* list = value.get_if<Value::List>()) append_list(out, *list);
  if (const auto* map = value.get_if<Value::Map>()) append_map(out, *map);
  if (const auto* artifact = value.get_if<Artifact>()) append_artifact(out, *artifact);
}

}  // namespace headway::inline v0::json_text

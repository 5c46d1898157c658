// JSON text as the codec writes it.
#include "json_text.hpp"

#include <headway/base/utf8.hpp>

#include <fmt/format.h>

#include <cmath>

namespace headway::inline v0::json_text {
namespace {

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
    if (!take_code_point(text).valid) return false;
  }
  return true;
}

void append_text(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const CodePoint point = take_code_point(text);
    if (!point.valid) {
      out += "\xEF\xBF\xBD";
    } else if (point.bytes.size() == 1) {
      append_ascii(out, point.bytes.front());
    } else {
      out += point.bytes;
    }
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

// Schema text: escapes and layout of JSON.
#include "schema_text.hpp"

#include <headway/model/value.hpp>

#include <cstdint>

namespace headway::inline v0::yaml {
namespace {

constexpr std::size_t width = 100;

/// Behind the value that begins at `at`.
std::size_t value_end(std::string_view json, std::size_t at) {
  std::size_t depth = 0;
  bool quoted = false;
  for (; at < json.size(); ++at) {
    char c = json[at];
    if (quoted) {
      if (c == '\\') ++at;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth-- == 0) return at;
    } else if (depth == 0 && c == ',') {
      return at;
    }
  }
  return at;
}

/// With a space behind each comma and colon outside of texts.
std::string spaced(std::string_view json) {
  std::string text;
  bool quoted = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    char c = json[at];
    text += c;
    if (quoted && c == '\\') text += json[++at];
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == ',' || c == ':')) text += ' ';
  }
  return text;
}

/// Where the brackets of an entry begin, behind its key if it has one; npos for a plain value.
std::size_t bracket_at(std::string_view entry) {
  std::size_t at = 0;
  if (entry.starts_with('"')) {
    for (at = 1; entry[at] != '"'; ++at) at += entry[at] == '\\' ? 1U : 0U;
    at += 2;
  }
  bool bracket = at < entry.size() && (entry[at] == '{' || entry[at] == '[');
  return bracket ? at : std::string_view::npos;
}

void append(std::string& out, std::string_view json, std::size_t level) {
  auto line = spaced(json);
  auto open = bracket_at(json);
  if (level * 2 + line.size() <= width || open == std::string_view::npos) {
    out += line;
    return;
  }
  out += spaced(json.substr(0, open + 1));
  for (auto at = open + 1; at < json.size() - 1;) {
    auto end = value_end(json, at);
    out.append("\n").append(level * 2 + 2, ' ');
    append(out, json.substr(at, end - at), level + 1);
    if (end < json.size() - 1) out += ',';
    at = end + 1;
  }
  out.append("\n").append(level * 2, ' ') += json.back();
}

}  // namespace

Json Json::of_text(std::string_view text) { return Json(to_json(Value(std::string(text)))); }

Json Json::of_number(double number) {
  auto whole = static_cast<std::int64_t>(number);
  bool is_whole = static_cast<double>(whole) == number;
  return Json(to_json(is_whole ? Value(whole) : Value(number)));
}

Json Json::list(const std::vector<Json>& items) {
  std::string text;
  for (const auto& item : items) text.append(text.empty() ? "" : ",").append(item.text_);
  return Json('[' + text + ']');
}

JsonObject& JsonObject::add(std::string_view key, const Json& value) {
  text_.append(text_.empty() ? "" : ",").append(Json::of_text(key).text()) += ':';
  text_ += value.text();
  return *this;
}

JsonObject& JsonObject::add_all(const Json& object) {
  auto entries = std::string_view(object.text()).substr(1, object.text().size() - 2);
  if (!entries.empty()) text_.append(text_.empty() ? "" : ",").append(entries);
  return *this;
}

std::string indented(std::string_view json) {
  std::string out;
  append(out, json, 0);
  return out + '\n';
}

}  // namespace headway::inline v0::yaml

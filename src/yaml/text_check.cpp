// Checks of a text before anything parses it.
#include "text_check.hpp"

#include "document.hpp"
#include "position.hpp"

#include <headway/base/utf8.hpp>

#include <simdjson.h>

#include <array>
#include <cstdio>

namespace headway::inline v0::yaml {
namespace {

enum Class : std::uint8_t { fine, lead_c2, carriage_return, control };

constexpr std::array<std::uint8_t, 256> classes = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = control;
  table['\t'] = table['\n'] = fine;
  table['\r'] = carriage_return;
  table[0x7F] = control;
  table[0xC2] = lead_c2;  // U+0080 to U+009F begin with it
  return table;
}();

unsigned char byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

bool is_refused(std::string_view text, std::size_t at) {
  switch (classes[byte_at(text, at)]) {
    case fine: return false;
    case carriage_return: return byte_at(text, at + 1) != '\n';
    case lead_c2: return byte_at(text, at + 1) < 0xA0 && byte_at(text, at + 1) != 0x85;
    default: return true;
  }
}

/// Where the first byte stands that is no UTF-8; one does.
std::size_t first_bad_byte(std::string_view text) {
  std::string_view rest = text;
  CodePoint point = take_code_point(rest);
  while (point.valid && !rest.empty()) point = take_code_point(rest);
  return text.size() - rest.size() - point.bytes.size();
}

std::string hexadecimal(const char* form, unsigned value) {
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), form, value);
  return digits.data();
}

SourceSpan span_at(const std::shared_ptr<const Source>& source, std::size_t offset) {
  auto at = Positions(source->text).at(offset);
  return {source, at.line, at.column, 1};
}

Diagnostic not_utf8(const std::shared_ptr<const Source>& source) {
  auto at = first_bad_byte(source->text);
  return {.code = "not-utf8",
          .message =
              "the byte " + hexadecimal("0x%02X", byte_at(source->text, at)) + " is not UTF-8 here",
          .span = span_at(source, at),
          .notes = {"a pipeline file is UTF-8; save it again in that encoding"}};
}

Diagnostic control_character(const std::shared_ptr<const Source>& source, std::size_t at) {
  unsigned value = byte_at(source->text, at);
  if (value == 0xC2) value = byte_at(source->text, at + 1);
  std::string note = value == '\r' ? "a line ends with a line feed, or with both"
                                   : "take it out, or write it as an escape in double quotes";
  return {.code = "control-character",
          .message = "the control character " + hexadecimal("U+%04X", value) + " stands here",
          .span = span_at(source, at),
          .notes = {note}};
}

}  // namespace

bool check_size(std::size_t bytes, Syntax syntax, std::string_view name, Diagnostics& found) {
  bool json = syntax == Syntax::json;
  auto limit = json ? largest_json : largest_yaml;
  if (bytes <= limit) return true;
  auto source = std::make_shared<Source>();
  source->name = name;
  std::vector<std::string> notes{
      "large pipelines that a program makes are better written as JSON, "
      "up to 256 MiB"};
  if (json) notes = {"let tasks fan out with `matrix` instead of writing each one"};
  found.add({.code = "file-too-large",
             .message = std::string(json ? "a JSON" : "a YAML") + " file may have " +
                        std::to_string(limit >> 20U) + " MiB, and this one is larger",
             .span = {source},
             .notes = std::move(notes)});
  return false;
}

bool check_text(const std::shared_ptr<const Source>& source, Diagnostics& found) {
  std::string_view text = source->text;
  if (!simdjson::validate_utf8(text.data(), text.size())) {
    found.add(not_utf8(source));
    return false;
  }
  unsigned any = 0;
  for (char c : text) any |= classes[static_cast<unsigned char>(c)];
  if (any == 0) return true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_refused(text, at)) continue;
    found.add(control_character(source, at));
    return false;
  }
  return true;
}

}  // namespace headway::inline v0::yaml

// JSON text as the codec writes it: strings of any bytes, numbers, and objects field by field.
#pragma once

#include <headway/model/value.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace headway::inline v0::json_text {

/// Whether `text` is well-formed UTF-8 (Unicode 15, table 3-7).
bool is_utf8(std::string_view text);

/// Appends a JSON string; bytes that are no UTF-8 become U+FFFD.
void append_text(std::string& out, std::string_view text);

/// Appends a JSON string, or `{"$bytes":"hex"}` where the text is no UTF-8.
void append_exact(std::string& out, std::string_view text);

/// Appends a value so that `decode_values` gives back an equal one.
void append_exact(std::string& out, const Value& value);

/// Writes one object. Fields come out in the order they were given.
class Object {
 public:
  template <std::integral Number>
  void add(std::string_view name, Number number) {
    key(name) += std::to_string(number);
  }
  void add(std::string_view name, std::string_view text) { append_exact(key(name), text); }
  /// Text for people and tools: always a JSON string.
  void add_shown(std::string_view name, std::string_view text) { append_text(key(name), text); }
  /// Adds what is JSON already.
  void add_json(std::string_view name, std::string_view json) { key(name) += json; }
  [[nodiscard]] std::string finish() && { return std::move(text_) + '}'; }

 private:
  std::string& key(std::string_view name) {
    if (text_.size() > 1) text_ += ',';
    append_text(text_, name);
    return text_ += ':';
  }
  std::string text_ = "{";
};

}  // namespace headway::inline v0::json_text

// Values: what params, inputs and outputs hold.
#pragma once

#include <headway/base/decimal.hpp>
#include <headway/base/utf8.hpp>
#include <headway/model/type.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// A file or folder that a task produced, committed and hashed.
struct Artifact {
  std::string path;    // absolute, of the read-only copy
  std::string digest;  // "sha256:…"
  bool directory = false;
  friend bool operator==(const Artifact&, const Artifact&) = default;
};

/// A JSON-like value with integers kept apart from floating point, and artifacts. A value type.
class Value {
 public:
  using List = std::vector<Value>;
  using Map = std::map<std::string, Value, std::less<>>;
  using Data =
      std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Map, Artifact>;

  Value() = default;  // null
  Value(bool v) : data_(v) {}
  Value(std::int64_t v) : data_(v) {}
  Value(int v) : data_(std::int64_t{v}) {}
  Value(double v) : data_(v) {}
  Value(std::string v) : data_(std::move(v)) {}
  Value(const char* v) : data_(std::string(v)) {}
  Value(List v) : data_(std::move(v)) {}
  Value(Map v) : data_(std::move(v)) {}
  Value(Artifact v) : data_(std::move(v)) {}

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  /// The alternative `T`, or null when the value holds another.
  template <class T>
  [[nodiscard]] const T* get_if() const {
    return std::get_if<T>(&data_);
  }
  template <class T>
  [[nodiscard]] T* get_if() {
    return std::get_if<T>(&data_);
  }
  [[nodiscard]] const Data& data() const { return data_; }

  friend bool operator==(const Value&, const Value&) = default;

 private:
  Data data_;
};

/// Named values: the params of a job, the outputs of an instance.
using Values = Value::Map;

/// Compact JSON; floating point in the shortest form that reads back equal and always with a point
/// (`1.0`, `1.0e+22`); an artifact as `{"path": …, "digest": …}`. What JSON cannot say is replaced:
/// infinities and not-a-number by `null`, bytes that are no UTF-8 by U+FFFD.
std::string to_json(const Value& value);

/// How a value stands inside a longer string: strings raw, an artifact as its path, all else as
/// JSON.
std::string format(const Value& value);

/// Whether `value` is of `type`. An integer is no float and a float no integer, as in the files.
bool conforms(const Value& value, const Type& type);

/// Whether every number in the value, at any depth, is finite: no file and no JSON holds another.
bool is_finite(const Value& value);

/// The narrowest type that holds `value`: `list(int)` for `[1, 2]`, `json` for null and for what is
/// mixed, `list(json)` for `[]`.
Type type_of(const Value& value);

// ---------------------------------------------------------------------------------------------

namespace detail {

inline void append_json(std::string& text, const Value& value);

inline void append_json(std::string& text, std::string_view string) {
  text += '"';
  while (!string.empty()) {
    const auto point = take_code_point(string);
    switch (point.value) {
      case '"': text += "\\\""; break;
      case '\\': text += "\\\\"; break;
      case '\n': text += "\\n"; break;
      case '\r': text += "\\r"; break;
      case '\t': text += "\\t"; break;
      default:
        if (!point.valid) {
          text += "\xEF\xBF\xBD";
        } else if (point.value < 0x20) {
          text += "\\u" + hexadecimal(point.value, 4);
        } else {
          text += point.bytes;
        }
    }
  }
  text += '"';
}

inline void append_json(std::string& text, double number) {
  if (number - number != 0) {  // an infinity, or not a number
    text += "null";
    return;
  }
  const std::string digits = shortest_digits(number);
  const std::string_view shortest = digits;
  const auto exponent = shortest.find('e');
  text += shortest.substr(0, exponent);
  if (shortest.substr(0, exponent).find('.') == std::string_view::npos) text += ".0";
  if (exponent != std::string_view::npos) text += shortest.substr(exponent);
}

inline void append_json(std::string& text, const Value::List& list) {
  char separator = '[';
  for (const auto& element : list) {
    text += separator;
    append_json(text, element);
    separator = ',';
  }
  text += list.empty() ? "[]" : "]";
}

inline void append_json(std::string& text, const Value::Map& map) {
  char separator = '{';
  for (const auto& [key, element] : map) {
    text += separator;
    append_json(text, std::string_view(key));
    text += ':';
    append_json(text, element);
    separator = ',';
  }
  text += map.empty() ? "{}" : "}";
}

struct JsonWriter {
  std::string& text;
  void operator()(std::monostate /*null*/) const { text += "null"; }
  void operator()(bool flag) const { text += flag ? "true" : "false"; }
  void operator()(std::int64_t number) const { text += std::to_string(number); }
  void operator()(double number) const { append_json(text, number); }
  void operator()(const std::string& string) const { append_json(text, std::string_view(string)); }
  void operator()(const Value::List& list) const { append_json(text, list); }
  void operator()(const Value::Map& map) const { append_json(text, map); }
  void operator()(const Artifact& artifact) const {
    text += "{\"path\":";
    append_json(text, std::string_view(artifact.path));
    text += ",\"digest\":";
    append_json(text, std::string_view(artifact.digest));
    text += '}';
  }
};

inline void append_json(std::string& text, const Value& value) {
  std::visit(JsonWriter{text}, value.data());
}

inline bool all_conform(const Value::List& list, const Type& type) {
  for (const auto& element : list) {
    if (!conforms(element, type)) return false;
  }
  return true;
}

inline bool all_conform(const Value::Map& map, const Type& type) {
  for (const auto& [key, element] : map) {
    if (!conforms(element, type)) return false;
  }
  return true;
}

inline bool is_word_of(const Value& value, const std::vector<std::string>& words) {
  const auto* text = value.get_if<std::string>();
  for (const auto& word : words) {
    if (text != nullptr && *text == word) return true;
  }
  return false;
}

template <class Collection>
bool is_collection_of(const Value& value, const Type& type) {
  const auto* collection = value.get_if<Collection>();
  return collection != nullptr && all_conform(*collection, type.element.front());
}

inline bool is_artifact(const Value& value, Type::Kind kind) {
  const auto* artifact = value.get_if<Artifact>();
  return artifact != nullptr && artifact->directory == (kind == Type::Kind::directory);
}

inline const Value& element_of(const Value& element) { return element; }
inline const Value& element_of(const Value::Map::value_type& entry) { return entry.second; }

/// The one type of all elements, of which there is at least one; nothing when they differ. Each is
/// looked at once: twice at every level would double the work with each.
template <class Collection>
std::optional<Type> type_of_each(const Collection& all) {
  std::optional<Type> one;
  for (const auto& element : all) {
    Type type = type_of(element_of(element));
    if (one && *one != type) return {};
    if (!one) one = std::move(type);
  }
  return one;
}

struct TypeFinder {
  Type operator()(std::monostate /*null*/) const { return {Type::Kind::json}; }
  Type operator()(bool /*v*/) const { return {Type::Kind::boolean}; }
  Type operator()(std::int64_t /*v*/) const { return {Type::Kind::integer}; }
  Type operator()(double /*v*/) const { return {Type::Kind::floating}; }
  Type operator()(const std::string& /*v*/) const { return {Type::Kind::string}; }
  Type operator()(const Artifact& artifact) const {
    return {artifact.directory ? Type::Kind::directory : Type::Kind::file};
  }
  Type operator()(const Value::List& list) const {
    if (list.empty()) return list_of({Type::Kind::json});
    const auto element = type_of_each(list);
    return element ? list_of(*element) : Type{Type::Kind::json};
  }
  Type operator()(const Value::Map& map) const {
    if (map.empty()) return map_of({Type::Kind::json});
    const auto element = type_of_each(map);
    return element ? map_of(*element) : Type{Type::Kind::json};
  }
};

}  // namespace detail

inline std::string to_json(const Value& value) {
  std::string text;
  detail::append_json(text, value);
  return text;
}

inline std::string format(const Value& value) {
  if (const auto* text = value.get_if<std::string>()) return *text;
  if (const auto* artifact = value.get_if<Artifact>()) return artifact->path;
  return to_json(value);
}

inline bool conforms(const Value& value, const Type& type) {
  switch (type.kind) {
    case Type::Kind::boolean: return value.get_if<bool>() != nullptr;
    case Type::Kind::integer: return value.get_if<std::int64_t>() != nullptr;
    case Type::Kind::floating: return value.get_if<double>() != nullptr && is_finite(value);
    case Type::Kind::string: return value.get_if<std::string>() != nullptr;
    case Type::Kind::enumeration: return detail::is_word_of(value, type.values);
    case Type::Kind::list: return detail::is_collection_of<Value::List>(value, type);
    case Type::Kind::map: return detail::is_collection_of<Value::Map>(value, type);
    case Type::Kind::json: return is_finite(value);
    case Type::Kind::file:
    case Type::Kind::directory: return detail::is_artifact(value, type.kind);
    case Type::Kind::optional: return value.is_null() || conforms(value, type.element.front());
  }
  return false;
}

inline bool is_finite(const Value& value) {
  if (const auto* number = value.get_if<double>()) return *number - *number == 0;
  if (const auto* list = value.get_if<Value::List>()) {
    for (const Value& element : *list) {
      if (!is_finite(element)) return false;
    }
  }
  if (const auto* map = value.get_if<Value::Map>()) {
    for (const auto& [key, element] : *map) {
      if (!is_finite(element)) return false;
    }
  }
  return true;
}

inline Type type_of(const Value& value) { return std::visit(detail::TypeFinder{}, value.data()); }

}  // namespace headway::inline v0

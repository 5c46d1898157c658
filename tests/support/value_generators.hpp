// Random awkward strings, names, numbers, types and values for property tests.
#pragma once

#include <headway/base/quantity.hpp>
#include <headway/base/time.hpp>
#include <headway/model/value.hpp>

#include <rapidcheck.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// Functions here draw from rapidcheck: call them inside `rc::check` or `rc::gen::exec`.
namespace generators {

using namespace headway;

inline std::size_t below(std::size_t end) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, end));
}
inline bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
inline std::int64_t integer(std::int64_t low, std::int64_t high) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::int64_t>(low, high));
}
template <class T>
const T& any_of(const std::vector<T>& choices) {
  return choices[below(choices.size())];
}

/// What a careless writer of YAML would write without the quotes it needs, and other trouble.
inline const std::vector<std::string>& awkward_strings() {
  static const std::vector<std::string> strings = {
      "yes",
      "No",
      "on",
      "y",
      "true",
      "null",
      "~",
      "",
      " ",
      "010",
      "0x1F",
      "0o17",
      "1.10",
      "1e3",
      ".5",
      "-1",
      "+1",
      ".inf",
      ".nan",
      "1_000",
      "12:30:45",
      "2026-02-03",
      "=",
      "<<",
      "- a",
      "? b",
      ": c",
      "a: b",
      "a #b",
      "#c",
      "a\tb",
      "\tx",
      " leading",
      "trailing ",
      "two\nlines",
      "ends\n",
      "\n\nstarts",
      "  indented\nless",
      "ends with two\n\n",
      "\r\n",
      "[a, b]",
      "{a: b}",
      "*alias",
      "&anchor",
      "!tag",
      "%dir",
      "@at",
      "`tick`",
      "|",
      ">",
      "'",
      "\"",
      "it's \"so\"",
      "back\\slash",
      "---",
      "...",
      "--- x",
      "- ",
      ":",
      "größe",
      "日本語",
      "🎉 done",
      "e\xCC\x81",
      "\xC2\x85",
      "\xE2\x80\xA8",
      "\xEF\xBB\xBF",
      "\x01\x1b\x7f",
      "$HOME",
      "$",
      "${",
      "$$",
      "a very long line that goes on and on past any reasonable width of a terminal, "
      "and then some more, so that an emitter might be tempted to fold it somewhere in the middle of a word"};
  return strings;
}

inline std::string text() {
  if (chance(60)) return any_of(awkward_strings());
  return *rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~'));
}
/// Without `${{`, which has a meaning of its own in most places.
inline std::string literal() {
  std::string result = text();
  for (auto at = result.find("${{"); at != std::string::npos; at = result.find("${{"))
    result.erase(at, 1);
  return result;
}
inline std::string filled_literal() {
  const std::string result = literal();
  return result.empty() ? "x" : result;
}

/// Names no two of which share an environment variable.
class Names {
 public:
  std::string fresh() { return unlike_others(word()); }
  std::string fresh_task_name() {
    std::string name = word();
    if (chance(30)) name += "-" + word();
    return unlike_others(name);
  }

 private:
  static std::string word() {
    static const std::vector<std::string> words = {
        "a",  "_",      "yes",   "no",   "on",    "null",    "true", "N",
        "e1", "params", "tasks", "rate", "Train", "outputs", "x",    "cpu2"};
    if (chance(70)) return any_of(words);
    return "n" + *rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcXYZ019_")));
  }
  std::string unlike_others(std::string name) {
    name.resize(std::min<std::size_t>(name.size(), 50));
    while (!taken_.insert(folded(name)).second) name += std::to_string(taken_.size());
    return name;
  }
  static std::string folded(std::string name) {
    for (char& c : name)
      c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
  }
  std::set<std::string> taken_;
};

inline double number() {
  static const std::vector<double> numbers = {0.0,  1.0,  -1.5,   0.1,
                                              1e22, 1e-7, 5e-324, 1.7976931348623157e308};
  if (chance(70)) return any_of(numbers);
  return static_cast<double>(integer(-1'000'000, 1'000'000)) / 1024.0;
}
inline Duration duration() {
  static const std::vector<Duration> durations = {1_us, 2_s, 250_ms, 20_min, 90_min, 2_h, 36_h};
  return chance(70) ? any_of(durations) : Duration{integer(1, 1'000'000'000'000)};
}
inline Quantity quantity(std::string_view slot) {
  if (unit_of(slot) == Unit::byte) return {integer(1, 64) << integer(0, 36)};
  return {slot == "gpu" ? any_of<std::int64_t>({250, 500, 1000, 3000}) : integer(0, 64'000)};
}

inline Type scalar_type() {
  const auto kind =
      any_of<Type::Kind>({Type::Kind::boolean, Type::Kind::integer, Type::Kind::floating,
                          Type::Kind::string, Type::Kind::enumeration});
  if (kind != Type::Kind::enumeration) return {.kind = kind};
  return {.kind = kind, .values = {"dev", any_of<std::string>({"yes", "1.10", "a b", "größe"})}};
}
inline Type element_type(int depth) {
  Type type = scalar_type();
  while (type.kind == Type::Kind::enumeration)
    type = scalar_type();  // has no word of its own inside
  for (; depth > 0 && chance(40); --depth) type = chance(60) ? list_of(type) : map_of(type);
  return type;
}
inline Type param_type() {
  switch (below(5)) {
    case 0: return list_of(element_type(2));
    case 1: return map_of(element_type(1));
    case 2: return optional_of(element_type(1));
    case 3: return {.kind = Type::Kind::json};
    default: break;
  }
  Type type = scalar_type();  // an enum may also be the element of a list
  return type.kind == Type::Kind::enumeration && chance(40) ? list_of(type) : type;
}
inline Type output_type() {
  switch (below(4)) {
    case 0: return {.kind = Type::Kind::file};
    case 1: return {.kind = Type::Kind::directory};
    default: return param_type();
  }
}

inline Value scalar(const Type& type) {
  switch (type.kind) {
    case Type::Kind::boolean: return chance(50);
    case Type::Kind::integer:
      return chance(80) ? integer(-1000, 1000) : integer(-(1LL << 62), 1LL << 62);
    case Type::Kind::floating: return number();
    case Type::Kind::enumeration: return any_of(type.values);
    default: return literal();
  }
}
inline Value value_of(const Type& type);
inline Value list_value(const Type& element) {
  Value::List list(below(4));
  for (auto& entry : list) entry = value_of(element);
  return list;
}
inline Value map_value(const Type& element) {
  Value::Map map;
  for (auto left = below(4); left > 0; --left) map[literal()] = value_of(element);
  return map;
}
inline Value value_of(const Type& type) {
  switch (type.kind) {
    case Type::Kind::list: return list_value(type.element.front());
    case Type::Kind::map: return map_value(type.element.front());
    case Type::Kind::optional: return chance(30) ? Value() : value_of(type.element.front());
    case Type::Kind::json: return chance(30) ? Value() : value_of(param_type());
    default: return scalar(type);
  }
}

}  // namespace generators

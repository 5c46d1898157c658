// The types of params, inputs and outputs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// A type of the pipeline language: `int`, `list(float)`, `optional(file)`, an enum with its
/// values. A value type; `element` holds one type for list, map and optional and is empty
/// otherwise.
struct Type {
  enum class Kind : std::uint8_t {
    boolean,
    integer,
    floating,
    string,
    enumeration,
    list,
    map,
    json,
    file,
    directory,
    optional
  };

  Kind kind = Kind::string;
  std::vector<Type> element{};        // exactly one for list, map, optional
  std::vector<std::string> values{};  // the words of an enumeration

  friend bool operator==(const Type&, const Type&) = default;
};

/// `list(float)`; an enumeration prints as `enum`.
std::string to_string(const Type& type);

/// Reads a type word such as `int` or `map(list(string))`; nesting up to 16. `enum` parses with no
/// values. Nothing when the text is no type.
std::optional<Type> parse_type(std::string_view text);

/// `list(element)`, `map(element)` and `optional(element)`.
Type list_of(Type element);
Type map_of(Type element);
Type optional_of(Type element);

// ---------------------------------------------------------------------------------------------

namespace detail {

inline constexpr std::size_t deepest_type = 16;

struct TypeWord {
  std::string_view word;
  Type::Kind kind;
  bool takes_element;
};

inline constexpr TypeWord type_words[] = {
    {"bool", Type::Kind::boolean, false},     {"int", Type::Kind::integer, false},
    {"float", Type::Kind::floating, false},   {"string", Type::Kind::string, false},
    {"enum", Type::Kind::enumeration, false}, {"list", Type::Kind::list, true},
    {"map", Type::Kind::map, true},           {"json", Type::Kind::json, false},
    {"file", Type::Kind::file, false},        {"directory", Type::Kind::directory, false},
    {"optional", Type::Kind::optional, true}};

inline const TypeWord* find_type_word(std::string_view word) {
  for (const auto& known : type_words) {
    if (known.word == word) return &known;
  }
  return nullptr;
}

inline std::string_view type_word(Type::Kind kind) {
  for (const auto& known : type_words) {
    if (known.kind == kind) return known.word;
  }
  return "json";
}

inline std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

inline std::optional<Type> parse_type(std::string_view text, std::size_t depth) {
  text = trimmed(text);
  const auto open = text.find('(');
  const auto* word = find_type_word(trimmed(text.substr(0, open)));
  if (word == nullptr || word->takes_element != (open != std::string_view::npos)) return {};
  if (!word->takes_element) return Type{.kind = word->kind};
  if (text.back() != ')' || depth == deepest_type) return {};
  auto element = parse_type(text.substr(open + 1, text.size() - open - 2), depth + 1);
  if (!element) return {};
  return Type{.kind = word->kind, .element = {std::move(*element)}};
}

}  // namespace detail

inline std::string to_string(const Type& type) {
  std::string text(detail::type_word(type.kind));
  return type.element.empty() ? text : text + '(' + to_string(type.element.front()) + ')';
}

inline std::optional<Type> parse_type(std::string_view text) { return detail::parse_type(text, 1); }

inline Type list_of(Type element) { return {Type::Kind::list, {std::move(element)}}; }
inline Type map_of(Type element) { return {Type::Kind::map, {std::move(element)}}; }
inline Type optional_of(Type element) { return {Type::Kind::optional, {std::move(element)}}; }

}  // namespace headway::inline v0

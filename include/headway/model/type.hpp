// The types of params, inputs and outputs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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

}  // namespace headway::inline v0

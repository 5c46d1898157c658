// Kinds of values as expressions see them, and sets of kinds that operators and functions take.
#pragma once

#include "cel_term.hpp"

#include <headway/job/expression_type.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace headway::inline v0 {

using Kind = ExpressionType::Kind;

/// A set of kinds. A value.
class Kinds {
 public:
  constexpr Kinds() = default;
  constexpr Kinds(std::initializer_list<Kind> kinds) {
    for (const Kind kind : kinds) bits_ |= bit(kind);
  }
  [[nodiscard]] constexpr bool has(Kind kind) const { return (bits_ & bit(kind)) != 0; }

 private:
  static constexpr std::uint32_t bit(Kind kind) { return 1U << static_cast<unsigned>(kind); }
  std::uint32_t bits_ = 0;
};

inline constexpr Kinds numbers{Kind::integer, Kind::floating};
inline constexpr Kinds ordered{Kind::integer, Kind::floating, Kind::string, Kind::boolean};
inline constexpr Kinds addable{Kind::integer, Kind::floating, Kind::string, Kind::list};

/// The kind of a value; never json, optional, record or enumeration.
Kind kind_of(const Value& value);

/// `an int`, `a map`, `null`.
std::string with_article(Kind kind);

/// `"+" does not take an int and a float`.
std::string refusal(CelOperator symbol, Kind left, Kind right);
std::string refusal(std::string_view subject, Kind operand);

/// The kinds of two operands that an arithmetic operator takes: both of the same.
Kinds operands_of(CelOperator symbol);

}  // namespace headway::inline v0

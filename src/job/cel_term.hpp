// The terms of a parsed expression: a tree that is checked and evaluated as it stands.
#pragma once

#include <headway/job/expression.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

struct CelFunction;

enum class CelOperator : std::uint8_t {
  none,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  negate,
  invert
};

enum class CelMacro : std::uint8_t { none, all, exists, exists_one, filter, map };

std::string_view to_string(CelOperator symbol);
std::string_view to_string(CelMacro macro);

/// One term and what it is made of. A value; at most `tallest_expression` high, so that walking it
/// by recursion is safe.
struct Term {
  enum class Kind : std::uint8_t {
    literal,      // constant
    name,         // number: which of the names
    variable,     // number: its slot
    select,       // parts: whole; word: the field
    index,        // parts: whole, key
    list,         // parts: elements
    map,          // parts: key, value, key, value …
    unary,        // parts: operand
    binary,       // parts: left, right
    all_of,       // parts: two or more operands of &&
    any_of,       // the same of ||
    conditional,  // parts: condition, then, else
    has,          // parts: a name or a select
    call,         // parts: arguments, the receiver first
    macro         // parts: range, [condition of map,] body; number: the slot of the variable
  };

  Kind kind = Kind::literal;
  CelOperator symbol = CelOperator::none;
  CelMacro macro = CelMacro::none;
  std::uint16_t height = 1;
  bool fixed = false;  // of a list and a map: all of it is written out, and stands in `constant`
  std::uint32_t number = 0;
  std::uint32_t offset = 0;  // bytes, in the text that the expression stands in
  std::uint32_t length = 0;
  const CelFunction* function = nullptr;
  std::string word{};  // of a select the field, of a variable and a macro the variable's name
  Value constant{};
  std::vector<Term> parts{};
};

inline constexpr std::uint16_t tallest_expression = 256;

/// An expression and the text that it stands in.
struct ParsedExpression {
  Text whole{};
  std::uint32_t offset = 0;  // of the expression in `whole`, without the space around it
  std::uint32_t length = 0;
  Term root{};
  std::vector<NameUse> names{};
  std::uint32_t variables = 0;  // slots that the macros need at a time

  [[nodiscard]] std::string_view text_of(const Term& term) const {
    return std::string_view(whole.value).substr(term.offset, term.length);
  }
  [[nodiscard]] SourceSpan span_of(const Term& term) const {
    return span_within(whole, term.offset, term.length);
  }
};

}  // namespace headway::inline v0

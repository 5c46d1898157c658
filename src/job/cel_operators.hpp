// The operators of expressions on values: equality, order, arithmetic.
#pragma once

#include "cel_budget.hpp"
#include "cel_functions.hpp"
#include "cel_term.hpp"

#include <optional>

namespace headway::inline v0 {

/// CEL's equality: numbers by their value, whatever their types; values of different kinds differ.
bool equal(const Value& a, const Value& b, Budget& budget);

enum class Order { less, same, greater, none };  // none: one is not a number

/// Nothing where the two have no order: two lists, an int and a string.
std::optional<Order> compare(const Value& a, const Value& b, Budget& budget);

/// + - * / % and comparisons.
Outcome apply(CelOperator symbol, const Value& left, const Value& right, Budget& budget);
/// - and !.
Outcome apply(CelOperator symbol, const Value& operand);

}  // namespace headway::inline v0

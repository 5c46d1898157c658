// The functions of expressions: what they take, what they give, and what they do.
#pragma once

#include "cel_budget.hpp"
#include "cel_kinds.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace headway::inline v0 {

class PatternShelf;

/// A value, or the reason that there is none.
struct Outcome {
  Value value{};
  std::string failure{};
};

/// What functions use beside their arguments; borrowed for one evaluation.
struct CallContext {
  Budget& budget;
  PatternShelf& patterns;
};

/// A function. Its arguments are of the kinds it takes; a receiver is the first of them.
struct CelFunction {
  enum class Form { call, member, both };  // size(x), x.contains(y), or as one likes

  std::string_view name;
  Form form;
  std::size_t arguments;
  std::array<Kinds, 2> takes;
  Kind gives;
  Outcome (*apply)(std::span<const Value* const> arguments, CallContext& context);
};

/// Null when there is none of that name.
const CelFunction* find_function(std::string_view name);
std::vector<std::string> function_names();

/// Whether CEL has a function or a type of that name that headway's expressions leave out.
bool is_left_out(std::string_view name);

}  // namespace headway::inline v0

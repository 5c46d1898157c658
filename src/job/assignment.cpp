// Assignment: kinds that fit, element by element.
#include "assignment.hpp"

#include <algorithm>

namespace headway::inline v0 {
namespace {

using Kind = ExpressionType::Kind;

bool all_may_become(const ExpressionType& from, const Type& to) {
  return std::all_of(from.element.begin(), from.element.end(), [&](const ExpressionType& inner) {
    return may_become(inner, to.element.front());
  });
}

/// An enum with other words only is never one of these.
bool shares_a_word(const ExpressionType& from, const Type& to) {
  if (from.names.size() > 64 || to.values.size() > 64) return true;  // told when it is evaluated
  return std::any_of(from.names.begin(), from.names.end(), [&](const std::string& word) {
    return std::find(to.values.begin(), to.values.end(), word) != to.values.end();
  });
}

}  // namespace

bool may_become(const ExpressionType& from, const Type& to) {
  if (from.is_dynamic() || to.kind == Type::Kind::json) return true;
  if (from.kind == Kind::null) return to.kind == Type::Kind::optional;
  if (from.kind == Kind::optional) return may_become(from.element.front(), to);
  if (to.kind == Type::Kind::optional) return may_become(from, to.element.front());
  if (to.kind == Type::Kind::string)
    return from.kind == Kind::string || from.kind == Kind::enumeration;
  if (to.kind == Type::Kind::enumeration) {
    return from.kind == Kind::string || (from.kind == Kind::enumeration && shares_a_word(from, to));
  }
  if (to.kind == Type::Kind::map) {
    return (from.kind == Kind::map || from.kind == Kind::record) && all_may_become(from, to);
  }
  if (to.kind == Type::Kind::list) return from.kind == Kind::list && all_may_become(from, to);
  return from.kind == static_cast<Kind>(to.kind);
}

std::string conversion_note(const ExpressionType& from, const Type& to) {
  if (from.kind == Kind::optional) return conversion_note(from.element.front(), to);
  const std::string begin = "nothing is converted by itself: write ";
  if (to.kind == Type::Kind::floating && from.kind == Kind::integer) return begin + "double(…)";
  if (to.kind == Type::Kind::integer && from.kind == Kind::floating) return begin + "int(…)";
  if (to.kind == Type::Kind::string && from.kind <= Kind::string) return begin + "string(…)";
  return {};
}

}  // namespace headway::inline v0

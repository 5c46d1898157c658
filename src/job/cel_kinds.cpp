// Kinds of values, and how messages name them.
#include "cel_kinds.hpp"

#include <array>

namespace headway::inline v0 {
namespace {

struct KindFinder {
  Kind operator()(std::monostate /*null*/) const { return Kind::null; }
  Kind operator()(bool /*v*/) const { return Kind::boolean; }
  Kind operator()(std::int64_t /*v*/) const { return Kind::integer; }
  Kind operator()(double /*v*/) const { return Kind::floating; }
  Kind operator()(const std::string& /*v*/) const { return Kind::string; }
  Kind operator()(const Value::List& /*v*/) const { return Kind::list; }
  Kind operator()(const Value::Map& /*v*/) const { return Kind::map; }
  Kind operator()(const Artifact& v) const { return v.directory ? Kind::directory : Kind::file; }
};

}  // namespace

std::string_view to_string(CelOperator symbol) {
  static constexpr std::array<std::string_view, 15> words{
      "", "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "-", "!"};
  return words[static_cast<std::size_t>(symbol)];
}

std::string_view to_string(CelMacro macro) {
  static constexpr std::array<std::string_view, 6> words{"",           "all",    "exists",
                                                         "exists_one", "filter", "map"};
  return words[static_cast<std::size_t>(macro)];
}

Kind kind_of(const Value& value) { return std::visit(KindFinder{}, value.data()); }

std::string with_article(Kind kind) {
  if (kind == Kind::null) return "null";
  if (kind == Kind::json) return "a value";
  const std::string word = to_string(ExpressionType(kind));
  const bool vowel = word.front() == 'i' || word.front() == 'e' || word.front() == 'o';
  return (vowel ? "an " : "a ") + word;
}

std::string refusal(CelOperator symbol, Kind left, Kind right) {
  return '"' + std::string(to_string(symbol)) + "\" does not take " + with_article(left) + " and " +
         with_article(right);
}

std::string refusal(std::string_view subject, Kind operand) {
  return '"' + std::string(subject) + "\" does not take " + with_article(operand);
}

Kinds operands_of(CelOperator symbol) {
  switch (symbol) {
    case CelOperator::add: return addable;
    case CelOperator::modulo: return {Kind::integer};
    default: return numbers;
  }
}

}  // namespace headway::inline v0

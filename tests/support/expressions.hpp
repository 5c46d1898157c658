// Expressions in tests: scopes made of values, and short ways to evaluate and to check.
#pragma once

#include "support/catch.hpp"

#include <headway/job/expression.hpp>
#include <headway/job/expression_type.hpp>

#include <string>
#include <utility>
#include <vector>

namespace expressions {

using namespace headway;

/// Names of one word, each with its value.
class Variables final : public Scope {
 public:
  explicit Variables(Values values = {}) : values_(std::move(values)) {}
  [[nodiscard]] std::optional<Resolved> at(std::span<const std::string> path) const override {
    const auto found = values_.find(path.front());
    if (found == values_.end()) return {};
    return Resolved{found->second, 1};
  }

 private:
  Values values_;
};

/// Names of one word, each with its type.
class TypedVariables final : public TypeScope {
 public:
  explicit TypedVariables(std::map<std::string, ExpressionType> types) : types_(std::move(types)) {}
  [[nodiscard]] std::variant<TypedName, Diagnostic> type_of(
      std::span<const std::string> path) override {
    const auto found = types_.find(path.front());
    if (found != types_.end()) return TypedName{found->second, 1};
    return Diagnostic{.code = "unknown-name", .message = "there is no name " + path.front()};
  }

 private:
  std::map<std::string, ExpressionType> types_;
};

inline Expression parsed(const std::string& text) {
  Diagnostics found;
  auto expression = parse_expression({text, {}}, found);
  INFO(text << "\n" << render(found));
  REQUIRE(expression);
  return *expression;
}

inline Value value_of(const std::string& text, Values variables = {}) {
  return evaluate(parsed(text), Variables(std::move(variables)));
}

/// As JSON, so that `1` and `1.0` differ; "error: …" with the reason where there is no value.
inline std::string result_of(const std::string& text, Values variables = {}) {
  Diagnostics found;
  const auto expression = parse_expression({text, {}}, found);
  if (!expression) return "error: " + found[0].message;
  try {
    return to_json(evaluate(*expression, Variables(std::move(variables))));
  } catch (const ExpressionError& error) {
    return "error: " + error.reason();
  }
}

inline Diagnostic only_finding(const std::string& text) {
  Diagnostics found;
  CHECK_FALSE(parse_expression({text, {}}, found));
  REQUIRE(found.size() == 1);
  return found[0];
}

}  // namespace expressions

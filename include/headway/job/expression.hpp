// Expressions: what stands inside `${{ }}`, parsed once, evaluated against a scope.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/model/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// A reference: `params.rate`, `matrix.arch`, `tasks.prep.outputs.rows`,
/// `tasks["my-task"].outputs.x`, as its words. Today's whole expression language; the rest of CEL
/// is refused by name. A value.
struct Expression {
  std::vector<std::string> path{};  // e.g. {"tasks", "prep", "outputs", "rows"}
  SourceSpan span{};
  friend bool operator==(const Expression&, const Expression&) = default;
};

/// A string with `${{ }}` in it: literal pieces and expressions in turn. `$${{` is a literal `${{`.
struct Template {
  std::vector<std::variant<std::string, Expression>> pieces{};

  /// The expression when the string is exactly one `${{ }}`: it then keeps its own type.
  [[nodiscard]] const Expression* single() const;
  [[nodiscard]] bool is_literal() const;
};

/// Whether `text` holds a `${{` that is not escaped.
bool has_expression(std::string_view text);

/// Parses `text`; what is wrong goes to `found`, with spans inside `text.span`. A part that does
/// not parse is left out of the result.
Template parse_template(const Text& text, Diagnostics& found);

/// Where the names of an expression get their values. Borrowed for one evaluation.
class Scope {
 public:
  virtual ~Scope() = default;
  /// The value at `path`, or nothing when there is none (then evaluation fails).
  [[nodiscard]] virtual std::optional<Value> at(const std::vector<std::string>& path) const = 0;
};

/// The value of a template: of its single expression, or the string of its formatted pieces.
/// Throws Error naming the reference that has no value.
Value evaluate(const Template& pieces, const Scope& scope);

/// `value` with every string in it, at any depth, evaluated as a template.
Value evaluate(const Value& value, const Scope& scope);

}  // namespace headway::inline v0

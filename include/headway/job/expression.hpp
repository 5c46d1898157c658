// Expressions: what stands inside `${{ }}`, parsed once, evaluated against a scope.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/model/value.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// A reference: `params.rate`, `matrix.arch`, `job.id`, `tasks.prep.outputs.rows`,
/// `tasks["my-task"].outputs.x`, as its words. Today's whole expression language; the rest of CEL
/// is refused by name. A value.
struct Expression {
  std::vector<std::string> path{};  // e.g. {"tasks", "prep", "outputs", "rows"}
  std::uint32_t offset = 0;         // bytes: where the reference stands in its text
  std::uint32_t length = 0;
  friend bool operator==(const Expression& a, const Expression& b) { return a.path == b.path; }
};

/// `tasks["my-task"].outputs.x`: a path as a person writes it.
std::string to_string(const Expression& reference);

/// A string with `${{ }}` in it: literal pieces and expressions in turn. `$${{` is a literal `${{`.
struct Template {
  std::vector<std::variant<std::string, Expression>> pieces{};

  /// The expression when the string is exactly one `${{ }}`: it then keeps its own type.
  [[nodiscard]] const Expression* single() const;
  [[nodiscard]] bool is_literal() const;
};

/// Whether `text` holds a `${{` that is not escaped.
bool has_expression(std::string_view text);

/// Parses `text`; what is wrong goes to `found` with its place (`span_within`). A part that does
/// not parse is left out of the result.
Template parse_template(const Text& text, Diagnostics& found);

/// The place of a part of `text` (in bytes) in the file. Where the part does not stand verbatim in
/// the source (escapes, folded lines, a text from code) it is the place of the whole text.
SourceSpan span_within(const Text& text, std::size_t offset, std::size_t length);

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

/// `value` with every string in it, at any depth, evaluated as a template. Throws Error also for a
/// string that does not parse.
Value evaluate(const Value& value, const Scope& scope);

}  // namespace headway::inline v0

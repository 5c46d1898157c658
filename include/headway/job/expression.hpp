// Expressions: what stands inside `${{ }}`, a subset of CEL, parsed once, evaluated against a
// scope.
#pragma once

#include <headway/base/diagnostic.hpp>
#include <headway/base/error.hpp>
#include <headway/model/value.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

struct ParsedExpression;

/// What an expression names, as long as it is written out: the words of `tasks["my-task"].outputs`
/// are tasks, my-task and outputs. Names end where an index, a call or an operator begins.
struct NameUse {
  std::vector<std::string> path{};  // at least one word
  std::uint32_t offset = 0;         // bytes: where it stands in the text of its expression
  std::uint32_t length = 0;
  friend bool operator==(const NameUse& a, const NameUse& b) { return a.path == b.path; }
};

/// `tasks["my-task"].outputs.x`: a path as a person writes it.
std::string to_string(std::span<const std::string> path);

/// A parsed expression. Immutable; copies share what was parsed. Equal when written alike.
class Expression {
 public:
  explicit Expression(std::shared_ptr<const ParsedExpression> parsed)
      : parsed_(std::move(parsed)) {}

  /// As it was written, without the space around it.
  [[nodiscard]] std::string_view text() const;
  /// The names it uses, in the order of its text. Variables of macros are none.
  [[nodiscard]] const std::vector<NameUse>& names() const;
  /// The name when it is nothing but one.
  [[nodiscard]] const NameUse* single_name() const;
  /// Where it stands in its file.
  [[nodiscard]] SourceSpan span() const;

  [[nodiscard]] const ParsedExpression& parsed() const { return *parsed_; }
  friend bool operator==(const Expression& a, const Expression& b) { return a.text() == b.text(); }

 private:
  std::shared_ptr<const ParsedExpression> parsed_;
};

std::string to_string(const Expression& expression);

/// Parses a text that is an expression, like `when` and `until`; a `${{ }}` around it is accepted
/// and dropped. What is wrong goes to `found` with its place.
std::optional<Expression> parse_expression(const Text& text, Diagnostics& found);

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

/// The value of the first `used` words of a path.
struct Resolved {
  Value value{};
  std::size_t used = 0;
};

/// Where the names of an expression get their values. Borrowed for one evaluation, in which it
/// answers alike.
class Scope {
 public:
  virtual ~Scope() = default;
  /// The value of the longest beginning of `path` that the scope knows; the words after it select
  /// in that value. Nothing when there is none (then evaluation fails, and `has` is false).
  [[nodiscard]] virtual std::optional<Resolved> at(std::span<const std::string> path) const = 0;
};

/// An expression that has no value: a division by zero, a key that is missing, a null where a
/// number is due, or more work than an expression may make.
class ExpressionError : public Error {
 public:
  ExpressionError(const std::string& message, std::string reason)
      : Error(message), reason_(std::move(reason)) {}
  /// Without the text of the expression: "integer overflow".
  [[nodiscard]] const std::string& reason() const { return reason_; }

 private:
  std::string reason_;
};

/// What an expression may be, and what evaluating it once may cost.
inline constexpr std::size_t longest_expression = 16'384;  // bytes
inline constexpr std::size_t deepest_expression = 32;      // of brackets and conditions
inline constexpr std::size_t most_expression_terms = 4'096;
inline constexpr std::uint64_t most_expression_work = 10'000'000;    // about 10 ns each
inline constexpr std::uint64_t most_expression_memory = 16U << 20U;  // bytes of what it builds

/// Throws ExpressionError naming the part that has no value. Pure, and bounded in work and memory.
Value evaluate(const Expression& expression, const Scope& scope);

/// The same for an expression that must be a bool.
bool evaluate_condition(const Expression& expression, const Scope& scope);

/// The value of a template: of its single expression, or the string of its formatted pieces.
/// Throws ExpressionError.
Value evaluate(const Template& pieces, const Scope& scope);

/// `value` with every string in it, at any depth, evaluated as a template. Throws Error also for a
/// string that does not parse.
Value evaluate(const Value& value, const Scope& scope);

}  // namespace headway::inline v0

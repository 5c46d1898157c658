// Fuzzing expressions: no input may crash the parser, the checker or the evaluator, and all end.
#include <headway/job/expression.hpp>
#include <headway/job/expression_type.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

using namespace headway;

Value sample() {
  return Value(Value::Map{{"i", 7},
                          {"f", 2.5},
                          {"s", "größe"},
                          {"b", true},
                          {"n", Value()},
                          {"l", Value(Value::List{1, "a", 2.5, Value()})},
                          {"file", Artifact{"/a", "sha256:1", false}}});
}

/// `x` is a map of everything.
struct Sample final : Scope {
  [[nodiscard]] std::optional<Resolved> at(std::span<const std::string> path) const override {
    if (path.front() != "x") return {};
    return Resolved{sample(), 1};
  }
};

struct SampleTypes final : TypeScope {
  [[nodiscard]] std::variant<TypedName, Diagnostic> type_of(
      std::span<const std::string> path) override {
    if (path.front() != "x") return Diagnostic{.code = "unknown-name", .message = "no name"};
    const ExpressionType json{ExpressionType::Kind::json};
    return TypedName{record_of({{"i", ExpressionType::Kind::integer},
                                {"f", ExpressionType::Kind::floating},
                                {"s", ExpressionType::Kind::string},
                                {"b", ExpressionType::Kind::boolean},
                                {"n", optional_of(ExpressionType(ExpressionType::Kind::integer))},
                                {"l", list_of(json)},
                                {"file", ExpressionType::Kind::file}}),
                     1};
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Text text{std::string(reinterpret_cast<const char*>(data), size), {}};
  Diagnostics found;
  static_cast<void>(parse_template(text, found));
  const auto expression = parse_expression(text, found);
  static_cast<void>(render(found));
  if (!expression) return 0;
  SampleTypes types;
  Diagnostics checked;
  static_cast<void>(to_string(check(*expression, types, checked)));
  static_cast<void>(render(checked));
  try {
    static_cast<void>(to_json(evaluate(*expression, Sample())));
  } catch (const ExpressionError& error) {
    if (error.reason().empty()) std::abort();
  }
  return 0;
}

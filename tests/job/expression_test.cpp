// Expressions: parsing, refusing, placing, evaluating.
#include "support/catch.hpp"

#include <headway/base/error.hpp>
#include <headway/job/expression.hpp>

#include <rapidcheck.h>

#include <map>
#include <memory>

using namespace headway;

namespace {

/// A text that stands in a file of its own, from line 1, column `column`.
Text in_source(std::string value, const std::string& source, std::uint32_t column,
               std::uint32_t length = 0) {
  return {std::move(value),
          {std::make_shared<const Source>(Source{"p.yaml", source}), 1, column, length}};
}

Diagnostic finding_of(const std::string& text) {
  Diagnostics found;
  parse_template({text, {}}, found);
  REQUIRE(found.size() == 1);
  return found[0];
}

std::vector<std::string> path_of(const std::string& text) {
  Diagnostics found;
  const Template pieces = parse_template({text, {}}, found);
  CHECK(found.empty());
  REQUIRE(pieces.single());
  REQUIRE(pieces.single()->single_name());
  return pieces.single()->single_name()->path;
}

class Table final : public Scope {
 public:
  explicit Table(Values values) : values_(std::move(values)) {}
  [[nodiscard]] std::optional<Resolved> at(std::span<const std::string> path) const override {
    const auto found = values_.find(path.back());
    if (found == values_.end()) return {};
    return Resolved{found->second, path.size()};
  }

 private:
  Values values_;
};

}  // namespace

TEST_CASE("a name is read as its words") {
  CHECK(path_of("${{ params.rate }}") == std::vector<std::string>{"params", "rate"});
  CHECK(path_of("${{matrix . arch}}") == std::vector<std::string>{"matrix", "arch"});
  CHECK(path_of("${{ tasks[\"my-task\"].outputs.y }}") ==
        std::vector<std::string>{"tasks", "my-task", "outputs", "y"});
  CHECK(path_of("${{ tasks['a}}b'].outputs.y }}")[1] == "a}}b");
}

TEST_CASE("a path prints as a person writes it") {
  CHECK(to_string(std::vector<std::string>{"tasks", "my-task", "outputs", "y"}) ==
        "tasks[\"my-task\"].outputs.y");
  CHECK(to_string(std::vector<std::string>{"params", "x"}) == "params.x");
}

TEST_CASE("literal pieces and expressions alternate") {
  Diagnostics found;
  const auto pieces = parse_template({"--rate=${{ params.rate }}.", {}}, found).pieces;
  REQUIRE(pieces.size() == 3);
  CHECK(std::get<std::string>(pieces[0]) == "--rate=");
  CHECK(std::get<Expression>(pieces[1]).text() == "params.rate");
  CHECK(std::get<std::string>(pieces[2]) == ".");
}

TEST_CASE("a doubled dollar sign makes the braces literal") {
  CHECK(evaluate(Value("a $${{ b }} c"), Table({})) == Value("a ${{ b }} c"));
  CHECK_FALSE(has_expression("$${{ b }}"));
  CHECK(has_expression("$${{ b }} ${{ c }}"));
}

TEST_CASE("what is no part of headway's expressions is refused by name") {
  const auto [text, what] = GENERATE(table<std::string, std::string>({
      {"${{ 1u }}", "an unsigned int"},
      {"${{ b'text' }}", "a bytes literal"},
      {"${{ timestamp(params.x) }}", "\"timestamp\""},
      {"${{ params.x.getHours() }}", "\"getHours\""},
      {"${{ Message{field: 1} }}", "a message"},
  }));
  const Diagnostic finding = finding_of(text);
  CHECK(finding.code == "expression-not-supported");
  CHECK(finding.message == what + " is not part of headway's expressions");
}

TEST_CASE("what is no expression at all says why") {
  const auto [text, why] = GENERATE(table<std::string, std::string>({
      {"${{ }}", "it is empty"},
      {"${{ params. }}", "a name is missing after \".\""},
      {"${{ params.x params.y }}", "there is something after the expression"},
      {"${{ @x }}", "\"@\" cannot stand here"},
      {"${{ tasks[\"x }}", "a string is not closed"},
      {"${{ size(params.x }}", "\")\" is missing"},
      {"${{ params.x + }}", "it ends where a value is due"},
  }));
  const Diagnostic finding = finding_of(text);
  CHECK(finding.code == "expression-syntax");
  CHECK(finding.message.ends_with(why));
}

TEST_CASE("braces that never close are told") {
  CHECK(finding_of("a ${{ params.x").message == "\"${{\" has no \"}}\"");
}

TEST_CASE("nesting without end is refused and not recursed into") {
  const Diagnostic finding = finding_of("${{ " + std::string(10'000, '(') + " }}");
  CHECK(finding.code == "expression-too-large");
  CHECK(finding.message.ends_with("too deeply"));
}

TEST_CASE("a finding points at the expression inside its string") {
  const std::string line = "  env: {A: \"ü ${{ params. }}\"}";
  Diagnostics found;
  parse_template(in_source("ü ${{ params. }}", line, 12), found);
  REQUIRE(found.size() == 1);
  CHECK(found[0].span.column == 25);
  CHECK(found[0].span.length == 1);
}

TEST_CASE("of two equal expressions each has its own place") {
  const Text text = in_source("${{ a }}${{ a }}", "x: ${{ a }}${{ a }}", 4);
  CHECK(span_within(text, 0, 8).column == 4);
  CHECK(span_within(text, 8, 8).column == 12);
}

TEST_CASE("a part that does not stand verbatim in the file is placed at its text") {
  const Text text = in_source("tasks[\"a\"]", R"(x: "tasks[\"a\"]")", 4, 14);
  const SourceSpan span = span_within(text, 0, 10);
  CHECK(span.column == 4);
  CHECK(span.length == 14);
}

TEST_CASE("in a block of several lines the right line is found") {
  const Text text =
      in_source("echo hi\necho ${{ x }}\n", "s: |\n  echo hi\n  echo ${{ x }}\nt: 1\n", 4);
  const SourceSpan span = span_within(text, 13, 8);
  CHECK(span.line == 3);
  CHECK(span.column == 8);
}

TEST_CASE("a single expression keeps its type and inside a text it is formatted") {
  const Table scope({{"n", Value(3)}, {"r", Value(0.5)}, {"l", Value(Value::List{1, 2})}});
  CHECK(evaluate(Value("${{ params.n }}"), scope) == Value(3));
  CHECK(evaluate(Value("n=${{ params.n }} r=${{ params.r }}"), scope) == Value("n=3 r=0.5"));
  CHECK(evaluate(Value("${{ params.l }}!"), scope) == Value("[1,2]!"));
}

TEST_CASE("every string of a nested value is evaluated and once only") {
  const Table scope({{"n", Value("${{ params.m }}")}});
  const Value given(Value::Map{{"a", Value(Value::List{"${{ params.n }}", 1})}});
  CHECK(evaluate(given, scope) ==
        Value(Value::Map{{"a", Value(Value::List{"${{ params.m }}", 1})}}));
}

TEST_CASE("a reference without a value fails and is named") {
  CHECK_THROWS_WITH(evaluate(Value("${{ params.gone }}"), Table({})),
                    Catch::Contains("\"params.gone\" has no value"));
}

TEST_CASE("any text at all parses or is refused with its place") {
  CHECK(rc::check([](const std::vector<unsigned char>& choices) {
    static const std::vector<std::string> words{"${{", "}}", "$", "params", ".", "x", "\"", "'",
                                                "[",   "]",  "(", ")",      "{", "}", " ",  "\\",
                                                "-",   "1",  "?", ":",      ",", "ü"};
    std::string text;
    for (unsigned char choice : choices) text += words[choice % words.size()];
    Diagnostics found;
    const Template pieces = parse_template({text, {}}, found);
    if (found.empty()) RC_ASSERT(pieces.is_literal() != has_expression(text));
  }));
}

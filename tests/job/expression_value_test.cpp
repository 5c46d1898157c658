// Evaluating expressions: names and scopes, what fails and how it is told, what is bounded.
#include "support/doc_tables.hpp"
#include "support/expressions.hpp"

#include <rapidcheck.h>

using namespace expressions;

namespace {

/// Knows `tasks.x.outputs.y` as a whole and `params.x` as a beginning, as a job does.
class JobLike final : public Scope {
 public:
  [[nodiscard]] std::optional<Resolved> at(std::span<const std::string> path) const override {
    ++asked;
    if (path.size() > 1 && path[0] == "params") return Resolved{params(path[1]), 2};
    if (path.size() < 4 || path[0] != "tasks" || path[3] == "gone") return {};
    return Resolved{path[3] == "missing" ? Value() : Value(Value::Map{{"rows", 3}}), 4};
  }
  mutable int asked = 0;

 private:
  static Value params(const std::string& name) {
    return name == "ids" ? Value(Value::List{1, 2, 3}) : Value(Value::Map{{"deep", Value("x")}});
  }
};

Value in_job(const std::string& text) { return evaluate(parsed(text), JobLike()); }

std::string message_of(const std::string& text, const Values& variables = {}) {
  try {
    value_of(text, variables);
  } catch (const ExpressionError& error) {
    return error.what();
  }
  return "no error";
}

std::string repeated(const std::string& piece, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += piece;
  return all;
}

}  // namespace

TEST_CASE("a scope says how much of a name it knows and the rest selects") {
  CHECK(in_job("params.map.deep") == Value("x"));
  CHECK(in_job("tasks.a.outputs.y.rows") == Value(3));
  CHECK(in_job("tasks[\"my-task\"].outputs['y'][\"rows\"]") == Value(3));
  CHECK(in_job("params.ids[1] + size(params.ids)") == Value(5));
  CHECK_THROWS_WITH(in_job("params.map.no"), Catch::Contains("no such key \"no\""));
  CHECK_THROWS_WITH(in_job("tasks.a.outputs.gone"),
                    Catch::Contains("\"tasks.a.outputs.gone\" has no value"));
}

TEST_CASE("a name is there when it has a value and that is not null") {
  CHECK(in_job("has(tasks.a.outputs.y)") == Value(true));
  CHECK(in_job("has(tasks.a.outputs.missing)") == Value(false));
  CHECK(in_job("has(tasks.a.outputs.gone)") == Value(false));
  CHECK(in_job("has(tasks.a.outputs.y.rows) && !has(tasks.a.outputs.y.columns)") == Value(true));
  CHECK(in_job("has(params.map)") == Value(true));
}

TEST_CASE("a field that is null is not there") {
  CHECK(result_of("has(m.a) || has(m.b)", {{"m", Value(Value::Map{{"a", Value()}})}}) == "false");
}

TEST_CASE("a scope is asked once for each use of a name") {
  const JobLike scope;
  CHECK(evaluate(parsed("params.ids.map(i, params.ids[0] + i)"), scope) ==
        Value(Value::List{2, 3, 4}));
  CHECK(scope.asked == 2);
}

TEST_CASE("names are listed without the variables of macros") {
  const Expression expression =
      parsed("params.ids.all(i, i > tasks['a-b'].outputs.y[0].z) && item.path.size() > 0");
  std::vector<std::string> names;
  for (const NameUse& use : expression.names()) names.push_back(to_string(use.path));
  CHECK(names == std::vector<std::string>{"params.ids", "tasks[\"a-b\"].outputs.y", "item.path"});
  CHECK(expression.text().substr(expression.names()[2].offset, expression.names()[2].length) ==
        "item.path");
}

TEST_CASE("an artifact is compared and shown as its path") {
  const Values variables{{"f", Artifact{"/out/model.bin", "sha256:12", false}}};
  CHECK(result_of("string(f)", variables) == "\"/out/model.bin\"");
  CHECK(result_of("f == f && f != null", variables) == "true");
  CHECK(result_of("f + 'x'", variables) == "error: \"+\" does not take a file and a string");
  CHECK(result_of("f.path", variables) == "error: a file has no field \"path\"");
}

TEST_CASE("a failure names the part and the whole") {
  CHECK(message_of("1 + 2 / 0") == "\"2 / 0\" has no value: division by zero, in \"1 + 2 / 0\"");
  CHECK(message_of("9223372036854775807 + 1") ==
        "\"9223372036854775807 + 1\" has no value: integer overflow");
  CHECK(message_of("[1][2]") == "\"[1][2]\" has no value: the index 2 is outside of a list of 1");
  CHECK(message_of("m.a > 1", {{"m", Value(Value::Map{})}}) ==
        "\"m.a\" has no value: no such key \"a\", in \"m.a > 1\"");
  CHECK(message_of("'a'.matches('(')") ==
        "\"'a'.matches('(')\" has no value: a pattern is wrong: a group is not closed");
}

TEST_CASE("a failure shows no more of a long expression than fits a line") {
  const std::string message = message_of("1 / 0 + size(\"" + repeated("ä", 1'000) + "\")");
  CHECK(message.size() < 300);
  CHECK(message.find("\xC3…") == std::string::npos);
}

TEST_CASE("a text of broken bytes is quoted and no byte before it is read") {
  CHECK(only_finding(std::string(100, '\x93')).code == "expression-syntax");
  CHECK(message_of("1 / 0 + size(\"" + std::string(200, '\x93') + "\")").size() < 300);
}

TEST_CASE("of several failures the first is told") {
  CHECK(message_of("(1 / 0 > 1) || [1][5] > 1").starts_with("\"1 / 0\""));
  CHECK(message_of("[0, 1].all(x, 1 / x > 0)").starts_with("\"1 / x\""));
}

TEST_CASE("a condition is a bool and nothing else") {
  const Variables none;
  CHECK(evaluate_condition(parsed("1 < 2"), none));
  CHECK_FALSE(evaluate_condition(parsed("!true"), none));
  CHECK_THROWS_WITH(evaluate_condition(parsed("1"), none),
                    "\"1\" is no condition: a condition is a bool, not an int");
  CHECK_THROWS_AS(evaluate_condition(parsed("null"), none), ExpressionError);
}

TEST_CASE("an expression as a whole text may stand in braces") {
  CHECK(parsed("${{ 1 + 1 }}").text() == "1 + 1");
  CHECK(parsed("  ${{ {'a': {'b': 1}}.a }}  ").text() == "{'a': {'b': 1}}.a");
  CHECK(parsed(" params.x == 'prod'\n").text() == "params.x == 'prod'");
  CHECK(only_finding("${{ a }} && ${{ b }}").code == "expression-syntax");
  CHECK(only_finding("").message == "\"\" is no expression: it is empty");
  CHECK(parsed(" a ") == parsed("a"));
}

TEST_CASE("braces that a string or a map closes end no expression") {
  const Variables none;
  CHECK(evaluate(Value("${{ '}}' }}"), none) == Value("}}"));
  CHECK(evaluate(Value("<${{ {'a': {'b': 1}}.a.b }}>"), none) == Value("<1>"));
  CHECK(evaluate(Value("${{ {'a': {}}}}"), none) == Value(Value::Map{{"a", Value(Value::Map{})}}));
  CHECK(evaluate(Value("${{ r'\\}}' }}${{ \"\"\"a\"}}b\"\"\" }}"), none) == Value("\\}}a\"}}b"));
}

TEST_CASE("evaluating is bounded in its work") {
  std::string body = "true";
  const std::string digits = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
  for (char name = 'a'; name < 'j'; ++name) {
    body = digits + ".all(" + std::string(1, name) + ", " + body + ")";
  }
  CHECK(result_of(body) == "error: it takes too much work");
  CHECK(result_of(body + " || true") == "error: it takes too much work");
}

TEST_CASE("evaluating is bounded in what it builds") {
  const std::string doubling = "['0123456789']" + repeated(".map(s, s + s)", 30);
  CHECK(result_of(doubling + " == []") == "error: it builds too large a value");
  const std::string lists = "[[1]]" + repeated(".map(l, l + l)", 30);
  CHECK(result_of("false || " + lists + " == []") == "error: it builds too large a value");
}

TEST_CASE("a list that is written out is built once") {
  Value::List many;
  for (int i = 0; i < 20'000; ++i) many.emplace_back(i);
  const std::string words = "[" + repeated("'a long word that is never found', ", 40) + "]";
  CHECK(result_of("!many.exists(n, n in " + words + ")", {{"many", Value(many)}}) == "true");
}

TEST_CASE("an expression is bounded in its size") {
  CHECK(only_finding(std::string(33, '(') + "1" + std::string(33, ')')).message ==
        "an expression is too large: it nests too deeply");
  CHECK(only_finding("1" + repeated("+1", 300)).message ==
        "an expression is too large: it has too many operators in a row");
  CHECK(only_finding("[" + repeated("1,", 5'000) + "]").message ==
        "an expression is too large: it has too many terms");
  CHECK(only_finding("'" + std::string(20'000, 'a') + "'").message ==
        "an expression is too large: it is too long");
  CHECK(only_finding(std::string(9'000, '!') + "true").code == "expression-too-large");
  CHECK(result_of("true" + repeated(" && true", 1'000)) == "true");
}

TEST_CASE("any tokens at all evaluate or fail with a reason") {
  CHECK(rc::check([](const std::vector<unsigned char>& choices) {
    static const std::vector<std::string> words{
        "1",  "0",       "2.5",     "'a'", "x",    "(",       ")",         "[",    "]",     "{",
        "}",  ":",       ",",       "?",   ".",    "+",       "-",         "*",    "/",     "%",
        "<",  "==",      "in",      "&&",  "||",   "!",       "true",      "null", "size(", "has(",
        ".a", ".all(v,", ".map(v,", "v",   "int(", "string(", ".matches(", "'('",  " ",     "\\"};
    std::string text;
    for (const unsigned char choice : choices) text += words[choice % words.size()];
    const std::string result = result_of(text, {{"x", Value(Value::Map{{"a", 1}})}});
    RC_ASSERT(result != "error: ");
  }));
}

TEST_CASE("a value is written into a longer text as the docs have it") {
  auto table = semantics_table("type");
  table.erase(table.begin());
  for (const auto& row : table) {
    INFO(row.at(0) << " " << row.at(1));
    const auto type = parse_type(quoted_words(row.at(0)).front());
    const auto literal = quoted_words(row.at(1)).front();
    REQUIRE(type);
    CHECK(conforms(value_of(literal), *type));
    Diagnostics found;
    const auto longer = parse_template({"<${{ " + literal + " }}>", {}}, found);
    CHECK(evaluate(longer, Variables()) == Value("<" + quoted_words(row.at(2)).front() + ">"));
  }
}

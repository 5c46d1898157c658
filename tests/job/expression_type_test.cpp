// Checking expressions: types of what is sound, and a finding for all that is not.
#include "support/expressions.hpp"

using namespace expressions;

namespace {

TypedVariables variables() {
  const ExpressionType integer{ExpressionType::Kind::integer};
  const ExpressionType text{ExpressionType::Kind::string};
  return TypedVariables({
      {"i", integer},
      {"f", ExpressionType::Kind::floating},
      {"s", text},
      {"b", ExpressionType::Kind::boolean},
      {"l", list_of(integer)},
      {"m", map_of(text)},
      {"j", ExpressionType::Kind::json},
      {"o", optional_of(integer)},
      {"e", Type{Type::Kind::enumeration, {}, {"dev", "prod"}}},
      {"d", ExpressionType::Kind::directory},
      {"r",
       record_of({{"index", integer},
                  {"outputs", record_of({{"loss", optional_of(Type{Type::Kind::floating})}})}})},
      {"instances", list_of(record_of({{"index", integer}, {"state", text}}))},
  });
}

std::string type_in(const std::string& text) {
  TypedVariables scope = variables();
  Diagnostics found;
  const ExpressionType type = check(parsed(text), scope, found);
  return found.empty() ? to_string(type) : "wrong: " + found[0].message;
}

Diagnostic finding_in(const std::string& text) {
  TypedVariables scope = variables();
  Diagnostics found;
  check(parsed(text), scope, found);
  INFO(text << "\n" << render(found));
  REQUIRE(found.size() == 1);
  return found[0];
}

}  // namespace

TEST_CASE("the type of a sound expression is known") {
  const auto [text, type] = GENERATE(table<std::string, std::string>({
      {"1", "int"},
      {"i + 1", "int"},
      {"f * 2.0", "float"},
      {"-f", "float"},
      {"s + 'x'", "string"},
      {"e + s", "string"},
      {"l + [1]", "list(int)"},
      {"l + ['a']", "list(json)"},
      {"l[0]", "int"},
      {"m.x", "string"},
      {"m['x'] + m[s]", "string"},
      {"i < f", "bool"},
      {"i == f", "bool"},
      {"o == null || o > 1", "bool"},
      {"o + 1", "int"},
      {"null", "null"},
      {"[1, 2]", "list(int)"},
      {"[1, 'a']", "list(json)"},
      {"[1, null]", "list(optional(int))"},
      {"[]", "list(json)"},
      {"{'a': 1, 'b': s}", "record(a, b)"},
      {"{'a': 1}.a", "int"},
      {"{s: 1}", "map(json)"},
      {"r.index", "int"},
      {"r.outputs.loss", "optional(float)"},
      {"r['index']", "int"},
      {"instances.map(x, x.index)", "list(int)"},
      {"instances.filter(x, x.state == 'failed')[0].index", "int"},
      {"l.all(x, x > 0) && l.exists(x, x == 1)", "bool"},
      {"m.map(k, size(k))", "list(int)"},
      {"l.map(x, x > 1, string(x))", "list(string)"},
      {"b ? 1 : 2", "int"},
      {"b ? 1 : null", "optional(int)"},
      {"b ? j : 'a'", "json"},
      {"b ? o : 1", "optional(int)"},
      {"has(m.x) ? double(i) : f", "float"},
      {"size(s) + l.size() + size(m)", "int"},
      {"string(d) + s", "string"},
      {"bool('true') || 'a'.matches('b')", "bool"},
  }));
  CHECK(type_in(text) == type);
}

TEST_CASE("what is known only when evaluated passes") {
  for (const std::string text :
       {"j + 1", "j.a.b[0]", "j && j", "j.all(x, x.y > 0)", "size(j)", "j ? 1 : 2", "j in l",
        "1 in j", "j == null", "-j", "!j", "int(j) + l[j]", "s.contains(j)", "[1, 'a'][0] + 1"}) {
    INFO(text);
    CHECK_FALSE(type_in(text).starts_with("wrong"));
  }
  CHECK(type_in("j + 1") == "int");
  CHECK(type_in("j") == "json");
}

TEST_CASE("a wrong operand is told with its types") {
  const auto [text, message] = GENERATE(table<std::string, std::string>({
      {"i + f", "\"+\" does not take an int and a float"},
      {"f % 2.0", "\"%\" does not take a float and a float"},
      {"s - s", "\"-\" does not take a string and a string"},
      {"i + null", "\"+\" does not take an int and null"},
      {"j + b", "\"+\" does not take a value and a bool"},
      {"-s", "\"-\" does not take a string"},
      {"!i", "\"!\" does not take an int"},
      {"i < s", "\"<\" does not take an int and a string"},
      {"l < l", "\"<\" does not take a list and a list"},
      {"i == s", "an int is never equal to a string"},
      {"i == null", "an int is never null"},
      {"l == ['a']", "a list is never equal to a list"},
      {"s in l", "a string is never in a list(int)"},
      {"i in m", "the keys of a map are strings, not an int"},
      {"s in s", "\"in\" does not take a string"},
      {"b && i", "\"&&\" does not take an int"},
      {"i || b", "\"||\" does not take an int"},
      {"i ? 1 : 2", "\"?:\" does not take an int"},
      {"b ? 1 : 'a'", "the two sides of \":\" are an int and a string"},
      {"b ? i : f", "the two sides of \":\" are an int and a float"},
      {"l[s]", "a list is indexed by an int, not by a string"},
      {"l[1.0]", "a list is indexed by an int, not by a float"},
      {"m[1]", "a map is indexed by a string, not by an int"},
      {"s[0]", "\"[]\" does not take a string"},
      {"size(i)", "\"size\" does not take an int"},
      {"int(b)", "\"int\" does not take a bool"},
      {"s.startsWith(i)", "\"startsWith\" does not take an int"},
      {"i.map(x, x)", "\"map\" does not take an int"},
      {"l.all(x, x)", "\"all\" does not take an int"},
      {"l.filter(x, s)", "\"filter\" does not take a string"},
      {"{1: 2}", "the keys of a map are strings, not an int"},
      {"e == 'prd'", "the enum never has the value \"prd\""},
      {"e in ['dev', 'prd']", "the enum never has the value \"prd\""},
  }));
  const Diagnostic finding = finding_in(text);
  CHECK(finding.code == "wrong-operand");
  CHECK(finding.message == message);
}

TEST_CASE("a wrong operand comes with what to write instead") {
  const auto [text, note] = GENERATE(table<std::string, std::string>({
      {"i * f", "nothing is converted by itself: write double(i)"},
      {"f + (i + 1)", "nothing is converted by itself: write double(i + 1)"},
      {"s + i", "nothing is converted by itself: write string(i)"},
      {"d + s", "nothing is converted by itself: write string(d)"},
      {"b ? 1 : f", "nothing is converted by itself: write double(1)"},
      {"s in s", "a part of a string: text.contains(part)"},
      {"size(b)", "it takes a string, a list or a map"},
      {"e == 'prd'", "it is one of: dev, prod"},
  }));
  CHECK(finding_in(text).notes == std::vector<std::string>{note});
}

TEST_CASE("unknown fields and names come with likely ones") {
  CHECK(finding_in("r.indx").code == "unknown-field");
  CHECK(finding_in("r.indx").candidates == std::vector<std::string>{"index"});
  CHECK(finding_in("i.x").message == "an int has no field \"x\"");
  CHECK(finding_in("l.map(item, itm)").candidates == std::vector<std::string>{"item"});
  CHECK(finding_in("{'rows': 1}.row").candidates == std::vector<std::string>{"rows"});
}

TEST_CASE("a wrong part is told once and what is around it passes") {
  CHECK(finding_in("(nope + 1) * 2 > 3 && b").code == "unknown-name");
  CHECK(finding_in("size(i) + 1 == 2").code == "wrong-operand");
  CHECK(finding_in("l.map(x, x.y).filter(z, z > 1)").code == "unknown-field");
}

TEST_CASE("everything wrong in an expression is told at once") {
  TypedVariables scope = variables();
  Diagnostics found;
  check(parsed("i + f > 0.0 && nope == 1 || size(i) > 0"), scope, found);
  REQUIRE(found.size() == 3);
  CHECK(found[1].code == "unknown-name");
}

TEST_CASE("a pattern that is written out is checked") {
  const auto [pattern, fine] = GENERATE(table<std::string, bool>(
      {{"'a+'", true}, {"'(a'", false}, {"r'(a)\\1'", false}, {"'(?=a)'", false}, {"s", true}}));
  const std::string type = type_in("s.matches(" + pattern + ")");
  CHECK(type.starts_with(fine ? "bool" : "wrong: a pattern is wrong"));
}

TEST_CASE("calls are checked against what functions take") {
  const auto [text, code] = GENERATE(table<std::string, std::string>({
      {"sizes(l)", "unknown-function"},
      {"s.length()", "unknown-function"},
      {"contains(s, s)", "unknown-function"},
      {"i.string()", "unknown-function"},
      {"size()", "wrong-argument-count"},
      {"size(l, l)", "wrong-argument-count"},
      {"s.contains()", "wrong-argument-count"},
      {"l.map(x, x, x, x)", "wrong-argument-count"},
      {"l.all(1, true)", "expression-syntax"},
      {"all(l, true)", "expression-syntax"},
      {"has(l)", "expression-syntax"},
      {"timestamp(s)", "expression-not-supported"},
  }));
  CHECK(only_finding(text).code == code);
}

TEST_CASE("likely functions are named") {
  CHECK(only_finding("sizes(l)").candidates == std::vector<std::string>{"size"});
  CHECK(only_finding("s.startswith('a')").candidates == std::vector<std::string>{"startsWith"});
}

TEST_CASE("a finding stands at the part that is wrong") {
  const auto source = std::make_shared<const Source>(Source{"p.yaml", "when: i > 0 && l[s] == 1"});
  Diagnostics found;
  const auto expression = parse_expression({"i > 0 && l[s] == 1", {source, 1, 7, 18}}, found);
  TypedVariables scope = variables();
  check(*expression, scope, found);
  REQUIRE(found.size() == 1);
  CHECK(found[0].span.column == 18);
  CHECK(found[0].span.length == 1);
}

TEST_CASE("a condition must be a bool") {
  const auto finding_of = [](const std::string& text) {
    TypedVariables scope = variables();
    Diagnostics found;
    check_condition(parsed(text), scope, found);
    return found.empty() ? std::string() : found[0].message;
  };
  CHECK(finding_of("i > 0").empty());
  CHECK(finding_of("j").empty());
  CHECK(finding_of("i") == "a condition is a bool, not an int");
  CHECK(finding_of("nope").starts_with("there is no name"));
}

TEST_CASE("types of the pipeline language come and go") {
  const Type type = list_of(optional_of(Type{Type::Kind::file}));
  CHECK(to_type(ExpressionType(type)) == type);
  CHECK(to_type(record_of({})) == Type{Type::Kind::json});
  CHECK(to_string(record_of({{"a", ExpressionType::Kind::null}})) == "record(a)");
  CHECK(optional_of(optional_of(ExpressionType(type))) == optional_of(ExpressionType(type)));
}

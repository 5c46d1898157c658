// The rules of CEL, section by section, as the specification's own tests ask for them.
#include "support/expressions.hpp"

using namespace expressions;

namespace {

struct Rule {
  std::string expression;
  std::string value;  // as JSON; "error" for any error
};

void check_rules(const std::vector<Rule>& rules, const Values& variables = {}) {
  for (const Rule& rule : rules) {
    INFO(rule.expression);
    const std::string result = result_of(rule.expression, variables);
    if (rule.value == "error") {
      CHECK(result.starts_with("error: "));
    } else {
      CHECK(result == rule.value);
    }
  }
}

}  // namespace

TEST_CASE("literals evaluate to themselves") {
  check_rules({{"0", "0"},
               {"42", "42"},
               {"-9223372036854775808", "-9223372036854775808"},
               {"9223372036854775807", "9223372036854775807"},
               {"9223372036854775808", "error"},
               {"-9223372036854775809", "error"},
               {"0x55555555", "1431655765"},
               {"-0x8000000000000000", "-9223372036854775808"},
               {"0.0", "0.0"},
               {"0e+0", "0.0"},
               {"-2.3e+1", "-23.0"},
               {".5", "0.5"},
               {"1e-324", "0.0"},
               {"1e400", "error"},
               {"1e9223372036854775807", "error"},
               {"1e-9223372036854775808", "0.0"},
               {"1e-99999999999999999999", "0.0"},
               {"0.00001e99999999999999999999", "error"},
               {"true", "true"},
               {"false", "false"},
               {"null", "null"},
               {"[]", "[]"},
               {"[-1]", "[-1]"},
               {"[1, 2, ]", "[1,2]"},
               {"{}", "{}"},
               {R"({"k": "v", })", R"({"k":"v"})"}});
}

TEST_CASE("strings have escapes and raw and triple forms") {
  check_rules(
      {{"''", R"("")"},
       {R"(r"")", R"("")"},
       {R"("""""")", R"("")"},
       {R"('\'')", R"("'")"},
       {R"("\a\b\f\n\r\t\v\"\'\\\?\`" == "\x07\x08\x0c\x0a\x0d\x09\x0b\x22\x27\x5c\x3f\x60")",
        "true"},
       {R"("\u270c" + "\U0001f431")", "\"✌🐱\""},
       {R"("\101\X41\x41")", R"("AAA")"},
       {R"("\377")", "\"ÿ\""},
       {R"(r"\n\")", R"("\\n\\")"},
       {R"(R'''a'b''')", R"("a'b")"},
       {R"("""a"b""" + '''c"d''')", R"("a\"bc\"d")"},
       {"'''a\nb'''", R"("a\nb")"},
       {"'a\nb'", "error"},
       {R"("\q")", "error"},
       {R"("\x4")", "error"},
       {R"("\400")", "error"},
       {R"("\ud800")", "error"},
       {R"("\U00110000")", "error"},
       {"'a", "error"}});
}

TEST_CASE("what is no part of the subset is an error wherever it stands") {
  check_rules({{"0u", "error"},
               {"b'a'", "error"},
               {"type(1)", "error"},
               {"dyn(1)", "error"},
               {"duration('1s')", "error"},
               {"Message{}", "error"},
               {"a.b.Message{c: 1}", "error"},
               {"{'a-b': 1}.`a-b`", "error"},
               {"x.while() || true", "error"},
               {"f_unknown(17) || true", "error"},
               {".x", "error"},
               {"for", "error"},
               {"x.for", "1"}},
              {{"x", Value(Value::Map{{"for", 1}})}});
}

TEST_CASE("white space and comments stand between tokens") {
  check_rules({{"[ 1 ,\t2\n,\f3\r] [ 0 ]", "1"},
               {"1 // one\n + // and\n 2", "3"},
               {"1 //", "1"},
               {"'a // b'", R"("a // b")"}});
}

TEST_CASE("ints are exact or an error") {
  check_rules({{"40 + 2", "42"},
               {"42 - 43", "-1"},
               {"7 * -6", "-42"},
               {"47 / 5", "9"},
               {"-47 / 5", "-9"},
               {"47 % 5", "2"},
               {"-47 % 5", "-2"},
               {"47 % -5", "2"},
               {"-(42)", "-42"},
               {"--42", "42"},
               {"2 - 3 - 4", "-5"},
               {"1 + 2 * 3 % 5", "2"},
               {"9223372036854775807 + 1", "error"},
               {"-9223372036854775808 - 1", "error"},
               {"4611686018427387904 * 2", "error"},
               {"-9223372036854775808 * -1", "error"},
               {"-9223372036854775808 / -1", "error"},
               {"-9223372036854775808 % -1", "error"},
               {"-(-9223372036854775808)", "error"},
               {"17 / 0", "error"},
               {"17 % 0", "error"}});
}

TEST_CASE("floats follow IEEE 754") {
  check_rules({{"4.25 + 15.25", "19.5"},
               {"42.0 - 12.0", "30.0"},
               {"42.5 * 0.2", "8.5"},
               {"60.75 / 3.0", "20.25"},
               {"-(4.5)", "-4.5"},
               {"15.75 / 0.0 > 1e308", "true"},
               {"-15.75 / 0.0 < -1e308", "true"},
               {"0.0 / 0.0 == 0.0 / 0.0", "false"},
               {"0.0 / 0.0 != 0.0 / 0.0", "true"},
               {"0.0 / 0.0 < 1.0 || 0.0 / 0.0 >= 1.0", "false"},
               {"0.0 == -0.0", "true"},
               {"2.0 * 8.988466e+307 > 1.7e308", "true"},
               {"47.5 % 5.5", "error"}});
}

TEST_CASE("nothing is converted in arithmetic") {
  check_rules({{"1 + 1.0", "error"},
               {"1.0 * 2", "error"},
               {"'a' + 1", "error"},
               {"1 + true", "error"},
               {"[1] + 1", "error"},
               {"{'a': 1} + {'b': 2}", "error"},
               {"null + null", "error"},
               {"-'a'", "error"},
               {"!1", "error"},
               {"!null", "error"}});
}

TEST_CASE("equality compares numbers by value and never fails") {
  check_rules({{"1 == 1.0", "true"},
               {"1 != 1.5", "true"},
               {"9007199254740993 == 9007199254740992.0", "false"},
               {"9223372036854775807 == 9223372036854775807.0", "false"},
               {"-9223372036854775808 == -9223372036854775808.0", "true"},
               {"'' == \"\"", "true"},
               {"'a' == 'A'", "false"},
               {"'ï' == 'i'", "false"},
               {"[] == []", "true"},
               {"[1, 2] == [2, 1]", "false"},
               {"[1, [2.0]] == [1.0, [2]]", "true"},
               {"[1] == [1, 2]", "false"},
               {"{'a': 1, 'b': 2} == {'b': 2.0, 'a': 1}", "true"},
               {"{'a': 1} == {'b': 1}", "false"},
               {"{'a': 1} == {'a': 1, 'b': 1}", "false"},
               {"1 == '1'", "false"},
               {"null == null", "true"},
               {"null == 0 || null == false || null == [] || null == ''", "false"},
               {"true == 1", "false"},
               {"[null, 1, 'a'] == [null, 1, 'a']", "true"}});
}

TEST_CASE("order is that of numbers and code points and false before true") {
  check_rules({{"-1 < 0 && 0 <= 0 && 1 > 0 && 0 >= 0", "true"},
               {"1 < 1.5 && 2.5 > 2 && 2 <= 2.0 && 2.0 >= 2", "true"},
               {"9007199254740993 > 9007199254740992.0", "true"},
               {"9223372036854775807 < 9223372036854775808.0", "true"},
               {"-9223372036854775808 > -1e30", "true"},
               {"'a' < 'b' && 'abc' < 'abcd' && 'Z' < 'a'", "true"},
               {"'ï' > 'z' && '🐱' > '￿'", "true"},
               {"false < true && !(true < true)", "true"},
               {"1 < 'a'", "error"},
               {"true < 1", "error"},
               {"[1] < [2]", "error"},
               {"{} < {}", "error"},
               {"null < null", "error"}});
}

TEST_CASE("operators bind as in the grammar") {
  check_rules({{"1 + 2 == 3 && 2 * 3 > 5 || false", "true"},
               {"true || false && false", "true"},
               {"!false && true", "true"},
               {"-[1, 2][1]", "-2"},
               {"!{'a': true}.a", "false"},
               {"2 in [1] + [2]", "true"},
               {"1 < 2 == true", "true"},
               {"false ? 1 : false ? 2 : 3", "3"},
               {"true ? (false ? 1 : 2) : 3", "2"},
               {"true ? false ? 1 : 2 : 3", "error"},
               {"1 + (2 - 3) * 4", "-3"}});
}

TEST_CASE("and and or absorb errors on either side") {
  check_rules({{"false && 1 / 0 > 1", "false"},
               {"1 / 0 > 1 && false", "false"},
               {"true && 1 / 0 > 1", "error"},
               {"1 / 0 > 1 && true", "error"},
               {"true || 1 / 0 > 1", "true"},
               {"1 / 0 > 1 || true", "true"},
               {"false || 1 / 0 > 1", "error"},
               {"1 / 0 > 1 || false", "error"},
               {"1 / 0 > 1 || x || true", "true"},
               {"1 / 0 > 1 && x && 2 / 0 > 1 && false", "false"},
               {"'a' && false", "false"},
               {"false && 'a'", "false"},
               {"'a' || true", "true"},
               {"true && 'a'", "error"},
               {"1 || false", "error"},
               {"x || true", "true"}});
}

TEST_CASE("a condition evaluates the chosen side alone") {
  check_rules({{"true ? 1 : 1 / 0", "1"},
               {"false ? 1 / 0 : 2", "2"},
               {"1 / 0 > 1 ? 1 : 2", "error"},
               {"1 ? 1 : 2", "error"},
               {"null ? 1 : 2", "error"}});
}

TEST_CASE("lists are indexed joined and searched") {
  check_rules({{"[7, 8, 9][0]", "7"},
               {"[7, 8, 9][2]", "9"},
               {"[7, 8, 9][3]", "error"},
               {"[7, 8, 9][-1]", "error"},
               {"[7, 8, 9][1.0]", "8"},
               {"[7, 8, 9][0.1]", "error"},
               {"[7, 8, 9]['0']", "error"},
               {"[7, 8, 9][true]", "error"},
               {"[1] + [] + [2, 'a']", "[1,2,\"a\"]"},
               {"2 in [1, 2]", "true"},
               {"2.0 in [1, 2]", "true"},
               {"'2' in [1, 2]", "false"},
               {"[1] in [[1]]", "true"},
               {"null in [1, null]", "true"},
               {"1 in []", "false"},
               {"1 in 1", "error"},
               {"'a' in 'abc'", "error"},
               {"size([1, 2]) == [1, 2].size()", "true"}});
}

TEST_CASE("maps have fields and keys that are strings") {
  check_rules({{"{'a': 1}.a", "1"},
               {"{'a': 1}['a']", "1"},
               {"{'a b': {'c': 2}}['a b'].c", "2"},
               {"{'a': 1}.b", "error"},
               {"{'a': 1}['b']", "error"},
               {"{'a': 1}[0]", "error"},
               {"{'a': 1, 'a': 2}", "error"},
               {"{'a' + 'b': 1, 'ab': 2}", "error"},
               {"{1: 2}", "error"},
               {"'a' in {'a': null}", "true"},
               {"'b' in {'a': 1}", "false"},
               {"1 in {'a': 1}", "false"},
               {"null in {'a': 1}", "error"},
               {"size({'a': 1, 'b': 2})", "2"},
               {"1.a", "error"},
               {"'a'.b", "error"},
               {"null.a", "error"}});
}

TEST_CASE("has asks for a field") {
  check_rules({{"has({'a': 1}.a)", "true"},
               {"has({'a': 1}.b)", "false"},
               {"has({'a': {}}.a.b)", "false"},
               {"has({'a': 1}.b.c)", "error"},
               {"has([1].a)", "error"},
               {"has(1)", "error"},
               {"has({'a': 1}['a'])", "error"},
               {"has({'a': 1}.a, 1)", "error"}});
}

TEST_CASE("strings have a size and parts") {
  check_rules({{"size('')", "0"},
               {"size('four')", "4"},
               {"size('πέντε')", "5"},
               {"'🐱🐱'.size()", "2"},
               {"'foobar'.startsWith('foo') && !'foobar'.startsWith('bar')", "true"},
               {"'foobar'.endsWith('bar') && !'foobar'.endsWith('foo')", "true"},
               {"'foobar'.contains('oba') && !'foobar'.contains('x')", "true"},
               {"''.startsWith('') && ''.endsWith('') && ''.contains('')", "true"},
               {"'Straße'.contains('aß')", "true"},
               {"'he' + '' + 'llo'", R"("hello")"},
               {"size(1)", "error"},
               {"'a'.contains(1)", "error"},
               {"contains('a', 'a')", "error"},
               {"'a'.startsWith()", "error"}});
}

TEST_CASE("conversions are written out") {
  check_rules(
      {{"int(1.9)", "1"},
       {"int(-7.9)", "-7"},
       {"int(double(36028797018963969))", "36028797018963968"},
       {"int(9223372036854775807.0)", "error"},
       {"int(-9223372036854775808.0)", "error"},
       {"int(1e99)", "error"},
       {"int(0.0 / 0.0)", "error"},
       {"int('987') + int('-7') + int('+20')", "1000"},
       {"int('')", "error"},
       {"int('1.5')", "error"},
       {"int(' 1')", "error"},
       {"int('9223372036854775808')", "error"},
       {"int(true)", "error"},
       {"int(7)", "7"},
       {"double(1000000000000)", "1.0e+12"},
       {"double('6.02214e23')", "6.02214e+23"},
       {"double('-5.43e-21')", "-5.43e-21"},
       {"double('123')", "123.0"},
       {"double('x')", "error"},
       {"double('1e400')", "error"},
       {"double(2.5)", "2.5"},
       {"string(123) + string(-4)", R"("123-4")"},
       {"string(-4.5e-3)", R"("-0.0045")"},
       {"string(1.0)", R"("1.0")"},
       {"string(1.0 / 0.0) + string(-1.0 / 0.0) + string(0.0 / 0.0)", R"("Infinity-InfinityNaN")"},
       {"string(true)", R"("true")"},
       {"string('a')", R"("a")"},
       {"string([1])", "error"},
       {"string(null)", "error"},
       {"bool('true') && bool('TRUE') && bool('True') && bool('t') && bool('1')", "true"},
       {"bool('false') || bool('FALSE') || bool('False') || bool('f') || bool('0')", "false"},
       {"bool('yes')", "error"},
       {"bool(true)", "true"},
       {"bool(1)", "error"}});
}

TEST_CASE("all and exists absorb errors of elements") {
  check_rules({{"[1, 2, 3].all(e, e > 0)", "true"},
               {"[1, 2, 3].all(e, e > 1)", "false"},
               {"[].all(e, e > 0)", "true"},
               {"[0, 1, 2].all(e, 6 / e > 3)", "false"},
               {"[0, 1].all(e, 6 / e > 3)", "error"},
               {"[1, 'a'].all(e, e > 1)", "false"},
               {"[1, 2, 3].exists(e, e > 2)", "true"},
               {"[].exists(e, e == 2)", "false"},
               {"[0, 2].exists(e, 6 / e == 3)", "true"},
               {"[0, 1].exists(e, 6 / e == 3)", "error"},
               {"[1].exists(e, e)", "error"},
               {"{'key': 1}.exists(k, k == 'key')", "true"},
               {"{'a': 1, 'b': 2}.all(k, size(k) == 1)", "true"},
               {"1.all(e, true)", "error"}});
}

TEST_CASE("exists_one counts and absorbs nothing") {
  check_rules({{"[1, 2, 3].exists_one(e, e > 2)", "true"},
               {"[1, 2, 3].exists_one(e, e > 1)", "false"},
               {"[].exists_one(e, e == 7)", "false"},
               {"[3, 2, 1, 0].exists_one(e, 6 / e == 6)", "error"},
               {"{'a': 1}.exists_one(k, k == 'a')", "true"}});
}

TEST_CASE("filter and map make lists") {
  check_rules({{"[1, 2, 3].filter(e, e > 1)", "[2,3]"},
               {"[].filter(e, false)", "[]"},
               {"[1, 0].filter(e, 1 / e > 0)", "error"},
               {"[1].filter(e, e)", "error"},
               {"{'b': 1, 'a': 2}.filter(k, k > 'a')", R"(["b"])"},
               {"[1, 2].map(n, n * n)", "[1,4]"},
               {"[1, 2, 3].map(n, n > 1, -n)", "[-2,-3]"},
               {"[1, 0].map(n, 1 / n)", "error"},
               {"[[1], [2, 3]].map(l, l.map(e, e + size(l)))", "[[2],[4,5]]"},
               {"{'b': 1, 'a': 2}.map(k, k + '!')", R"(["a!","b!"])"},
               {"[1, 2].map(n, [n, n + 1]).filter(p, p[0] > 1)[0][1]", "3"}});
}

TEST_CASE("variables of macros hide names and each other") {
  check_rules({{"[1, 2].map(x, x + y)", "[11,12]"},
               {"[1].map(x, [2].map(x, x))", "[[2]]"},
               {"[1].map(x, x)[0] + x", "101"},
               {"[{'y': 5}].map(x, x.y)", "[5]"},
               {"[1].map(x, [2].map(z, x + z) + [x])", "[[3,1]]"},
               {"[1].map(x.y, 1)", "error"},
               {"[1].map(1, 1)", "error"},
               {"[1].map(x)", "error"},
               {"[1].all(x, true, true)", "error"},
               {"all([1], true)", "error"}},
              {{"x", Value(100)}, {"y", Value(10)}});
}

TEST_CASE("expressions nest and repeat as often as the specification asks") {
  std::string sum = "1";
  std::string any = "false";
  std::string fields = "x";
  Value nested(7);
  for (int i = 0; i < 32; ++i) {
    sum += " + 1", any += " || false", fields += ".a";
    nested = Value(Value::Map{{"a", std::move(nested)}});
  }
  check_rules({{std::string(32, '(') + "7" + std::string(32, ')'), "7"},
               {std::string(31, '[') + std::string(31, ']') + "==1", "false"},
               {sum, "33"},
               {any, "false"},
               {fields, "7"},
               {"true ? true ? 1 : 2 : 3", "error"}},
              {{"x", nested}});
}

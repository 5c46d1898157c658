// What words mean under the YAML 1.2 core schema.
#include "yaml/scalar.hpp"
#include "support/catch.hpp"

#include <headway/yaml/load.hpp>

#include <cmath>

using namespace headway;
using yaml::Meaning;
using yaml::meaning_of;

namespace {

Value read(const std::string& text) { return yaml::load_value(text, "value.yaml"); }

}  // namespace

TEST_CASE("only true and false are booleans") {
  for (const char* word : {"true", "True", "TRUE", "false", "False", "FALSE"}) {
    CHECK(meaning_of(word) == Meaning::boolean);
  }
  for (const char* word : {"yes", "no", "on", "off", "y", "n", "Yes", "NO", "tRue", "falsey"}) {
    CHECK(meaning_of(word) == Meaning::text);
  }
}

TEST_CASE("null has four words and the empty one") {
  for (const char* word : {"", "~", "null", "Null", "NULL"}) {
    CHECK(meaning_of(word) == Meaning::null);
  }
  for (const char* word : {"nil", "none", "nuLL", "~x"}) CHECK(meaning_of(word) == Meaning::text);
}

TEST_CASE("a leading zero changes nothing and 0o is octal") {
  CHECK(read("010") == Value(10));
  CHECK(read("0o17") == Value(15));
  CHECK(read("0x1F") == Value(31));
  CHECK(read("-12") == Value(-12));
  CHECK(read("+12") == Value(12));
  CHECK(read("0") == Value(0));
}

TEST_CASE("words that only begin like numbers are strings") {
  for (const char* word : {"0o8", "0x", "0xG", "-0x1", "1_000", "0b1", "1:30", "2h", "1.2.3", ".",
                           "-", "+", "e5", "1e", "1e+", "--1", "+-1", "-.inf5"}) {
    CHECK(meaning_of(word) == Meaning::text);
  }
}

TEST_CASE("floats have a point or an exponent") {
  CHECK(read("1.5") == Value(1.5));
  CHECK(read(".5") == Value(0.5));
  CHECK(read("5.") == Value(5.0));
  CHECK(read("-1e3") == Value(-1000.0));
  CHECK(read("+1E-2") == Value(0.01));
  CHECK(read("1.10") == Value(1.1));
}

TEST_CASE("numbers without an exact place in 64 bits are out of range") {
  CHECK(read("9223372036854775807") == Value(std::int64_t{9223372036854775807}));
  for (const char* word :
       {"9223372036854775808", "0xFFFFFFFFFFFFFFFFF", "1e999", ".inf", "-.INF", ".nan", "+.Inf"}) {
    CHECK(meaning_of(word) == Meaning::number_out_of_range);
  }
}

TEST_CASE("a number in quotes is a string") {
  CHECK(read("\"1\"") == Value("1"));
  CHECK(read("'true'") == Value("true"));
  CHECK(read("{a: \"null\"}") == Value(Value::Map{{"a", "null"}}));
}

TEST_CASE("tags of the core schema say what a word is") {
  CHECK(read("!!str 5") == Value("5"));
  CHECK(read("!!int \"5\"") == Value(5));
  CHECK(read("!!float 5") == Value(5.0));
  CHECK(read("!!bool true") == Value(true));
  CHECK(read("&name !!str 5") == Value("5"));
  CHECK(read("!!str &name 5") == Value("5"));
  CHECK(read("!!seq [1]") == Value(Value::List{1}));
}

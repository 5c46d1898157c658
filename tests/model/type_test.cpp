// Types: words, nesting, reading back.
#include "support/catch.hpp"
#include "support/value_generators.hpp"

#include <headway/model/type.hpp>

using namespace headway;

TEST_CASE("A type word names a type") {
  CHECK(parse_type("bool") == Type{Type::Kind::boolean});
  CHECK(parse_type("int") == Type{Type::Kind::integer});
  CHECK(parse_type("float") == Type{Type::Kind::floating});
  CHECK(parse_type("directory") == Type{Type::Kind::directory});
  CHECK(parse_type("enum") == Type{Type::Kind::enumeration});
}

TEST_CASE("Types nest") {
  CHECK(parse_type("list(float)") == list_of({Type::Kind::floating}));
  CHECK(parse_type("map( list(optional(file)) )") ==
        map_of(list_of(optional_of({Type::Kind::file}))));
}

TEST_CASE("A type nests at most sixteen deep") {
  std::string text = "int";
  for (int depth = 1; depth < 16; ++depth) text = "list(" + text + ")";
  CHECK(parse_type(text));
  CHECK_FALSE(parse_type("list(" + text + ")"));
}

TEST_CASE("What is no type is not read") {
  const auto text = GENERATE("", "integer", "Int", "list", "list()", "list(int", "list int)",
                             "int(int)", "list(int))", "map(string, int)", "optional", "(int)");
  CAPTURE(text);
  CHECK_FALSE(parse_type(text));
}

TEST_CASE("A hundred thousand parentheses are refused without harm") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "list(";
  CHECK_FALSE(parse_type(text + "int" + std::string(100'000, ')')));
}

namespace {
/// The text of a type does not hold the words of its enumerations.
void forget_words(Type& type) {
  type.values.clear();
  for (Type& element : type.element) forget_words(element);
}
}  // namespace

TEST_CASE("Every type is read back from its text") {
  CHECK(rc::check([] {
    Type type = generators::output_type();
    forget_words(type);
    RC_ASSERT(parse_type(to_string(type)) == type);
  }));
}

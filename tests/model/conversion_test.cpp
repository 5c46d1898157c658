// Conversions: C++ types and values, and those of the pipeline language.
#include "support/catch.hpp"

#include <headway/model/conversion.hpp>

#include <rapidcheck.h>

using namespace headway;

TEST_CASE("C++ types have types of the pipeline language") {
  CHECK(to_string(type_for<bool>()) == "bool");
  CHECK(to_string(type_for<unsigned char>()) == "int");
  CHECK(to_string(type_for<float>()) == "float");
  CHECK(to_string(type_for<std::string>()) == "string");
  CHECK(to_string(type_for<File>()) == "file");
  CHECK(to_string(type_for<Directory>()) == "directory");
  CHECK(to_string(type_for<Value>()) == "json");
  CHECK(to_string(type_for<std::map<std::string, std::vector<std::optional<double>>>>()) ==
        "map(list(optional(float)))");
}

TEST_CASE("Characters and pointers are no values") {
  STATIC_REQUIRE_FALSE(Convertible<char>);
  STATIC_REQUIRE_FALSE(Convertible<const char*>);
  STATIC_REQUIRE_FALSE(Convertible<std::map<int, int>>);
}

TEST_CASE("A value comes back from its conversion") {
  CHECK(rc::check([](const std::map<std::string, std::vector<int>>& cpp) {
    const Value value = to_value(cpp);
    RC_ASSERT(conforms(value, type_for<std::map<std::string, std::vector<int>>>()));
    RC_ASSERT((from_value<std::map<std::string, std::vector<int>>>(value)) == cpp);
  }));
}

TEST_CASE("An empty optional is null") {
  CHECK(to_value(std::optional<int>()).is_null());
  CHECK(from_value<std::optional<int>>(Value()) == std::nullopt);
  CHECK(from_value<std::optional<int>>(3) == 3);
}

TEST_CASE("An artifact keeps its path and digest and what it is") {
  const Directory folder{.path = "/d", .digest = "sha256:0"};
  CHECK(from_value<Directory>(to_value(folder)) == folder);
  CHECK_THROWS_AS(from_value<File>(to_value(folder)), Error);
}

TEST_CASE("A value of another type is refused with both in the message") {
  CHECK_THROWS_WITH(from_value<double>(1), "a value of type float is needed, not 1");
  CHECK_THROWS_WITH(from_value<std::vector<int>>("x"),
                    "a value of type list(int) is needed, not \"x\"");
}

TEST_CASE("An integer that does not fit is refused and never wrapped") {
  CHECK_THROWS_AS(from_value<std::uint8_t>(256), Error);
  CHECK_THROWS_AS(from_value<unsigned>(-1), Error);
  CHECK_THROWS_AS(to_value(std::uint64_t{1} << 63U), Error);
  CHECK(from_value<std::uint8_t>(255) == 255);
}

// Values: JSON, text, conformance, types.
#include "support/catch.hpp"
#include "support/value_generators.hpp"

#include <headway/model/value.hpp>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>

using namespace headway;

TEST_CASE("A value is what it was made of") {
  CHECK(Value().is_null());
  CHECK(*Value(true).get_if<bool>());
  CHECK(*Value(3).get_if<std::int64_t>() == 3);
  CHECK(*Value("x").get_if<std::string>() == "x");
  CHECK(Value(3).get_if<double>() == nullptr);
}

TEST_CASE("A value is copied and moved and compared as a whole") {
  const Value original = Value::Map{{"a", Value::List{1, "b", Value()}}};
  Value copy = original;
  const Value moved = std::move(copy);
  CHECK(moved == original);
  CHECK(moved != Value(Value::Map{}));
}

TEST_CASE("An integer and a floating-point number are different values") {
  CHECK(Value(1) != Value(1.0));
}

TEST_CASE("JSON is compact and sorted by key") {
  CHECK(to_json(Value::Map{{"b", 1}, {"a", Value::List{true, Value(), "x"}}}) ==
        R"({"a":[true,null,"x"],"b":1})");
  CHECK(to_json(Value::List{}) == "[]");
  CHECK(to_json(Value::Map{}) == "{}");
}

TEST_CASE("JSON of a floating-point number always has a point") {
  CHECK(to_json(1.0) == "1.0");
  CHECK(to_json(0.1) == "0.1");
  CHECK(to_json(1e22) == "1.0e+22");
  CHECK(to_json(5e-324) == "5.0e-324");
  CHECK(to_json(-0.0) == "-0.0");
}

TEST_CASE("Numbers that JSON cannot say are null") {
  CHECK(to_json(std::nan("")) == "null");
  CHECK(to_json(HUGE_VAL) == "null");
}

TEST_CASE("JSON strings escape what JSON must") {
  CHECK(to_json("\"\\\n\r\t\x01") == R"("\"\\\n\r\t\u0001")");
  CHECK(to_json("größe 🎉") == "\"größe 🎉\"");
  CHECK(to_json("a\xFFz") == "\"a\xEF\xBF\xBDz\"");
}

TEST_CASE("JSON of an artifact is its path and digest") {
  CHECK(to_json(Artifact{.path = "/a", .digest = "sha256:0"}) ==
        R"({"path":"/a","digest":"sha256:0"})");
}

TEST_CASE("Every floating-point number is read back from its JSON") {
  CHECK(rc::check([](std::uint64_t bits) {
    double number = 0;
    static_assert(sizeof number == sizeof bits);
    std::memcpy(&number, &bits, sizeof bits);
    RC_PRE(std::isfinite(number));
    RC_ASSERT(std::strtod(to_json(number).c_str(), nullptr) == number);
  }));
}

TEST_CASE("Inside a longer string a string is raw and all else is JSON") {
  CHECK(format("a b") == "a b");
  CHECK(format(0.5) == "0.5");
  CHECK(format(Value::List{1, "x"}) == R"([1,"x"])");
  CHECK(format(Artifact{.path = "/a"}) == "/a");
}

TEST_CASE("An integer is no float and a float no integer") {
  CHECK(conforms(1, {Type::Kind::integer}));
  CHECK_FALSE(conforms(1, {Type::Kind::floating}));
  CHECK_FALSE(conforms(1.0, {Type::Kind::integer}));
  CHECK_FALSE(conforms(true, {Type::Kind::integer}));
}

TEST_CASE("An enumeration holds its words only") {
  const Type type{.kind = Type::Kind::enumeration, .values = {"dev", "prod"}};
  CHECK(conforms("dev", type));
  CHECK_FALSE(conforms("test", type));
  CHECK_FALSE(conforms(1, type));
}

TEST_CASE("Every element of a list or map must conform") {
  CHECK(conforms(Value::List{1, 2}, list_of({Type::Kind::integer})));
  CHECK_FALSE(conforms(Value::List{1, "x"}, list_of({Type::Kind::integer})));
  CHECK(conforms(Value::Map{{"a", 1}}, map_of({Type::Kind::integer})));
  CHECK_FALSE(conforms(Value::Map{{"a", 1.5}}, map_of({Type::Kind::integer})));
  CHECK_FALSE(conforms(Value::List{}, map_of({Type::Kind::integer})));
}

TEST_CASE("Null conforms to an optional and to json") {
  CHECK(conforms(Value(), optional_of({Type::Kind::integer})));
  CHECK(conforms(3, optional_of({Type::Kind::integer})));
  CHECK(conforms(Value(), {Type::Kind::json}));
  CHECK_FALSE(conforms(Value(), {Type::Kind::string}));
}

TEST_CASE("A file is no directory") {
  CHECK(conforms(Artifact{.path = "/f"}, {Type::Kind::file}));
  CHECK_FALSE(conforms(Artifact{.path = "/f"}, {Type::Kind::directory}));
  CHECK(conforms(Artifact{.path = "/d", .digest = {}, .directory = true}, {Type::Kind::directory}));
  CHECK_FALSE(conforms("/f", {Type::Kind::file}));
}

TEST_CASE("The type of a value is the narrowest that holds it") {
  CHECK(to_string(type_of(Value::List{1, 2})) == "list(int)");
  CHECK(to_string(type_of(Value::Map{{"a", Value::List{0.5}}})) == "map(list(float))");
  CHECK(to_string(type_of(Value::List{1, 0.5})) == "json");
  CHECK(to_string(type_of(Value::List{})) == "list(json)");
  CHECK(to_string(type_of(Value())) == "json");
}

TEST_CASE("the type of a deep value takes no longer than its depth") {
  Value deep = 1;
  for (int level = 0; level < 64; ++level) deep = Value(Value::List{std::move(deep)});
  Type type = type_of(deep);
  for (int level = 0; level < 64; ++level) type = Type(type.element.front());
  CHECK(type.kind == Type::Kind::integer);
}

TEST_CASE("A value conforms to the type it was drawn from and to its own") {
  CHECK(rc::check([] {
    const Type type = generators::param_type();
    const Value value = generators::value_of(type);
    RC_ASSERT(conforms(value, type));
    RC_ASSERT(conforms(value, type_of(value)));
  }));
}

TEST_CASE("A number that is not finite is no float and no json") {
  const double endless = std::numeric_limits<double>::infinity();
  for (const double odd : {endless, -endless, std::numeric_limits<double>::quiet_NaN()}) {
    const Value deep(Value::Map{{"rates", Value(Value::List{Value(0.5), Value(odd)})}});
    CHECK_FALSE(conforms(Value(odd), {Type::Kind::floating}));
    CHECK_FALSE(conforms(deep, {Type::Kind::json}));
    CHECK_FALSE(is_finite(deep));
  }
}

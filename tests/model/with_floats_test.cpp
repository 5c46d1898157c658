// Ints where floats are due.
#include "support/catch.hpp"

#include <headway/model/with_floats.hpp>

using namespace headway;

namespace {

const Type floating{Type::Kind::floating};

}  // namespace

TEST_CASE("an int where a float is due becomes one at any depth") {
  CHECK(with_floats(Value(1), floating) == Value(1.0));
  CHECK(with_floats(Value(1), optional_of(floating)) == Value(1.0));
  const Value nested(Value::Map{{"a", Value::List{1, 2.5}}, {"b", Value::List{}}});
  CHECK(with_floats(nested, map_of(list_of(floating))) ==
        Value(Value::Map{{"a", Value::List{1.0, 2.5}}, {"b", Value::List{}}}));
  const Value gaps(Value::List{Value(), 3});
  CHECK(with_floats(gaps, optional_of(list_of(optional_of(floating)))) ==
        Value(Value::List{Value(), 3.0}));
}

TEST_CASE("what is not due to be a float stays what it is") {
  const Type types[] = {{Type::Kind::integer}, {Type::Kind::json}, list_of({Type::Kind::integer})};
  const Value values[] = {Value(1), Value("1"), Value(), Value(true), Value(Value::List{1, 2})};
  for (const Type& type : types) {
    for (const Value& value : values) CHECK(with_floats(value, type) == value);
  }
  CHECK(with_floats(Value("1"), floating) == Value("1"));
}

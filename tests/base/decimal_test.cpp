// Decimal numbers: exact products, no rounding, no overflow.
#include "support/catch.hpp"

#include <headway/base/decimal.hpp>

#include <rapidcheck.h>

#include <limits>
#include <string>

using namespace headway;

TEST_CASE("A number is taken off the front of a text") {
  std::string_view text = "12.50Gi";
  const auto number = take_decimal(text);
  REQUIRE(number);
  CHECK(number->whole == 12);
  CHECK(number->fraction == 5);
  CHECK(number->denominator == 10);
  CHECK(text == "Gi");
}

TEST_CASE("A text without a digit holds no number") {
  std::string_view text = GENERATE("", ".", "x1", "-1", "+1");
  CHECK_FALSE(take_decimal(text));
}

TEST_CASE("A product that is no whole number is nothing") {
  CHECK(exactly({.whole = 0, .fraction = 5, .denominator = 10}, 1024) == 512);
  CHECK(exactly({.whole = 0, .fraction = 125, .denominator = 1000}, 8) == 1);
  CHECK_FALSE(exactly({.whole = 0, .fraction = 3, .denominator = 10}, 1024));
}

TEST_CASE("Products and sums past 63 bits are nothing") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(checked_product(most, 1) == most);
  CHECK_FALSE(checked_product(most / 2 + 1, 2));
  CHECK(checked_sum(most - 1, 1) == most);
  CHECK_FALSE(checked_sum(most, 1));
}

TEST_CASE("A magnitude has no sign") {
  CHECK(magnitude(-5) == 5);
  CHECK(magnitude(INT64_MIN) == 9'223'372'036'854'775'808U);
}

TEST_CASE("Thousandths written with three decimals are read exactly") {
  CHECK(rc::check([] {
    const auto thousandths = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    const auto decimals = std::to_string(1000 + thousandths % 1000).substr(1);
    const std::string text = std::to_string(thousandths / 1000) + '.' + decimals;
    std::string_view rest = text;
    RC_ASSERT(exactly(*take_decimal(rest), 1000) == thousandths);
  }));
}

TEST_CASE("A number is written in the fewest digits that read back as it") {
  CHECK(shortest_digits(0.1) == "0.1");
  CHECK(shortest_digits(-1e300) == "-1e+300");
}

TEST_CASE("A number without an exponent is written in full") {
  CHECK(plain_digits(1e20) == "100000000000000000000");
  CHECK(plain_digits(std::numeric_limits<double>::max()).value().size() == 309);
  CHECK(plain_digits(-std::numeric_limits<double>::denorm_min()).value().size() == 327);
}

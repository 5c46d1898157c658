// Amounts: numbers as C++ writes them become exact quantities.
#include "support/catch.hpp"

#include <headway/model/amount.hpp>

#include <rapidcheck.h>

#include <limits>

using namespace headway;

TEST_CASE("An amount that was not said is nothing") {
  CHECK_FALSE(Amount().said());
  CHECK_FALSE(Amount().in(Unit::thousandth));
}

TEST_CASE("An amount becomes a quantity of its slot's unit") {
  CHECK(Amount(2).in(Unit::thousandth) == Quantity{2000});
  CHECK(Amount(2).in(Unit::byte) == Quantity{2});
  CHECK(Amount(0.1).in(Unit::thousandth) == Quantity{100});
  CHECK(Amount("512Mi").in(Unit::byte) == 512_MiB);
  CHECK(Amount(4_GiB).in(Unit::byte) == 4_GiB);
}

TEST_CASE("An amount that cannot be exact is nothing") {
  const double number =
      GENERATE(0.0005, -1.0, 1e300, 5e-324, std::numeric_limits<double>::quiet_NaN(),
               std::numeric_limits<double>::infinity());
  CAPTURE(number);
  CHECK_FALSE(Amount(number).in(Unit::thousandth));
}

TEST_CASE("Thousandths as floating point are exact") {
  CHECK(rc::check([] {
    const auto thousandths = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    RC_ASSERT(Amount(static_cast<double>(thousandths) / 1000.0).in(Unit::thousandth) ==
              Quantity{thousandths});
  }));
}

// Quantities: exact in their unit, read and printed.
#include "support/catch.hpp"

#include <headway/base/quantity.hpp>

#include <rapidcheck.h>

using namespace headway;

TEST_CASE("A slot's unit follows from its name") {
  CHECK(unit_of("mem") == Unit::byte);
  CHECK(unit_of("disk") == Unit::byte);
  CHECK(unit_of("gpu_mem") == Unit::byte);
  CHECK(unit_of("gpu") == Unit::thousandth);
  CHECK(unit_of("Mem") == Unit::thousandth);
}

TEST_CASE("What is counted is read in thousandths") {
  CHECK(parse_quantity("2", Unit::thousandth) == Quantity{2000});
  CHECK(parse_quantity("0.25", Unit::thousandth) == Quantity{250});
  CHECK(parse_quantity(".5", Unit::thousandth) == Quantity{500});
  CHECK(parse_quantity("0", Unit::thousandth) == Quantity{0});
  CHECK(parse_quantity("1.000", Unit::thousandth) == Quantity{1000});
}

TEST_CASE("Bytes are read with binary and decimal units") {
  CHECK(parse_quantity("512Mi", Unit::byte) == 512_MiB);
  CHECK(parse_quantity("1.5Gi", Unit::byte) == 1536_MiB);
  CHECK(parse_quantity("8G", Unit::byte) == Quantity{8'000'000'000});
  CHECK(parse_quantity("64k", Unit::byte) == Quantity{64'000});
  CHECK(parse_quantity("1073741824", Unit::byte) == 1_GiB);
}

TEST_CASE("What is no quantity is not read") {
  const auto [text, unit] =
      GENERATE(table<const char*, Unit>({{"", Unit::thousandth},
                                         {"-1", Unit::thousandth},
                                         {"0.0001", Unit::thousandth},
                                         {"1e3", Unit::thousandth},
                                         {"2Gi", Unit::thousandth},
                                         {"9223372036854775807", Unit::thousandth},
                                         {"", Unit::byte},
                                         {"Gi", Unit::byte},
                                         {"1.5", Unit::byte},
                                         {"8 Gi", Unit::byte},
                                         {"8gi", Unit::byte},
                                         {"8Ei", Unit::byte},
                                         {"8GiB", Unit::byte},
                                         {"9223372036854775808", Unit::byte},
                                         {"nan", Unit::byte},
                                         {"inf", Unit::thousandth}}));
  CAPTURE(text);
  CHECK_FALSE(parse_quantity(text, unit));
}

TEST_CASE("A quantity prints in the largest binary unit that divides it") {
  CHECK(to_string(8_GiB, Unit::byte) == "8Gi");
  CHECK(to_string(1536_MiB, Unit::byte) == "1536Mi");
  CHECK(to_string(Quantity{1500}, Unit::byte) == "1500");
  CHECK(to_string(Quantity{}, Unit::byte) == "0");
  CHECK(to_string(Quantity{250}, Unit::thousandth) == "0.25");
  CHECK(to_string(Quantity{2000}, Unit::thousandth) == "2");
  CHECK(to_string(Quantity{-1}, Unit::thousandth) == "-0.001");
}

TEST_CASE("Every quantity is read back from its text") {
  CHECK(rc::check([](std::int64_t any, bool bytes) {
    const Quantity quantity{any < 0 ? ~any : any};
    const Unit unit = bytes ? Unit::byte : Unit::thousandth;
    RC_ASSERT(parse_quantity(to_string(quantity, unit), unit) == quantity);
  }));
}

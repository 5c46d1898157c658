// Sizes as Backend.AI reads and writes them.
#include "interop/binary_size.hpp"
#include "support/catch.hpp"

#include <array>

using namespace headway;
using namespace headway::literals;

namespace {

std::int64_t bytes(std::string_view text) {
  const auto size = parse_binary_size(text);
  return size ? size->raw : -1;
}

}  // namespace

TEST_CASE("every unit of a size is a power of 1024") {
  CHECK(bytes("16g") == (16_GiB).raw);
  CHECK(bytes("512M") == (512_MiB).raw);
  CHECK(bytes("1t") == (1024_GiB).raw);
  CHECK(bytes("3k") == 3072);
}

TEST_CASE("a unit may be spelled out") {
  CHECK(bytes("16gb") == (16_GiB).raw);
  CHECK(bytes("16 GiB") == (16_GiB).raw);
  CHECK(bytes("2 mbytes") == (2_MiB).raw);
  CHECK(bytes("512 bytes") == 512);
}

TEST_CASE("a size without a unit counts bytes") {
  CHECK(bytes("1073741824") == (1_GiB).raw);
  CHECK(bytes("1_000") == 1000);
  CHECK(bytes(" 7 ") == 7);
}

TEST_CASE("a part of a unit is counted in whole bytes") {
  CHECK(bytes("1.5g") == (1536_MiB).raw);
  CHECK(bytes("0.3k") == 307);
  CHECK(bytes("0.1g") == 107374182);
}

TEST_CASE("what is no size is refused") {
  constexpr std::array words{"", "g", "16x", "-1g", "1.5", "12b", "inf", "16 g g", "1g2", "8e9999"};
  for (const auto* word : words) {
    INFO(word);
    CHECK(bytes(word) == -1);
  }
}

TEST_CASE("a size past 63 bits is refused") {
  CHECK(bytes("7e") == std::int64_t{7} << 60U);
  CHECK(bytes("8e") == -1);
  CHECK(bytes("9223372036854775808") == -1);
}

TEST_CASE("a size is written with the largest unit that divides it") {
  CHECK(binary_size(16_GiB) == "16g");
  CHECK(binary_size(1536_MiB) == "1536m");
  CHECK(binary_size({1500}) == "1500");
  CHECK(binary_size({0}) == "0");
}

// Resources: quantities by slot.
#include "support/catch.hpp"

#include <headway/model/resources.hpp>

using namespace headway;

TEST_CASE("Resources hold exact quantities by slot") {
  const Resources resources{{"cpu", 2}, {"mem", 4_GiB}, {"gpu", 0.5}, {"disk", "1.5Gi"}};
  CHECK(resources.of("cpu") == Quantity{2000});
  CHECK(resources.of("mem") == 4_GiB);
  CHECK(resources.of("gpu") == Quantity{500});
  CHECK(resources.of("disk") == 1536_MiB);
}

TEST_CASE("A slot that is not named is zero") {
  const Resources resources{{"cpu", 0}};
  CHECK(resources.names("cpu"));
  CHECK_FALSE(resources.names("gpu"));
  CHECK(resources.of("gpu") == Quantity{});
}

TEST_CASE("Slots are sorted and the later of one name wins") {
  const Resources resources{{"mem", 1_MiB}, {"cpu", 1}, {"mem", 2_MiB}};
  CHECK(to_string(resources) == "cpu=1, mem=2Mi");
}

TEST_CASE("An amount that is no quantity of its slot is refused") {
  CHECK_THROWS_AS((Resources{{"cpu", 0.0001}}), Error);
  CHECK_THROWS_AS((Resources{{"mem", "4 GB"}}), Error);
  CHECK_THROWS_AS((Resources{{"cpu", -1}}), Error);
}

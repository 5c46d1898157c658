// What this machine offers.
#include "support/catch.hpp"

#include <headway/session/inventory.hpp>

using namespace headway;

TEST_CASE("this machine has processors and memory") {
  const Node node = inventory();
  CHECK(node.name == "local");
  CHECK(node.resources.of("cpu").raw > 0);
  CHECK(node.resources.of("mem") > 1_MiB);
  CHECK(node.resources.of("gpu").raw == static_cast<std::int64_t>(node.gpus.size()) * 1000);
}

TEST_CASE("an overlay replaces and adds slots") {
  const Node node = inventory({{"cpu", 0.5}, {"licence", 3}});
  CHECK(node.resources.of("cpu") == Quantity{500});
  CHECK(node.resources.of("licence") == Quantity{3000});
  CHECK(node.resources.of("mem") == inventory().resources.of("mem"));
}

TEST_CASE("more devices than there are have numbers for names") {
  const Node node = inventory({{"gpu", 64}});
  CHECK(node.resources.of("gpu") == Quantity{64'000});
  CHECK(node.gpus.empty());
}

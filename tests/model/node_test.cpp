// Nodes and placements: values.
#include "support/catch.hpp"

#include <headway/model/node.hpp>

using namespace headway;

TEST_CASE("Nodes are equal by what they have") {
  const Node node{.name = "a", .resources = {{"gpu", 2}}, .gpus = {"0", "1"}};
  CHECK(node == Node{.name = "a", .resources = {{"gpu", 2.0}}, .gpus = {"0", "1"}});
  CHECK(node != Node{.name = "a", .resources = {{"gpu", 1}}, .gpus = {"0"}});
}

TEST_CASE("Placements are equal by what was granted") {
  const Placement placement{.node = "a", .granted = {{"gpu", 0.5}}, .gpus = {{1, 500}}};
  CHECK(placement != Placement{.node = "a", .granted = {{"gpu", 0.5}}, .gpus = {{0, 500}}});
}

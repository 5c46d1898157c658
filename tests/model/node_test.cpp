// Nodes and placements: values.
#include "support/catch.hpp"

#include <headway/model/node.hpp>

using namespace headway;

TEST_CASE("Nodes are equal by what they have") {
  const Node node{.name = "a", .resources = {{"gpu", 2}}, .gpus = {"0", "1"}};
  CHECK(node == Node{.name = "a", .resources = {{"gpu", 2.0}}, .gpus = {"0", "1"}});
  CHECK(node != Node{.name = "a", .resources = {{"gpu", 1}}, .gpus = {"0"}});
}

TEST_CASE("a device has the memory of all alike unless each has its own") {
  Node node{.name = "a", .resources = {{"gpu", 2}, {"gpu_mem", 10_GiB}}};
  CHECK(device_memory(node, 1) == std::int64_t{10} << 30);
  node.gpu_memory = {std::int64_t{40} << 30, std::int64_t{10} << 30};
  CHECK(device_memory(node, 0) == std::int64_t{40} << 30);
  CHECK(device_memory(Node{.name = "b", .resources = {{"gpu", 1}}}, 0) == 0);
}

TEST_CASE("Placements are equal by what was granted") {
  const Placement placement{.node = "a", .granted = {{"gpu", 0.5}}, .gpus = {{1, 500}}};
  CHECK(placement != Placement{.node = "a", .granted = {{"gpu", 0.5}}, .gpus = {{0, 500}}});
}

// What is offered of what was found.
#include "support/catch.hpp"

#include <headway/session/inventory.hpp>

using namespace headway;

namespace {

/// Eight processors, 64 GiB, and devices of these memories in GiB.
Survey machine(const std::vector<std::int64_t>& gpus = {}) {
  Survey found{.cpu = {{"affinity mask", {8000}}}, .mem = {{"built in", 64_GiB}}};
  for (const std::int64_t memory : gpus) {
    found.gpus.devices.push_back(
        {.uuid = "GPU-" + std::to_string(found.gpus.devices.size()), .memory = memory << 30});
  }
  return found;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("this machine has processors and memory") {
  const Node node = inventory();
  CHECK(node.name == "local");
  CHECK(node.resources.of("cpu").raw > 0);
  CHECK(node.resources.of("mem") > 1_MiB);
  CHECK(node.resources.of("gpu").raw == static_cast<std::int64_t>(node.gpus.size()) * 1000);
}

TEST_CASE("the tightest bound is offered") {
  Survey found = machine();
  found.cpu.push_back({"cgroup quota", {1500}, "/box"});
  found.mem.push_back({"cgroup limit", 2_GiB, "/box"});
  CHECK(inventory(found, {}).resources == Resources{{"cpu", 1.5}, {"mem", 2_GiB}});
}

TEST_CASE("a quota below one processor still offers one") {
  Survey found = machine();
  found.cpu.push_back({"cgroup quota", {250}, "/box"});
  CHECK(inventory(found, {}).resources.of("cpu") == Quantity{1000});
}

TEST_CASE("an overlay replaces and adds slots") {
  const Node node = inventory(machine(), {{"cpu", 0.5}, {"licence", 3}});
  CHECK(node.resources == Resources{{"cpu", 0.5}, {"mem", 64_GiB}, {"licence", 3}});
}

TEST_CASE("devices have UUIDs for names and the memory of each") {
  const Node node = inventory(machine({80, 80}), {});
  CHECK(node.gpus == Names{"GPU-0", "GPU-1"});
  CHECK(node.resources.of("gpu") == Quantity{2000});
  CHECK(node.resources.of("gpu_mem") == 80_GiB);
  CHECK(node.gpu_memory.empty());
}

TEST_CASE("of devices that differ each has its memory and the slot the least") {
  const Node node = inventory(machine({40, 10, 20}), {});
  CHECK(node.resources.of("gpu_mem") == 10_GiB);
  CHECK(device_memory(node, 0) == std::int64_t{40} << 30);
  CHECK(device_memory(node, 2) == std::int64_t{20} << 30);
}

TEST_CASE("devices that do not tell their memory have no slot for it") {
  CHECK_FALSE(inventory(machine({0, 0}), {}).resources.names("gpu_mem"));
  const Node node = inventory(machine({0, 8}), {});
  CHECK_FALSE(node.resources.names("gpu_mem"));
  CHECK(device_memory(node, 1) == std::int64_t{8} << 30);
}

TEST_CASE("fewer devices than there are are the first ones") {
  const Node node = inventory(machine({40, 10}), {{"gpu", 0.5}});
  CHECK(node.gpus == Names{"GPU-0"});
  CHECK(node.resources.of("gpu_mem") == 40_GiB);
  const Node none = inventory(machine({40, 10}), {{"gpu", 0}});
  CHECK(none.gpus.empty());
  CHECK_FALSE(none.resources.names("gpu_mem"));
}

TEST_CASE("more devices than there are have numbers for names and no memory") {
  const Node node = inventory(machine({40}), {{"gpu", 64}});
  CHECK(node.resources.of("gpu") == Quantity{64'000});
  CHECK(node.gpus.empty());
  CHECK_FALSE(node.resources.names("gpu_mem"));
}

TEST_CASE("the memory of devices that an overlay tells is that of all") {
  const Node node = inventory(machine({40, 10}), {{"gpu_mem", 8_GiB}});
  CHECK(device_memory(node, 0) == std::int64_t{8} << 30);
  CHECK(node.gpu_memory.empty());
}

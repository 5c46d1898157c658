// Devices that CUDA_VISIBLE_DEVICES leaves.
#include "support/catch.hpp"

#include "visible_devices.hpp"

using namespace headway;

namespace {

using Names = std::vector<std::string>;

// GPU 1 cannot be asked; GPU 4 is divided.
const std::vector<Gpu> built_in{{.uuid = "GPU-aa1", .index = 0},
                                {.uuid = "GPU-ab2", .index = 2},
                                {.uuid = "GPU-c3", .index = 3},
                                {.uuid = "MIG-d1", .index = 4, .instance_of = "GPU-d4"},
                                {.uuid = "MIG-d2", .index = 4, .instance_of = "GPU-d4"}};

Names visible(std::string_view variable) {
  Names names;
  for (const Gpu& gpu : visible_devices(built_in, variable)) names.push_back(gpu.uuid);
  return names;
}

}  // namespace

TEST_CASE("devices are visible by index and UUID and its beginning in the order named") {
  CHECK(visible("3") == Names{"GPU-c3"});
  CHECK(visible("GPU-ab2, 0") == Names{"GPU-ab2", "GPU-aa1"});
  CHECK(visible("GPU-c") == Names{"GPU-c3"});
  CHECK(visible("2,2,GPU-ab2") == Names{"GPU-ab2"});
}

TEST_CASE("a MIG instance is a device by its own name") {
  CHECK(visible("MIG-d2,MIG-d1") == Names{"MIG-d2", "MIG-d1"});
  CHECK(visible_devices({}, "MIG-d1").empty());
}

TEST_CASE("a divided GPU stands for its instances") {
  CHECK(visible("4") == Names{"MIG-d1", "MIG-d2"});
  CHECK(visible("GPU-d4,MIG-d1,0") == Names{"MIG-d1", "MIG-d2", "GPU-aa1"});
}

TEST_CASE("an entry that names no device ends the list") {
  for (const char* none : {"", "-1", "-1,0", "1,0", "5", "GPU-a", "GPU-", "MIG-", "MIG-d", "MIG-7",
                           "x,0", "NoDevFiles"}) {
    INFO(none);
    CHECK(visible(none) == Names{});
  }
  CHECK(visible("0,-1,2") == Names{"GPU-aa1"});
  CHECK(visible("0,9,2") == Names{"GPU-aa1"});
}

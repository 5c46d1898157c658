// Devices that CUDA_VISIBLE_DEVICES leaves.
#include "support/catch.hpp"

#include "visible_devices.hpp"

using namespace headway;

namespace {
using Names = std::vector<std::string>;
const Names built_in{"GPU-aa1", "GPU-ab2", "GPU-c3"};
}  // namespace

TEST_CASE("devices are visible by index and UUID and its beginning in the order named") {
  CHECK(visible_devices(built_in, "2") == Names{"GPU-c3"});
  CHECK(visible_devices(built_in, "GPU-ab2, 0") == Names{"GPU-ab2", "GPU-aa1"});
  CHECK(visible_devices(built_in, "GPU-c") == Names{"GPU-c3"});
  CHECK(visible_devices(built_in, "1,1,GPU-ab2") == Names{"GPU-ab2"});
}

TEST_CASE("a MIG instance is a device by its own name") {
  CHECK(visible_devices(built_in, "MIG-7,MIG-8") == Names{"MIG-7", "MIG-8"});
  CHECK(visible_devices({}, "MIG-7") == Names{});
}

TEST_CASE("an entry that names no device ends the list") {
  for (const char* none : {"", "-1", "-1,0", "3", "GPU-a", "GPU-", "x,0", "NoDevFiles"}) {
    INFO(none);
    CHECK(visible_devices(built_in, none) == Names{});
  }
  CHECK(visible_devices(built_in, "0,-1,2") == Names{"GPU-aa1"});
  CHECK(visible_devices(built_in, "0,9,2") == Names{"GPU-aa1"});
}

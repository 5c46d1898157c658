// Requests for memory of devices, beside what the devices have.
#include "support/catch.hpp"

#include <headway/model/devices_fit.hpp>

using namespace headway;

namespace {

/// Devices of 10, 40 and 20 GiB, the last of which half is offered.
const Node mixed{
    .name = "mixed",
    .resources = {{"gpu", 2.5}, {"gpu_mem", 10_GiB}},
    .gpu_memory = {std::int64_t{10} << 30, std::int64_t{40} << 30, std::int64_t{20} << 30}};

}  // namespace

TEST_CASE("a request fits as many devices as have the memory") {
  CHECK(devices_fit(mixed, {{"gpu", 1}, {"gpu_mem", 40_GiB}}));
  CHECK(devices_fit(mixed, {{"gpu", 2}, {"gpu_mem", 20_GiB}}));
  CHECK(devices_fit(mixed, {{"gpu", 3}, {"gpu_mem", 10_GiB}}));
  CHECK_FALSE(devices_fit(mixed, {{"gpu", 1}, {"gpu_mem", 41_GiB}}));
  CHECK_FALSE(devices_fit(mixed, {{"gpu", 2}, {"gpu_mem", 21_GiB}}));
}

TEST_CASE("a share and memory alone ask for one device") {
  CHECK(devices_fit(mixed, {{"gpu", 0.5}, {"gpu_mem", 40_GiB}}));
  CHECK(devices_fit(mixed, {{"gpu_mem", 40_GiB}}));
  CHECK_FALSE(devices_fit(mixed, {{"gpu_mem", 41_GiB}}));
}

TEST_CASE("without memory asked for any devices fit") {
  CHECK(devices_fit(mixed, {{"gpu", 3}}));
  CHECK(devices_fit(Node{.name = "none", .resources = {}}, {{"cpu", 1}}));
}

TEST_CASE("the largest device is that of the list or any where all are alike") {
  CHECK(largest_device_memory(mixed) == std::int64_t{40} << 30);
  CHECK(largest_device_memory({.name = "a", .resources = {{"gpu_mem", 8_GiB}}}) == std::int64_t{8}
                                                                                       << 30);
  CHECK(largest_device_memory({.name = "b", .resources = {}}) == 0);
}

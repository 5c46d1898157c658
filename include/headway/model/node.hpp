// Nodes of a backend, and the place a session was given on one.
#pragma once

#include <headway/model/resources.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// One machine of a backend. A value. `resources` counts whole devices too: eight GPUs are `gpu=8`;
/// its `gpu_mem` is what each device has, the least where they differ.
struct Node {
  std::string name;
  Resources resources;
  std::vector<std::string>
      gpus{};  // what CUDA_VISIBLE_DEVICES calls each: UUIDs, or 0, 1, … if empty
  std::vector<std::int64_t> gpu_memory{};  // bytes of each where they differ, else empty
  friend bool operator==(const Node&, const Node&) = default;
};

/// A share of one device, in thousandths of it; 1000 is the whole device.
struct DeviceShare {
  std::uint16_t device = 0;
  std::uint16_t thousandths = 0;
  friend bool operator==(DeviceShare, DeviceShare) = default;
};

/// Where a session runs: a node, the resources granted there, and which devices. A value.
struct Placement {
  std::string node;
  Resources granted{};
  std::vector<DeviceShare> gpus{};
  friend bool operator==(const Placement&, const Placement&) = default;
};

/// The memory of a device of `node`, in bytes; 0 where it is not known.
inline std::int64_t device_memory(const Node& node, std::size_t device) {
  return device < node.gpu_memory.size() ? node.gpu_memory[device]
                                         : node.resources.of("gpu_mem").raw;
}

}  // namespace headway::inline v0

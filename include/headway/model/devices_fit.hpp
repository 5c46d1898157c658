// Whether the devices of a node could hold a request.
#pragma once

#include <headway/model/node.hpp>

#include <cstddef>
#include <cstdint>

namespace headway::inline v0 {

/// Whether as many devices of `node` as `request` asks for have each its `gpu_mem`, were all of
/// them free. Memory without `gpu` is memory of one device.
bool devices_fit(const Node& node, const Resources& request);

/// The memory of the largest device in bytes; 0 where there is none or it is not known.
std::int64_t largest_device_memory(const Node& node);

// ---------------------------------------------------------------------------------------------

namespace detail {
/// Devices as they are counted: a part of one is one.
inline std::int64_t devices_in(const Resources& resources) {
  constexpr std::int64_t whole = 1000;
  return (resources.of("gpu").raw + whole - 1) / whole;
}
}  // namespace detail

inline bool devices_fit(const Node& node, const Resources& request) {
  const std::int64_t memory = request.of("gpu_mem").raw;
  if (memory == 0) return true;
  std::int64_t wanted = detail::devices_in(request);
  if (wanted == 0) wanted = 1;
  for (std::int64_t i = 0; i < detail::devices_in(node.resources) && wanted > 0; ++i) {
    if (device_memory(node, static_cast<std::size_t>(i)) >= memory) --wanted;
  }
  return wanted == 0;
}

inline std::int64_t largest_device_memory(const Node& node) {
  std::int64_t most = node.resources.of("gpu_mem").raw;
  for (const std::int64_t memory : node.gpu_memory) most = memory > most ? memory : most;
  return most;
}

}  // namespace headway::inline v0

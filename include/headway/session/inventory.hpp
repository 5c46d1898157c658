// What this machine offers to sessions.
#pragma once

#include <headway/model/node.hpp>

#include <string>
#include <vector>

namespace headway::inline v0 {

/// The node `local` of this machine: `cpu` by affinity mask and cgroup quota, `mem` by cgroup limit
/// or what is built in, `gpu` by NVML where a driver is, only those that CUDA_VISIBLE_DEVICES names
/// where it is set; `overlay` laid over it. A slot that the overlay sets to zero is not offered.
Node inventory(const Resources& overlay = {});

/// The processors this process may use at a time, in thousandths: the affinity mask, or the cgroup
/// quota (v1 or v2) where that is less.
Quantity usable_cpu();

/// The memory this process may use, in bytes: the cgroup limit (v1 or v2), or what is built in.
Quantity usable_memory();

/// The UUIDs of the NVIDIA devices, in the driver's order; none without a driver.
std::vector<std::string> gpu_devices();

}  // namespace headway::inline v0

// What was found on this machine, and why it is not more.
#pragma once

#include <headway/base/quantity.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace headway::inline v0 {

/// One thing that bounds how much of a slot can be offered.
struct Bound {
  std::string by;  // "affinity mask", "cgroup quota", "cgroup limit", "built in"
  Quantity most;
  std::string where{};  // of a control group: its folder
};

/// A device that a session can be given: a whole GPU, or an instance of one that is divided (MIG).
struct Gpu {
  std::string uuid;  // as CUDA_VISIBLE_DEVICES takes it: `GPU-…`, `MIG-…`
  std::string name{};
  std::int64_t memory = 0;    // bytes; 0: the driver does not say
  std::uint32_t index = 0;    // of the GPU, in the driver's order
  std::string instance_of{};  // of an instance: the UUID of its GPU
  friend bool operator==(const Gpu&, const Gpu&) = default;
};

/// A device that no session is given, and why.
struct WithheldGpu {
  std::string device;  // its UUID, or `GPU 3` by its index
  std::string reason;
  friend bool operator==(const WithheldGpu&, const WithheldGpu&) = default;
};

/// What NVIDIA's driver tells.
struct GpuSurvey {
  std::string driver{};   // its version; empty where there is none or it does not answer
  std::string problem{};  // why a driver that is there does not answer
  std::vector<Gpu> devices{};
  std::vector<WithheldGpu> withheld{};
  std::string mps{};  // where the Multi-Process Service has its pipes; empty: it does not run
};

struct Survey {
  std::vector<Bound> cpu{};  // the least is offered, though never less than one processor
  std::vector<Bound> mem{};  // the least is offered
  GpuSurvey gpus{};
};

/// Looks at the affinity mask, at the control groups (v1 and v2) with their parents, at the memory,
/// at the GPUs by NVML, and at which of them CUDA_VISIBLE_DEVICES leaves to this process.
Survey survey();

}  // namespace headway::inline v0

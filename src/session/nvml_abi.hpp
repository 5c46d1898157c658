// The part of NVML's binary interface that is used, by its published names and numbers.
#pragma once

#include <string>

namespace headway::inline v0::nvml {

using Device = struct nvmlDevice_st*;

struct Memory {  // bytes
  unsigned long long total = 0;
  unsigned long long free = 0;
  unsigned long long used = 0;
};

using Init = int (*)();
using Shutdown = int (*)();
using DriverVersion = int (*)(char*, unsigned);
using Count = int (*)(unsigned*);
using DeviceAt = int (*)(unsigned, Device*);
using TextOf = int (*)(Device, char*, unsigned);  // its name, its UUID
using MemoryOf = int (*)(Device, Memory*);
using MigModeOf = int (*)(Device, unsigned* now, unsigned* after_reset);
using MostInstancesOf = int (*)(Device, unsigned*);
using InstanceAt = int (*)(Device, unsigned, Device*);
using GpuInstanceOf = int (*)(Device, unsigned*);

constexpr unsigned text_size = 96;  // of a name or a UUID; the driver's version is shorter

enum Code : int {
  success = 0,
  invalid_argument = 2,
  not_supported = 3,
  no_permission = 4,
  not_found = 6,
  insufficient_power = 8,
  driver_not_loaded = 9,
  timeout = 10,
  interrupt_trouble = 11,
  function_not_found = 13,
  lost = 15,
  reset_required = 16,
  operating_system = 17,
  version_mismatch = 18,
  out_of_memory = 20,
};

/// What a code other than `success` means, with its number.
std::string meaning(int code);

}  // namespace headway::inline v0::nvml

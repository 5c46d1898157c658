// NVIDIA devices by the management library, opened at run time: no driver, no devices.
#include <headway/session/inventory.hpp>

#include <array>
#include <memory>

#include <dlfcn.h>

namespace headway::inline v0 {
namespace {

// The part of NVML's ABI that is used, by its published names.
using Device = struct nvmlDevice_st*;
using Init = int (*)();
using Shutdown = int (*)();
using GetCount = int (*)(unsigned*);
using GetByIndex = int (*)(unsigned, Device*);
using GetUuid = int (*)(Device, char*, unsigned);
constexpr int nvml_success = 0;

template <class Function>
Function symbol(void* library, const char* name) {
  return reinterpret_cast<Function>(::dlsym(library, name));
}

std::vector<std::string> uuids(void* library) {
  const auto count_of = symbol<GetCount>(library, "nvmlDeviceGetCount_v2");
  const auto device_at = symbol<GetByIndex>(library, "nvmlDeviceGetHandleByIndex_v2");
  const auto uuid_of = symbol<GetUuid>(library, "nvmlDeviceGetUUID");
  unsigned count = 0;
  std::vector<std::string> found;
  if (count_of == nullptr || device_at == nullptr || uuid_of == nullptr) return found;
  if (count_of(&count) != nvml_success) return found;
  for (unsigned i = 0; i < count; ++i) {
    Device device = nullptr;
    std::array<char, 96> uuid{};
    const bool known = device_at(i, &device) == nvml_success &&
                       uuid_of(device, uuid.data(), uuid.size()) == nvml_success;
    found.emplace_back(known ? std::string(uuid.data()) : std::to_string(i));
  }
  return found;
}

}  // namespace

std::vector<std::string> gpu_devices() {
  void* library = ::dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return {};
  const auto init = symbol<Init>(library, "nvmlInit_v2");
  const auto shutdown = symbol<Shutdown>(library, "nvmlShutdown");
  std::vector<std::string> found;
  if (init != nullptr && init() == nvml_success) {
    found = uuids(library);
    if (shutdown != nullptr) shutdown();
  }
  ::dlclose(library);
  return found;
}

}  // namespace headway::inline v0

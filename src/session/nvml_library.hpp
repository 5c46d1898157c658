// NVML's functions, looked up in a library that is opened at run time.
#pragma once

#include "nvml_abi.hpp"

#include <string>

#include <dlfcn.h>

namespace headway::inline v0 {

/// A library that is open, or why it is not.
class SharedLibrary {
 public:
  explicit SharedLibrary(const char* name)
      : name_(name), handle_(::dlopen(name, RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ != nullptr) return;
    const char* reason = ::dlerror();
    problem_ = reason != nullptr ? reason : "it cannot be loaded";
    const auto at = problem_.find(name);
    is_absent_ = at != std::string::npos && problem_.find("No such file", at) != std::string::npos;
  }
  ~SharedLibrary() {
    if (handle_ != nullptr) ::dlclose(handle_);
  }
  SharedLibrary(const SharedLibrary&) = delete;
  SharedLibrary& operator=(const SharedLibrary&) = delete;

  [[nodiscard]] bool is_open() const { return handle_ != nullptr; }
  /// The file is not there at all.
  [[nodiscard]] bool is_absent() const { return is_absent_; }
  [[nodiscard]] const std::string& problem() const { return problem_; }

  template <class Function>
  Function find(const char* name) const {
    return reinterpret_cast<Function>(::dlsym(handle_, name));
  }
  /// Notes the first one that is missing.
  template <class Function>
  Function require(const char* name) {
    const auto function = find<Function>(name);
    if (function == nullptr && problem_.empty()) problem_ = name_ + " lacks " + name;
    return function;
  }

 private:
  std::string name_;
  void* handle_;
  bool is_absent_ = false;
  std::string problem_{};
};

/// NVML's functions; all is well when the library noted no problem.
struct NvmlFunctions {
  explicit NvmlFunctions(SharedLibrary& library)
      : init(library.require<nvml::Init>("nvmlInit_v2")),
        shutdown(library.require<nvml::Shutdown>("nvmlShutdown")),
        count(library.require<nvml::Count>("nvmlDeviceGetCount_v2")),
        device_at(library.require<nvml::DeviceAt>("nvmlDeviceGetHandleByIndex_v2")),
        uuid_of(library.require<nvml::TextOf>("nvmlDeviceGetUUID")),
        driver_version(library.find<nvml::DriverVersion>("nvmlSystemGetDriverVersion")),
        name_of(library.find<nvml::TextOf>("nvmlDeviceGetName")),
        memory_of(library.find<nvml::MemoryOf>("nvmlDeviceGetMemoryInfo")),
        mig_mode_of(library.find<nvml::MigModeOf>("nvmlDeviceGetMigMode")),
        most_instances_of(library.find<nvml::MostInstancesOf>("nvmlDeviceGetMaxMigDeviceCount")),
        instance_at(library.find<nvml::InstanceAt>("nvmlDeviceGetMigDeviceHandleByIndex")),
        gpu_instance_of(library.find<nvml::GpuInstanceOf>("nvmlDeviceGetGpuInstanceId")) {}

  nvml::Init init;
  nvml::Shutdown shutdown;
  nvml::Count count;
  nvml::DeviceAt device_at;
  nvml::TextOf uuid_of;
  // Drivers from before MIG lack some of these.
  nvml::DriverVersion driver_version;
  nvml::TextOf name_of;
  nvml::MemoryOf memory_of;
  nvml::MigModeOf mig_mode_of;
  nvml::MostInstancesOf most_instances_of;
  nvml::InstanceAt instance_at;
  nvml::GpuInstanceOf gpu_instance_of;
};

}  // namespace headway::inline v0

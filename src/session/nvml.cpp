// Asking NVML.
#include "nvml.hpp"

#include "nvml_abi.hpp"

#include <array>
#include <string>
#include <utility>

#include <dlfcn.h>

namespace headway::inline v0 {
namespace {

/// A library that is open, or why it is not.
class Library {
 public:
  explicit Library(const char* name) : name_(name), handle_(::dlopen(name, RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ != nullptr) return;
    const char* reason = ::dlerror();
    problem_ = reason != nullptr ? reason : "it cannot be loaded";
    const auto at = problem_.find(name);
    is_absent_ = at != std::string::npos && problem_.find("No such file", at) != std::string::npos;
  }
  ~Library() {
    if (handle_ != nullptr) ::dlclose(handle_);
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

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
struct Functions {
  explicit Functions(Library& library)
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
        instance_at(library.find<nvml::InstanceAt>("nvmlDeviceGetMigDeviceHandleByIndex")) {}

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
};

/// NVML, initialised, asked device by device.
class Inquiry {
 public:
  explicit Inquiry(const Functions& nvml) : nvml_(nvml) {}

  GpuSurvey all() {
    found_.driver = driver();
    unsigned count = 0;
    if (const int code = nvml_.count(&count); code != nvml::success) {
      found_.problem = nvml::meaning(code);
    }
    for (unsigned i = 0; i < count; ++i) ask_gpu(i);
    return std::move(found_);
  }

 private:
  [[nodiscard]] std::string driver() const {
    std::array<char, nvml::text_size> text{};
    const bool known = nvml_.driver_version != nullptr &&
                       nvml_.driver_version(text.data(), text.size()) == nvml::success;
    return known ? text.data() : "unknown";
  }

  void ask_gpu(unsigned index) {
    nvml::Device device = nullptr;
    Gpu gpu{.uuid = "GPU " + std::to_string(index), .index = index};
    if (const int code = nvml_.device_at(index, &device); code != nvml::success) {
      withhold(gpu, nvml::meaning(code));
    } else if (identify(device, gpu)) {
      if (is_divided(device)) {
        ask_instances(device, gpu);
      } else {
        offer(device, std::move(gpu));
      }
    }
  }

  /// Its UUID and name; withholds it when it has no UUID.
  bool identify(nvml::Device device, Gpu& gpu) {
    std::array<char, nvml::text_size> text{};
    if (const int code = nvml_.uuid_of(device, text.data(), text.size()); code != nvml::success) {
      withhold(gpu, nvml::meaning(code));
      return false;
    }
    gpu.uuid = text.data();
    const bool named = nvml_.name_of != nullptr &&
                       nvml_.name_of(device, text.data(), text.size()) == nvml::success;
    gpu.name = named ? text.data() : "";
    return true;
  }

  [[nodiscard]] bool is_divided(nvml::Device device) const {
    unsigned now = 0;
    unsigned after_reset = 0;
    return nvml_.mig_mode_of != nullptr && nvml_.most_instances_of != nullptr &&
           nvml_.instance_at != nullptr &&
           nvml_.mig_mode_of(device, &now, &after_reset) == nvml::success && now == 1;
  }

  void ask_instances(nvml::Device device, const Gpu& gpu) {
    unsigned most = 0;
    unsigned found = 0;
    if (const int code = nvml_.most_instances_of(device, &most); code != nvml::success) {
      return withhold(gpu, nvml::meaning(code));
    }
    for (unsigned i = 0; i < most; ++i) {
      nvml::Device instance = nullptr;
      const int code = nvml_.instance_at(device, i, &instance);
      if (code == nvml::not_found || code == nvml::invalid_argument) continue;  // a free place
      ++found;
      Gpu part{.uuid = "instance " + std::to_string(i) + " of " + gpu.uuid,
               .index = gpu.index,
               .instance_of = gpu.uuid};
      if (code != nvml::success) {
        withhold(part, nvml::meaning(code));
      } else if (identify(instance, part)) {
        offer(instance, std::move(part));
      }
    }
    if (found == 0) withhold(gpu, "it is in MIG mode and has no instances");
  }

  /// Withholds it after all when its memory cannot be read, which a working device lets one do.
  void offer(nvml::Device device, Gpu gpu) {
    nvml::Memory memory;
    const int code =
        nvml_.memory_of == nullptr ? nvml::not_supported : nvml_.memory_of(device, &memory);
    if (code != nvml::success && code != nvml::not_supported) {
      return withhold(gpu, nvml::meaning(code));
    }
    gpu.memory = static_cast<std::int64_t>(memory.total);
    found_.devices.push_back(std::move(gpu));
  }

  void withhold(const Gpu& gpu, std::string reason) {
    found_.withheld.push_back({gpu.uuid, std::move(reason)});
  }

  const Functions& nvml_;
  GpuSurvey found_{};
};

}  // namespace

GpuSurvey survey_gpus(const char* name) {
  Library library(name);
  if (library.is_absent()) return {};
  if (!library.is_open()) return {.problem = library.problem()};
  const Functions nvml(library);
  if (!library.problem().empty()) return {.problem = library.problem()};
  if (const int code = nvml.init(); code != nvml::success) return {.problem = nvml::meaning(code)};
  GpuSurvey found = Inquiry(nvml).all();
  nvml.shutdown();
  return found;
}

}  // namespace headway::inline v0

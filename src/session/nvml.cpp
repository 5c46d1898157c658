// Asking NVML.
#include "nvml.hpp"

#include "nvml_library.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

namespace headway::inline v0 {
namespace {

/// NVML, initialised, asked device by device.
class Inquiry {
 public:
  explicit Inquiry(const NvmlFunctions& nvml) : nvml_(nvml) {}

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
    std::vector<unsigned> owners;
    const std::size_t first = found_.devices.size();
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
        if (first + owners.size() < found_.devices.size()) owners.push_back(owner_of(instance, i));
      }
    }
    share_memory(std::span(found_.devices).subspan(first), owners);
    if (found == 0) withhold(gpu, "it is in MIG mode and has no instances");
  }

  /// The number of the GPU instance that a MIG device is a compute instance of; else its own.
  [[nodiscard]] unsigned owner_of(nvml::Device instance, unsigned index) const {
    unsigned owner = 0;
    const bool known = nvml_.gpu_instance_of != nullptr &&
                       nvml_.gpu_instance_of(instance, &owner) == nvml::success;
    return known ? owner : ~index;
  }

  /// Compute instances of one GPU instance have its memory together: each is offered its part.
  static void share_memory(std::span<Gpu> parts, const std::vector<unsigned>& owners) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      parts[i].memory /= std::count(owners.begin(), owners.end(), owners[i]);
    }
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

  const NvmlFunctions& nvml_;
  GpuSurvey found_{};
};

}  // namespace

GpuSurvey survey_gpus(const char* name) {
  SharedLibrary library(name);
  if (library.is_absent()) return {};
  if (!library.is_open()) return {.problem = library.problem()};
  const NvmlFunctions nvml(library);
  if (!library.problem().empty()) return {.problem = library.problem()};
  if (const int code = nvml.init(); code != nvml::success) return {.problem = nvml::meaning(code)};
  GpuSurvey found = Inquiry(nvml).all();
  nvml.shutdown();
  return found;
}

}  // namespace headway::inline v0

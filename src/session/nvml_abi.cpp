// What NVML's codes mean.
#include "nvml_abi.hpp"

namespace headway::inline v0::nvml {
namespace {

const char* words(int code) {
  switch (code) {
    case invalid_argument: return "the driver does not know it (any more)";
    case not_supported: return "the driver does not support the question";
    case no_permission: return "no permission";
    case not_found: return "the driver does not find it";
    case insufficient_power: return "its power cables are not attached";
    case driver_not_loaded: return "the driver is not loaded";
    case timeout: return "the driver did not answer in time";
    case interrupt_trouble: return "its interrupts do not arrive";
    case function_not_found: return "the library lacks a function";
    case lost: return "it is lost: it fell off the bus or is out of reach";
    case reset_required: return "it must be reset";
    case operating_system: return "the operating system keeps the driver from it";
    case version_mismatch: return "library and loaded driver are of different versions";
    case out_of_memory: return "out of memory";
    default: return "the driver gives no reason";
  }
}

}  // namespace

std::string meaning(int code) {
  return std::string(words(code)) + " (NVML error " + std::to_string(code) + ')';
}

}  // namespace headway::inline v0::nvml

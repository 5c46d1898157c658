// Which devices CUDA_VISIBLE_DEVICES leaves to this process.
#pragma once

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// The device that one entry names: by its index, by its UUID or an unambiguous beginning of it, or
/// a MIG instance by its own UUID. Empty when it names none.
inline std::string device_named(const std::vector<std::string>& devices, std::string_view entry) {
  if (entry.starts_with("MIG-")) return std::string(entry);
  std::size_t index = 0;
  const auto* end = entry.data() + entry.size();
  const auto number = std::from_chars(entry.data(), end, index);
  if (number.ec == std::errc() && number.ptr == end) {
    return index < devices.size() ? devices[index] : std::string();
  }
  const auto is_meant = [&](const std::string& device) { return device.starts_with(entry); };
  if (!entry.starts_with("GPU-")) return {};
  const auto found = std::find_if(devices.begin(), devices.end(), is_meant);
  const bool one = std::count_if(devices.begin(), devices.end(), is_meant) == 1;
  return one ? *found : std::string();
}

/// Those of `devices`, the driver's list, that the value of CUDA_VISIBLE_DEVICES names, in its
/// order. As in CUDA an entry that names none, such as -1, ends the list. None is named twice.
inline std::vector<std::string> visible_devices(const std::vector<std::string>& devices,
                                                std::string_view variable) {
  std::vector<std::string> visible;
  while (!variable.empty() && !devices.empty()) {
    auto entry = variable.substr(0, variable.find(','));
    variable.remove_prefix(std::min(variable.size(), entry.size() + 1));
    while (entry.starts_with(' ')) entry.remove_prefix(1);
    while (entry.ends_with(' ')) entry.remove_suffix(1);
    const auto device = device_named(devices, entry);
    if (device.empty()) break;
    if (std::find(visible.begin(), visible.end(), device) == visible.end()) {
      visible.push_back(device);
    }
  }
  return visible;
}

}  // namespace headway::inline v0

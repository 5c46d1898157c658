// Which devices CUDA_VISIBLE_DEVICES leaves to this process.
#pragma once

#include <headway/session/survey.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// The GPU that an index means.
inline std::optional<std::uint32_t> index_in(std::string_view entry) {
  std::uint32_t index = 0;
  const auto* end = entry.data() + entry.size();
  const auto number = std::from_chars(entry.data(), end, index);
  const bool is_index = number.ec == std::errc() && number.ptr == end;
  return is_index ? std::optional(index) : std::nullopt;
}

/// The devices that one entry names: a GPU by its index, by its UUID or an unambiguous beginning of
/// it, and then all instances of one that is divided; or one instance by its own UUID.
inline std::vector<Gpu> devices_named(const std::vector<Gpu>& devices, std::string_view entry) {
  const auto index = index_in(entry);
  std::vector<Gpu> named;
  for (const Gpu& device : devices) {
    const std::string& gpu = device.instance_of.empty() ? device.uuid : device.instance_of;
    const bool by_uuid = (entry.starts_with("GPU-") && gpu.starts_with(entry)) ||
                         (entry.starts_with("MIG-") && !device.instance_of.empty() &&
                          device.uuid.starts_with(entry));
    if (index ? device.index == *index : by_uuid) named.push_back(device);
  }
  const bool ambiguous = std::any_of(named.begin(), named.end(), [&](const Gpu& device) {
    return device.index != named.front().index || (entry.starts_with("MIG-") && named.size() > 1);
  });
  return ambiguous ? std::vector<Gpu>() : named;
}

/// Those of `devices`, in the driver's order, that the value of CUDA_VISIBLE_DEVICES names, in its
/// order. As in CUDA an entry that names none, such as -1, ends the list. None is named twice.
inline std::vector<Gpu> visible_devices(const std::vector<Gpu>& devices,
                                        std::string_view variable) {
  std::vector<Gpu> visible;
  while (!variable.empty() && !devices.empty()) {
    auto entry = variable.substr(0, variable.find(','));
    variable.remove_prefix(std::min(variable.size(), entry.size() + 1));
    while (entry.starts_with(' ')) entry.remove_prefix(1);
    while (entry.ends_with(' ')) entry.remove_suffix(1);
    const auto named = devices_named(devices, entry);
    if (named.empty()) break;
    for (const Gpu& device : named) {
      if (std::find(visible.begin(), visible.end(), device) == visible.end()) {
        visible.push_back(device);
      }
    }
  }
  return visible;
}

}  // namespace headway::inline v0

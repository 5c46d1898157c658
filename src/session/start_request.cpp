// Requests and their environment.
#include "start_request.hpp"

#include <algorithm>

namespace headway::inline v0 {
namespace {

bool sets(const std::vector<std::string>& entries, std::string_view name) {
  return std::any_of(entries.begin(), entries.end(), [&](std::string_view entry) {
    return entry.starts_with(name) && entry.substr(name.size()).starts_with('=');
  });
}

std::string visible_devices(const Placement& placement, const Node& node) {
  std::string devices;
  for (const auto& share : placement.gpus) {
    if (!devices.empty()) devices += ',';
    devices +=
        share.device < node.gpus.size() ? node.gpus[share.device] : std::to_string(share.device);
  }
  return devices;
}

bool has_nul(std::string_view text) { return text.find('\0') != std::string_view::npos; }

}  // namespace

StartRequest make_start_request(const SessionSpec& spec, const Node& node,
                                const std::vector<std::string>& inherited) {
  const auto& process = std::get<ProcessSpec>(spec.body);
  StartRequest request{.key = spec.key,
                       .folder = spec.folder,
                       .workdir = process.workdir,
                       .argv = process.argv,
                       .clean_env = process.clean_env,
                       .line = spec.line};
  request.env.reserve(process.env.size() + 2);
  for (const auto& [name, value] : process.env) request.env.push_back(name + '=' + value);
  if (!sets(request.env, "CUDA_VISIBLE_DEVICES")) {
    request.env.push_back("CUDA_VISIBLE_DEVICES=" + visible_devices(spec.placement, node));
  }
  const auto cpus = spec.placement.granted.of("cpu").raw / 1000;
  const bool is_set = sets(request.env, "OMP_NUM_THREADS") ||
                      (!process.clean_env && sets(inherited, "OMP_NUM_THREADS"));
  if (!is_set) {
    request.env.push_back("OMP_NUM_THREADS=" + std::to_string(cpus > 1 ? cpus : 1));
  }
  return request;
}

std::string defect_of(const ProcessSpec& process) {
  if (process.argv.empty() || process.argv.front().empty()) return "the command is empty";
  for (std::size_t i = 0; i < process.argv.size(); ++i) {
    if (has_nul(process.argv[i])) return "word " + std::to_string(i) + " holds a NUL byte";
  }
  for (const auto& [name, value] : process.env) {
    if (name.empty() || has_nul(name) || name.find('=') != std::string::npos) {
      return "the variable name \"" + name + "\" is empty or holds = or a NUL byte";
    }
    if (has_nul(value)) return "the variable " + name + " holds a NUL byte";
  }
  return {};
}

}  // namespace headway::inline v0

// Requests and their environment.
#include "start_request.hpp"

#include "mps.hpp"

#include <algorithm>
#include <optional>

namespace headway::inline v0 {
namespace {

/// The value of a variable among `entries`, the last of them where it is there twice.
std::optional<std::string_view> value_of(const std::vector<std::string>& entries,
                                         std::string_view name) {
  const auto found = std::find_if(entries.rbegin(), entries.rend(), [&](std::string_view entry) {
    return entry.starts_with(name) && entry.substr(name.size()).starts_with('=');
  });
  if (found == entries.rend()) return std::nullopt;
  return std::string_view(*found).substr(name.size() + 1);
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

std::string thread_count(const Placement& placement) {
  return std::to_string(std::max<std::int64_t>(placement.granted.of("cpu").raw / 1000, 1));
}

/// The share of a device in whole percent, rounded down, for all shares of it together are at most
/// 100, but at least 1; nothing for whole devices.
std::optional<std::string> thread_percentage(const Placement& placement) {
  constexpr unsigned whole = 1000;
  if (placement.gpus.size() != 1 || placement.gpus.front().thousandths >= whole) return {};
  return std::to_string(std::max(placement.gpus.front().thousandths / 10U, 1U));
}

/// What a session finds in its environment: what it sets, then what it inherits.
class Surroundings {
 public:
  Surroundings(StartRequest& request, const std::vector<std::string>& inherited)
      : request_(request), inherited_(inherited) {}

  [[nodiscard]] std::optional<std::string_view> own(std::string_view name) const {
    return value_of(request_.env, name);
  }
  [[nodiscard]] std::optional<std::string_view> operator[](std::string_view name) const {
    auto value = own(name);
    return value || request_.clean_env ? value : value_of(inherited_, name);
  }
  void set(std::string_view name, const std::string& value) {
    request_.env.push_back(std::string(name) + '=' + value);
  }

 private:
  StartRequest& request_;
  const std::vector<std::string>& inherited_;
};

/// Variables that tell libraries what was granted.
void bind(Surroundings env, const Placement& placement, const Node& node) {
  if (!env.own("CUDA_VISIBLE_DEVICES")) {
    env.set("CUDA_VISIBLE_DEVICES", visible_devices(placement, node));
  }
  if (!env["OMP_NUM_THREADS"]) env.set("OMP_NUM_THREADS", thread_count(placement));
  const auto percentage = thread_percentage(placement);
  if (percentage && !env.own("CUDA_MPS_ACTIVE_THREAD_PERCENTAGE") &&
      mps_runs(mps_folder(env["CUDA_MPS_PIPE_DIRECTORY"].value_or("")))) {
    env.set("CUDA_MPS_ACTIVE_THREAD_PERCENTAGE", *percentage);
  }
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
  request.env.reserve(process.env.size() + 3);
  for (const auto& [name, value] : process.env) request.env.push_back(name + '=' + value);
  bind({request, inherited}, spec.placement ? *spec.placement : Placement{}, node);
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

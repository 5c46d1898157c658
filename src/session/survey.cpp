// The survey: affinity, control groups, memory, devices.
#include "cgroup.hpp"
#include "mps.hpp"
#include "nvml.hpp"
#include "visible_devices.hpp"

#include <headway/session/survey.hpp>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>

#include <sched.h>
#include <unistd.h>

namespace headway::inline v0 {
namespace {

/// The size of the affinity mask, which the kernel keeps within the cpuset of the control group;
/// machines with more than 1024 processors need a larger set.
std::int64_t processors_in_mask() {
  for (int most = CPU_SETSIZE; most <= (1 << 20); most *= 2) {
    cpu_set_t* set = CPU_ALLOC(static_cast<std::size_t>(most));
    const auto size = CPU_ALLOC_SIZE(static_cast<std::size_t>(most));
    const bool known = ::sched_getaffinity(0, size, set) == 0;
    const int count = known ? CPU_COUNT_S(size, set) : 0;
    CPU_FREE(set);
    if (known) return count;
  }
  return std::max<std::int64_t>(::sysconf(_SC_NPROCESSORS_ONLN), 1);
}

std::int64_t physical_memory() {
  return std::int64_t{::sysconf(_SC_PHYS_PAGES)} * ::sysconf(_SC_PAGESIZE);
}

void add(std::vector<Bound>& bounds, const char* by, const std::optional<CgroupLimit>& limit) {
  if (limit) bounds.push_back({by, {limit->most}, limit->folder});
}

std::optional<std::string_view> value_of(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr ? std::optional<std::string_view>(value) : std::nullopt;
}

/// Leaves the devices that whoever started this process left to it.
void keep_visible(GpuSurvey& gpus, std::string_view variable) {
  auto visible = visible_devices(gpus.devices, variable);
  for (const Gpu& device : gpus.devices) {
    if (std::find(visible.begin(), visible.end(), device) != visible.end()) continue;
    gpus.withheld.push_back({device.uuid, "CUDA_VISIBLE_DEVICES does not name it"});
  }
  gpus.devices = std::move(visible);
}

}  // namespace

Survey survey() {
  const CgroupLimits limits = cgroup_limits();
  Survey found{.cpu = {{"affinity mask", {processors_in_mask() * 1000}}},
               .mem = {{"built in", {physical_memory()}}},
               .gpus = survey_gpus()};
  add(found.cpu, "cgroup quota", limits.cpu);
  add(found.mem, "cgroup limit", limits.memory);
  if (const auto variable = value_of("CUDA_VISIBLE_DEVICES")) keep_visible(found.gpus, *variable);
  const std::string pipes = mps_folder(value_of("CUDA_MPS_PIPE_DIRECTORY").value_or(""));
  if (mps_runs(pipes)) found.gpus.mps = pipes;
  return found;
}

}  // namespace headway::inline v0

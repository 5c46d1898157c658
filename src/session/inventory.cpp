// The inventory: affinity, control groups, memory, devices.
#include "cgroup.hpp"
#include "visible_devices.hpp"

#include <headway/session/inventory.hpp>

#include <algorithm>
#include <cstdlib>

#include <sched.h>
#include <unistd.h>

namespace headway::inline v0 {
namespace {

/// The size of the affinity mask; machines with more than 1024 processors need a larger set.
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

/// The devices that whoever started this process left to it.
std::vector<std::string> usable_devices() {
  auto devices = gpu_devices();
  const char* variable = std::getenv("CUDA_VISIBLE_DEVICES");
  return variable == nullptr ? devices : visible_devices(devices, variable);
}

}  // namespace

Quantity usable_cpu() {
  const std::int64_t by_mask = processors_in_mask() * 1000;
  return {std::min(by_mask, cgroup_limits().cpu_thousandths.value_or(by_mask))};
}

Quantity usable_memory() {
  const std::int64_t built_in = physical_memory();
  return {std::min(built_in, cgroup_limits().memory_bytes.value_or(built_in))};
}

Node inventory(const Resources& overlay) {
  Node node{.name = "local", .gpus = usable_devices()};
  node.resources.set("cpu", usable_cpu());
  node.resources.set("mem", usable_memory());
  if (!node.gpus.empty()) {
    node.resources.set("gpu", {static_cast<std::int64_t>(node.gpus.size()) * 1000});
  }
  for (const auto& [slot, quantity] : overlay) node.resources.set(slot, quantity);
  // Fewer devices than there are: the first ones. More: numbered, as there is no name for them.
  const auto devices = static_cast<std::size_t>((node.resources.of("gpu").raw + 999) / 1000);
  if (devices > node.gpus.size()) node.gpus.clear();
  if (!node.gpus.empty()) node.gpus.resize(devices);
  return node;
}

}  // namespace headway::inline v0

// Devices by number: from start to start.
#include "cluster_devices.hpp"

#include <headway/base/error.hpp>
#include <headway/schedule/min_heap.hpp>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace headway::inline v0 {
namespace {

std::uint64_t first_of(std::uint64_t free, std::uint32_t count) {
  std::uint64_t chosen = 0;
  for (; count > 0; --count) {
    HEADWAY_ASSERT(free != 0);
    chosen |= free & (~free + 1);
    free &= free - 1;
  }
  return chosen;
}

std::vector<std::uint64_t> all_devices(const ClusterModel& model) {
  std::vector<std::uint64_t> all;
  for (const ClusterNode& node : model.nodes()) {
    const std::size_t count = node.devices.size();
    all.push_back(count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1);
  }
  return all;
}

}  // namespace

void hand_out_devices(const ClusterModel& model, ClusterSchedule& schedule) {
  const std::vector<std::uint64_t> all = all_devices(model);
  std::vector<std::uint64_t> free = all;
  std::vector<std::uint32_t> order(model.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(schedule.starts[a], a) < std::pair(schedule.starts[b], b);
  });
  MinHeap<std::pair<std::int64_t, std::uint32_t>> holders;  // until when, and who
  for (const std::uint32_t a : order) {
    for (; !holders.empty() && holders.top().first <= schedule.starts[a]; holders.pop()) {
      const std::uint32_t past = holders.top().second;
      free[schedule.nodes[past]] |= schedule.devices[past];
    }
    const std::uint32_t node = schedule.nodes[a];
    const bool holds = model.duration(a) > 0;
    const std::uint32_t count = model.device_demand(a).devices();
    schedule.devices[a] = first_of(holds ? free[node] : all[node], count);
    if (!holds || count == 0) continue;
    free[node] &= ~schedule.devices[a];
    holders.push({schedule.starts[a] + model.duration(a), a});
  }
}

}  // namespace headway::inline v0

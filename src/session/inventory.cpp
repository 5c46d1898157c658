// From what was found to what is offered.
#include <headway/session/inventory.hpp>

#include <algorithm>
#include <limits>

namespace headway::inline v0 {
namespace {

constexpr std::int64_t whole = 1000;  // one processor, one device

Quantity least(const std::vector<Bound>& bounds, Quantity floor = {}) {
  Quantity most{std::numeric_limits<std::int64_t>::max()};
  for (const Bound& bound : bounds) most = std::min(most, bound.most);
  return std::max(most, floor);
}

void offer(Node& node, const std::vector<Gpu>& devices) {
  if (devices.empty()) return;
  node.resources.set("gpu", {static_cast<std::int64_t>(devices.size()) * whole});
  for (const Gpu& device : devices) {
    node.gpus.push_back(device.uuid);
    node.gpu_memory.push_back(device.memory);
  }
}

/// Fewer devices than there are: the first ones. More: numbered, as there is no name for them, nor
/// a memory.
void keep_devices(Node& node) {
  const auto devices = static_cast<std::size_t>((node.resources.of("gpu").raw + whole - 1) / whole);
  if (devices > node.gpus.size()) {
    node.gpus.clear();
    node.gpu_memory.clear();
  } else {
    node.gpus.resize(devices);
    node.gpu_memory.resize(devices);
  }
}

/// `gpu_mem` is the least of them; where all are alike it says everything.
void sum_up_memory(Node& node, const Resources& overlay) {
  auto& memory = node.gpu_memory;
  if (memory.empty() || overlay.names("gpu_mem")) return memory.clear();
  const auto [least, most] = std::minmax_element(memory.begin(), memory.end());
  const bool alike = *least == *most;
  if (*least > 0) node.resources.set("gpu_mem", {*least});
  if (alike) memory.clear();
}

}  // namespace

Node inventory(const Survey& found, const Resources& overlay) {
  Node node{.name = "local", .resources = {}};
  node.resources.set("cpu", least(found.cpu, {whole}));
  node.resources.set("mem", least(found.mem));
  offer(node, found.gpus.devices);
  for (const auto& [slot, quantity] : overlay) node.resources.set(slot, quantity);
  keep_devices(node);
  sum_up_memory(node, overlay);
  return node;
}

Node inventory(const Resources& overlay) { return inventory(survey(), overlay); }

}  // namespace headway::inline v0

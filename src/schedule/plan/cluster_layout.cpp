// Shapes, rows, and the rule by which a node and its devices are chosen.
#include "cluster_layout.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <utility>

namespace headway::inline v0 {
namespace {

/// Is there any device that is not counted as a whole one like all others?
bool any_shared(const ClusterModel& model) {
  std::int64_t most = 0;
  for (std::uint32_t a = 0; a < model.size(); ++a) {
    const DeviceDemand demand = model.device_demand(a);
    if (demand.share() % 1000 != 0) return true;
    most = std::max(most, demand.thousandths > 0 ? demand.memory : 0);
  }
  for (const ClusterNode& node : model.nodes()) {
    for (const ClusterDevice& device : node.devices) {
      if (device.thousandths != 1000 || device.memory < most) return true;
    }
  }
  return false;
}

/// Takes the lowest bit.
std::size_t next_of(std::uint64_t& bits) {
  const auto bit = static_cast<std::size_t>(std::countr_zero(bits));
  bits &= bits - 1;
  return bit;
}

}  // namespace

ClusterLayout::ClusterLayout(const ClusterModel& model)
    : columns_(model.slots()), shares_(any_shared(model)) {
  if (!shares_) ++columns_;
  lay_out_nodes(model);
  find_shapes(model);
  weigh(model);
}

void ClusterLayout::lay_out_nodes(const ClusterModel& model) {
  for (const ClusterNode& node : model.nodes()) {
    std::vector<std::int64_t>& row = full_.emplace_back(node.capacities);
    if (!shares_) row.push_back(static_cast<std::int64_t>(node.devices.size()));
    if (!shares_) continue;
    for (const ClusterDevice& device : node.devices) row.push_back(device.thousandths);
    for (const ClusterDevice& device : node.devices) row.push_back(device.memory);
  }
}

void ClusterLayout::find_shapes(const ClusterModel& model) {
  std::map<std::vector<std::int64_t>, std::uint32_t> known;
  std::vector<std::int64_t> key;
  shape_of_.resize(model.size());
  for (std::uint32_t a = 0; a < model.size(); ++a) {
    const auto slots = model.demand(a);
    const DeviceDemand devices = model.device_demand(a);
    key.assign(slots.begin(), slots.end());
    if (!shares_) key.push_back(devices.devices());
    const std::size_t row = key.size();
    key.insert(key.end(), {devices.thousandths, devices.memory, model.running_on(a)});
    for (const CapUse& use : model.cap_uses(a)) key.insert(key.end(), {use.cap, use.amount});
    const auto [at, fresh] = known.emplace(key, static_cast<std::uint32_t>(shapes()));
    shape_of_[a] = at->second;
    if (!fresh) continue;
    const auto uses = model.cap_uses(a);
    demands_.insert(demands_.end(), key.begin(), key.begin() + static_cast<std::ptrdiff_t>(row));
    devices_.push_back(devices);
    running_on_.push_back(model.running_on(a));
    cap_uses_.emplace_back(uses.begin(), uses.end());
  }
}

/// A column weighs by the work that is asked of it for what all nodes have of it.
void ClusterLayout::weigh(const ClusterModel& model) {
  constexpr int fine = 20;  // bits of a quantity, of a time and of a weight
  const auto bits = [](std::int64_t n) {
    return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(n)));
  };
  const int spare = std::max(bits(model.graph().critical_path()) - fine, 0);
  std::vector<std::int64_t> work(columns_);
  shifts_.assign(columns_, 0);
  weights_.assign(columns_, 0);
  std::vector<std::int64_t> sums(columns_, 1);
  for (std::size_t c = 0; c < columns_; ++c) {
    std::int64_t most = 1;
    for (const auto& row : full_) most = std::max(most, row[c]);
    shifts_[c] = std::max(bits(most) - fine, 0);
    for (const auto& row : full_) sums[c] += row[c] >> shifts_[c];
    for (std::uint32_t a = 0; a < model.size(); ++a)
      work[c] += ((model.duration(a) >> spare) * (demand(shape_of_[a])[c] >> shifts_[c])) >> 10;
  }
  for (std::size_t c = 0; c < columns_; ++c) {
    work[c] = work[c] / sums[c] + 1;
    weights_[c] = std::max<std::int64_t>((std::int64_t{1} << fine) / sums[c], 1);
  }
  const std::int64_t most = *std::max_element(work.begin(), work.end());
  for (std::size_t c = 0; c < columns_; ++c)
    weights_[c] = std::max<std::int64_t>(weights_[c] * (1 + 15 * work[c] / most), 1);
}

std::uint64_t ClusterLayout::roomy(std::uint32_t node, const std::int64_t* row,
                                   std::uint32_t shape) const {
  const std::size_t count = device_count(node);
  const std::int64_t* thousandths = row + columns_;
  const DeviceDemand& wanted = devices_[shape];
  std::uint64_t bits = 0;
  for (std::size_t d = 0; d < count; ++d) {
    const bool room = thousandths[d] >= wanted.share() && thousandths[count + d] >= wanted.memory;
    bits |= static_cast<std::uint64_t>(room) << d;
  }
  return bits;
}

std::uint64_t ClusterLayout::fullest(std::uint32_t node, const std::int64_t* row,
                                     std::uint32_t shape, std::uint64_t roomy) const {
  const std::size_t count = device_count(node);
  const std::int64_t* thousandths = row + columns_;
  std::uint64_t chosen = 0;
  for (std::uint32_t more = devices_[shape].devices(); more > 0; --more) {
    std::uint64_t left = roomy & ~chosen;
    std::size_t best = next_of(left);
    while (left != 0) {
      const std::size_t d = next_of(left);
      const auto room = std::pair(thousandths[d], thousandths[count + d]);
      if (room < std::pair(thousandths[best], thousandths[count + best])) best = d;
    }
    chosen |= std::uint64_t{1} << best;
  }
  return chosen;
}

void ClusterLayout::change(std::uint32_t node, std::int64_t* row, std::uint32_t shape,
                           std::uint64_t devices, std::int64_t sign) const {
  const std::int64_t* wanted = demands_.data() + shape * columns_;
  for (std::size_t c = 0; c < columns_; ++c) row[c] += sign * wanted[c];
  const std::size_t count = device_count(node);
  while (devices != 0) {
    const std::size_t d = next_of(devices);
    row[columns_ + d] += sign * devices_[shape].share();
    row[columns_ + count + d] += sign * devices_[shape].memory;
  }
}

FitLoss ClusterLayout::loss(std::uint32_t node, const std::int64_t* row, std::uint32_t shape,
                            std::uint64_t devices) const {
  FitLoss loss;
  for (std::size_t c = 0; c < columns_; ++c) loss.rest += (row[c] >> shifts_[c]) * weights_[c];
  if (!shares_) return loss;
  const bool shares = devices_[shape].thousandths % 1000 != 0;
  if (shares) loss.device = row[columns_ + static_cast<std::size_t>(std::countr_zero(devices))];
  if (!shares) loss.device = free_devices(node, row);
  return loss;
}

std::int64_t ClusterLayout::free_devices(std::uint32_t node, const std::int64_t* row) const {
  if (!shares_) return row[columns_ - 1] * 1000;
  std::int64_t sum = 0;
  for (std::size_t d = 0; d < device_count(node); ++d) sum += row[columns_ + d];
  return sum;
}

}  // namespace headway::inline v0

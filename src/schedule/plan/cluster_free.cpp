// Free rows of nodes, and caps.
#include "cluster_free.hpp"

#include <algorithm>
#include <bit>

namespace headway::inline v0 {

ClusterFree::ClusterFree(const ClusterModel& model, const ClusterLayout& layout)
    : layout_(layout), caps_(model.caps()), rows_(layout.nodes()), most_(layout.columns() + 1) {
  reset();
}

void ClusterFree::reset() {
  for (std::uint32_t node = 0; node < rows_.size(); ++node) {
    const auto full = layout_.full(node);
    rows_[node].assign(full.begin(), full.end());
  }
  free_caps_.assign(caps_.begin(), caps_.end());
  changed_ = true;
}

bool ClusterFree::fits_caps(std::uint32_t shape) const {
  const auto uses = layout_.cap_uses(shape);
  return std::all_of(uses.begin(), uses.end(),
                     [this](const CapUse& use) { return use.amount <= free_caps_[use.cap]; });
}

std::optional<ClusterSpot> ClusterFree::find(std::uint32_t shape) const {
  std::optional<ClusterSpot> best;
  FitLoss least;
  if (!fits_caps(shape)) return best;
  const bool picks = layout_.picks_devices(shape);
  const auto wanted = static_cast<int>(layout_.devices(shape).devices());
  for (std::uint32_t node = 0; node < rows_.size(); ++node) {
    const std::int64_t* row = rows_[node].data();
    if (!layout_.fits_columns(row, shape) || !layout_.allowed(shape, node)) continue;
    std::uint64_t devices = picks ? layout_.roomy(node, row, shape) : 0;
    if (picks && std::popcount(devices) < wanted) continue;
    if (picks) devices = layout_.fullest(node, row, shape, devices);
    const FitLoss loss = rows_.size() > 1 ? layout_.loss(node, row, shape, devices) : FitLoss{};
    if (best && !(loss < least)) continue;
    best = {node, devices};
    least = loss;
  }
  return best;
}

void ClusterFree::change(std::uint32_t shape, ClusterSpot spot, std::int64_t sign) {
  layout_.change(spot.node, rows_[spot.node].data(), shape, spot.devices, sign);
  for (const CapUse& use : layout_.cap_uses(shape)) free_caps_[use.cap] += sign * use.amount;
  changed_ = true;
}

std::span<const std::int64_t> ClusterFree::most() {
  if (!changed_) return most_;
  changed_ = false;
  std::fill(most_.begin(), most_.end(), 0);
  for (std::uint32_t node = 0; node < rows_.size(); ++node) {
    const std::int64_t* row = rows_[node].data();
    for (std::size_t c = 0; c < layout_.columns(); ++c) most_[c] = std::max(most_[c], row[c]);
    most_.back() = std::max(most_.back(), layout_.free_devices(node, row));
  }
  return most_;
}

}  // namespace headway::inline v0

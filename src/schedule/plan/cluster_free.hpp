// What a cluster has free now.
#pragma once

#include "cluster_layout.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// A node and the devices on it.
struct ClusterSpot {
  std::uint32_t node = 0;
  std::uint64_t devices = 0;
};

/// One instant of a schedule. Nothing allocates but the constructor.
class ClusterFree {
 public:
  ClusterFree(const ClusterModel& model, const ClusterLayout& layout);

  void reset();
  /// The spot where a shape fits and least is lost, if there is one.
  [[nodiscard]] std::optional<ClusterSpot> find(std::uint32_t shape) const;
  void take(std::uint32_t shape, ClusterSpot spot) { change(shape, spot, -1); }
  void give(std::uint32_t shape, ClusterSpot spot) { change(shape, spot, 1); }
  /// The most of each column, and of devices, that any node has.
  [[nodiscard]] std::span<const std::int64_t> most();

 private:
  [[nodiscard]] bool fits_caps(std::uint32_t shape) const;
  void change(std::uint32_t shape, ClusterSpot spot, std::int64_t sign);

  const ClusterLayout& layout_;
  std::span<const std::int64_t> caps_;
  std::vector<std::vector<std::int64_t>> rows_;  // per node
  std::vector<std::int64_t> free_caps_;
  std::vector<std::int64_t> most_;
  bool changed_ = true;  // since `most_` was found
};

}  // namespace headway::inline v0

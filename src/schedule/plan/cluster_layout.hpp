// A cluster in rows of numbers: what activities ask for, by shape, and what a node has free.
#pragma once

#include <headway/schedule/plan/cluster_model.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// How much of a node's use is lost by placing something there; less is better.
struct FitLoss {
  std::int64_t device = 0;  // left on the device that is shared
  std::int64_t rest = 0;    // left on the node, weighed by how much each slot is asked for
  friend auto operator<=>(const FitLoss&, const FitLoss&) = default;
};

/// Activities that ask for the same are one shape. A row is what a node has free: a column per
/// slot; then one for devices, if nobody shares any; else thousandths, then memory, of each device.
class ClusterLayout {
 public:
  explicit ClusterLayout(const ClusterModel& model);

  [[nodiscard]] std::size_t shapes() const { return devices_.size(); }
  [[nodiscard]] std::uint32_t shape_of(std::uint32_t activity) const { return shape_of_[activity]; }
  [[nodiscard]] std::size_t nodes() const { return full_.size(); }
  /// The columns that are compared as they are.
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] bool shares_devices() const { return shares_; }
  /// The row of a node that is empty.
  [[nodiscard]] std::span<const std::int64_t> full(std::uint32_t node) const { return full_[node]; }

  [[nodiscard]] std::span<const std::int64_t> demand(std::uint32_t shape) const {
    return {demands_.data() + shape * columns_, columns_};
  }
  [[nodiscard]] const DeviceDemand& devices(std::uint32_t shape) const { return devices_[shape]; }
  [[nodiscard]] std::span<const CapUse> cap_uses(std::uint32_t shape) const {
    return cap_uses_[shape];
  }
  [[nodiscard]] bool allowed(std::uint32_t shape, std::uint32_t node) const {
    return running_on_[shape] == not_running || running_on_[shape] == node;
  }

  [[nodiscard]] bool fits_columns(const std::int64_t* row, std::uint32_t shape) const {
    const std::int64_t* wanted = demands_.data() + shape * columns_;
    for (std::size_t c = 0; c < columns_; ++c) {
      if (wanted[c] > row[c]) return false;
    }
    return true;
  }
  /// Does a shape need particular devices?
  [[nodiscard]] bool picks_devices(std::uint32_t shape) const {
    return shares_ && devices_[shape].thousandths > 0;
  }
  /// The devices that have room for the share, or to be given whole; a bit each.
  [[nodiscard]] std::uint64_t roomy(std::uint32_t node, const std::int64_t* row,
                                    std::uint32_t shape) const;
  /// As many as the shape needs: the fullest. Precondition: so many are in `roomy`.
  [[nodiscard]] std::uint64_t fullest(std::uint32_t node, const std::int64_t* row,
                                      std::uint32_t shape, std::uint64_t roomy) const;
  /// Takes for sign -1, gives back for 1.
  void change(std::uint32_t node, std::int64_t* row, std::uint32_t shape, std::uint64_t devices,
              std::int64_t sign) const;
  [[nodiscard]] FitLoss loss(std::uint32_t node, const std::int64_t* row, std::uint32_t shape,
                             std::uint64_t devices) const;
  /// Thousandths free on all devices of a node.
  [[nodiscard]] std::int64_t free_devices(std::uint32_t node, const std::int64_t* row) const;

 private:
  void lay_out_nodes(const ClusterModel& model);
  void find_shapes(const ClusterModel& model);
  void weigh(const ClusterModel& model);
  [[nodiscard]] std::size_t device_count(std::uint32_t node) const {
    return (full_[node].size() - columns_) / 2;
  }

  std::size_t columns_ = 0;
  bool shares_ = false;
  std::vector<std::vector<std::int64_t>> full_;  // per node
  std::vector<std::uint32_t> shape_of_;          // per activity
  std::vector<std::int64_t> demands_;            // a row per shape
  std::vector<DeviceDemand> devices_;            // per shape
  std::vector<std::uint32_t> running_on_;        // per shape
  std::vector<std::vector<CapUse>> cap_uses_;    // per shape
  std::vector<std::int64_t> weights_;            // per column, of 1 in units of 2^shift
  std::vector<int> shifts_;                      // per column
};

}  // namespace headway::inline v0

// What is planned on several nodes: activities, nodes with their devices, and caps of the job.
#pragma once

#include <headway/schedule/plan/planning_model.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// What an activity asks of the devices of its node.
struct DeviceDemand {
  /// 0: none; below 1000: a share of one device; else whole devices, a multiple of 1000.
  std::uint32_t thousandths = 0;
  std::int64_t memory = 0;  // of each of its devices, in the caller's unit

  [[nodiscard]] std::uint32_t devices() const { return (thousandths + 999) / 1000; }
  /// Of each of its devices.
  [[nodiscard]] std::uint32_t share() const { return thousandths < 1000 ? thousandths : 1000; }
  friend auto operator<=>(const DeviceDemand&, const DeviceDemand&) = default;
};

/// A device, or what is free of it.
struct ClusterDevice {
  std::uint32_t thousandths = 1000;
  std::int64_t memory = 0;
  friend auto operator<=>(const ClusterDevice&, const ClusterDevice&) = default;
};

struct ClusterNode {
  std::vector<std::int64_t> capacities{};  // per slot
  std::vector<ClusterDevice> devices{};    // at most 64
};

/// How much of a cap an activity uses while it is on.
struct CapUse {
  std::uint32_t cap = 0;
  std::int64_t amount = 0;
  friend auto operator<=>(const CapUse&, const CapUse&) = default;
};

/// The parts of a cluster model. What is left empty does not count: no devices, no caps, all at 0.
struct ClusterParts {
  std::vector<std::int64_t> durations{};        // per activity, in ticks
  std::vector<std::uint32_t> successor_rows{};  // successors of a: [rows[a], rows[a + 1])
  std::vector<std::uint32_t> successors{};
  std::vector<std::int64_t> demands{};         // a row per activity, a column per slot
  std::vector<DeviceDemand> device_demands{};  // per activity
  std::vector<std::int64_t> releases{};        // per activity, the earliest start
  std::vector<std::int32_t> priorities{};      // per activity; read by `one_pass` alone
  std::vector<std::uint32_t> running_on{};     // per activity its node; see `not_running`
  std::vector<ClusterNode> nodes{};
  std::vector<std::int64_t> caps{};       // per cap, what all activities may use at an instant
  std::vector<std::uint32_t> cap_rows{};  // uses of a: [rows[a], rows[a + 1])
  std::vector<CapUse> cap_uses{};
};

/// An activity that is on since before the plan begins starts at 0, on the node where it is.
inline constexpr std::uint32_t not_running = 0xFFFF'FFFF;

/// Project scheduling on nodes, as a value: each activity starts once, on one node, after its
/// predecessors and its release; it keeps its slots and devices there, and its part of the job's
/// caps, for its duration. A cap is a slot of the job, a share of the nodes' slots, or a group of
/// which so many may be on at once. A device is shared until all of it is given.
class ClusterModel {
 public:
  /// Preconditions: a node; no cycle; nothing negative; each activity fits on some node that is
  /// empty and within the caps; what is running fits together and has no predecessors; durations
  /// and releases sum up to less than 2^62.
  explicit ClusterModel(ClusterParts parts);

  [[nodiscard]] std::size_t size() const { return parts_.durations.size(); }
  [[nodiscard]] std::size_t slots() const { return parts_.nodes.front().capacities.size(); }
  [[nodiscard]] const ClusterParts& parts() const { return parts_; }
  /// The activities and their order in time, without resources and releases.
  [[nodiscard]] const PlanningModel& graph() const { return graph_; }

  [[nodiscard]] std::int64_t duration(std::uint32_t activity) const {
    return parts_.durations[activity];
  }
  [[nodiscard]] std::int64_t release(std::uint32_t activity) const {
    return parts_.releases.empty() ? 0 : parts_.releases[activity];
  }
  [[nodiscard]] std::int32_t priority(std::uint32_t activity) const {
    return parts_.priorities.empty() ? 0 : parts_.priorities[activity];
  }
  [[nodiscard]] std::uint32_t running_on(std::uint32_t activity) const {
    return parts_.running_on.empty() ? not_running : parts_.running_on[activity];
  }
  [[nodiscard]] std::span<const std::int64_t> demand(std::uint32_t activity) const {
    return {parts_.demands.data() + activity * slots(), slots()};
  }
  [[nodiscard]] DeviceDemand device_demand(std::uint32_t activity) const {
    return parts_.device_demands.empty() ? DeviceDemand{} : parts_.device_demands[activity];
  }
  [[nodiscard]] std::span<const CapUse> cap_uses(std::uint32_t activity) const;
  [[nodiscard]] std::span<const ClusterNode> nodes() const { return parts_.nodes; }
  [[nodiscard]] std::span<const std::int64_t> caps() const { return parts_.caps; }

  /// On this node, were it empty.
  [[nodiscard]] bool fits(std::uint32_t activity, std::uint32_t node) const;
  /// The same problem with time running backwards; without releases, and nothing runs.
  [[nodiscard]] ClusterModel reversed() const;

 private:
  void check() const;

  ClusterParts parts_;
  PlanningModel graph_;
};

}  // namespace headway::inline v0

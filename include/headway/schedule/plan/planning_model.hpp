// What is planned: activities with durations, demands and successors, on the capacities of a node.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// The parts of a planning model. Units are the caller's: ticks of time, and one unit a resource.
struct PlanningParts {
  std::vector<std::int64_t> durations;        // per activity, in ticks
  std::vector<std::int64_t> demands;          // a row per activity, a column per resource
  std::vector<std::uint32_t> successor_rows;  // successors of a: [rows[a], rows[a + 1])
  std::vector<std::uint32_t> successors;
  std::vector<std::int64_t> capacities;  // per resource
};

/// The resource-constrained project scheduling problem as a value: each activity starts once, after
/// its predecessors, keeps its demand for its duration, and is never interrupted.
///
/// One node with renewable resources. Not here yet: several nodes (they will be a list of
/// capacities, and a schedule will name a node per activity), devices that are shared in parts,
/// release times. A demand is on the node as a whole.
class PlanningModel {
 public:
  /// Preconditions: no cycle; nothing negative; no demand above its capacity; durations sum up to
  /// less than 2^62; at most 2^32 - 1 activities; capacities that fit into 1024 bits together, a
  /// bit each for itself.
  explicit PlanningModel(PlanningParts parts);

  [[nodiscard]] std::size_t size() const { return parts_.durations.size(); }
  [[nodiscard]] std::size_t resources() const { return parts_.capacities.size(); }
  [[nodiscard]] std::int64_t duration(std::uint32_t activity) const {
    return parts_.durations[activity];
  }
  [[nodiscard]] std::int64_t capacity(std::size_t resource) const {
    return parts_.capacities[resource];
  }
  [[nodiscard]] std::span<const std::int64_t> demand(std::uint32_t activity) const {
    return {parts_.demands.data() + activity * resources(), resources()};
  }
  [[nodiscard]] std::span<const std::uint32_t> successors(std::uint32_t activity) const {
    return row(parts_.successor_rows, parts_.successors, activity);
  }
  [[nodiscard]] std::span<const std::uint32_t> predecessors(std::uint32_t activity) const {
    return row(predecessor_rows_, predecessors_, activity);
  }
  /// Every activity after its predecessors; smaller numbers first where either may be.
  [[nodiscard]] std::span<const std::uint32_t> topological_order() const { return order_; }
  /// Per activity the longest path of durations that ends where it starts.
  [[nodiscard]] std::span<const std::int64_t> heads() const { return heads_; }
  /// Per activity the longest path of durations that starts where it ends.
  [[nodiscard]] std::span<const std::int64_t> tails() const { return tails_; }
  /// The longest path of durations.
  [[nodiscard]] std::int64_t critical_path() const { return critical_path_; }
  /// The same problem with time running backwards.
  [[nodiscard]] PlanningModel reversed() const;

 private:
  static std::span<const std::uint32_t> row(const std::vector<std::uint32_t>& rows,
                                            const std::vector<std::uint32_t>& cells,
                                            std::uint32_t activity) {
    return {cells.data() + rows[activity], cells.data() + rows[activity + 1]};
  }
  void find_predecessors();
  void find_order();
  void find_paths();

  PlanningParts parts_;
  std::vector<std::uint32_t> predecessor_rows_;
  std::vector<std::uint32_t> predecessors_;
  std::vector<std::uint32_t> order_;
  std::vector<std::int64_t> heads_;
  std::vector<std::int64_t> tails_;
  std::int64_t critical_path_ = 0;
};

}  // namespace headway::inline v0

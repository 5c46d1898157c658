// The edges of one task while they are gathered: written first, then implied.
#pragma once

#include <headway/job/pipeline_job.hpp>

#include <cstdint>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Looking an edge up is O(1) for the task at hand.
class EdgeList {
 public:
  explicit EdgeList(std::size_t tasks) : dependent_(tasks, nobody), condition_(tasks) {}

  /// Starts the edges of `task`.
  void begin(std::uint32_t task) { task_ = task; }
  /// False when there is an edge from `source` already.
  bool add(std::uint32_t source, EdgeCondition condition) {
    if (has(source)) return false;
    dependent_[source] = task_;
    condition_[source] = condition;
    edges_.push_back({TaskId{source}, condition});
    return true;
  }
  [[nodiscard]] bool has(std::uint32_t source) const { return dependent_[source] == task_; }
  [[nodiscard]] EdgeCondition condition(std::uint32_t source) const { return condition_[source]; }
  [[nodiscard]] std::vector<JobEdge> take() { return std::exchange(edges_, {}); }

 private:
  static constexpr std::uint32_t nobody = 0xFFFFFFFF;
  std::uint32_t task_ = nobody;
  std::vector<std::uint32_t> dependent_;  // per source: the task it was last an edge of
  std::vector<EdgeCondition> condition_;  // per source: of that edge
  std::vector<JobEdge> edges_;
};

}  // namespace headway::inline v0

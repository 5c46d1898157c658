// Time order: orders of activities from schedules and from keys.
#pragma once

#include <headway/schedule/plan/planning_model.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// Sorts activities by time, with room that it keeps. One thread at a time.
class TimeOrder {
 public:
  explicit TimeOrder(const PlanningModel& model) : model_(model), times_(model.size()) {}

  /// From the order that made a forward schedule to one for a backward pass: latest end first;
  /// of equal ends, the last of the old order first.
  void by_end(std::vector<std::uint32_t>& order, std::span<const std::int64_t> starts,
              std::int64_t makespan);
  /// From the order that made a backward schedule to one for a forward pass: earliest start first;
  /// of equal starts, the last of the old order first.
  void by_start(std::vector<std::uint32_t>& order, std::span<const std::int64_t> starts,
                std::int64_t makespan);
  /// Smallest key first, but successors (in a backward order) are pulled ahead of who needs them.
  void successors_first(std::span<const std::int64_t> keys, std::vector<std::uint32_t>& order);

 private:
  void turn(std::vector<std::uint32_t>& order, std::int64_t longest);

  const PlanningModel& model_;
  std::vector<std::int64_t> times_;
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint32_t> scratch_;
  std::vector<char> placed_;
};

}  // namespace headway::inline v0

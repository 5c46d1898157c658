// Sampling: random priorities with a bias to what is urgent.
#pragma once

#include "search_dice.hpp"

#include <headway/schedule/plan/planning_model.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// Regret-based sampling with the latest-finish-time rule (Drexl, Management Science 1991; Kolisch
/// and Drexl 1996): what may be next is drawn by how much later the least urgent could end.
/// Integer weights: (1 + regret)^4, in 128ths of the critical path. One thread at a time.
class Sampling {
 public:
  explicit Sampling(const PlanningModel& model);

  /// A place for each activity, after those of its predecessors. Valid until the next call.
  std::span<const std::uint32_t> places(SearchDice& dice);

 private:
  std::size_t drawn(SearchDice& dice);
  void open_successors(std::uint32_t activity);

  const PlanningModel& model_;
  std::vector<std::int64_t> urgency_;
  std::vector<std::uint32_t> open_;
  std::vector<std::uint32_t> ready_;
  std::vector<std::uint64_t> weights_;
  std::vector<std::uint32_t> places_;
};

}  // namespace headway::inline v0

// Variation: new orders from old ones.
#pragma once

#include "candidate.hpp"
#include "search_dice.hpp"
#include "time_order.hpp"

#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// Makes orders for a backward pass. One thread at a time.
class Variation {
 public:
  explicit Variation(const PlanningModel& model);

  /// A stretch of `mother` in which resources are well used stays as it is; what comes before it
  /// and what comes after it are ordered as in `father`. The peak crossover of Valls, Ballestín and
  /// Quintanilla (EJOR 2008), as a two-point crossover of lists.
  void cross(const Candidate& father, const Candidate& mother, SearchDice& dice,
             std::vector<std::uint32_t>& child);
  /// Moves so many activities, each by up to `reach` percent of the list.
  void shake(std::vector<std::uint32_t>& order, std::uint32_t moves, std::uint32_t reach,
             SearchDice& dice, TimeOrder& time);
  /// Whether places in the one order are, in the mean, less than so many percent of the list from
  /// those in the other.
  bool alike(const Candidate& one, const Candidate& other, std::uint64_t percent);

 private:
  struct Stretch {
    std::size_t begin;
    std::size_t end;
  };
  Stretch peak(const Candidate& mother, SearchDice& dice) const;
  Stretch stretch(SearchDice& dice) const;
  std::uint64_t use(const Candidate& mother, Stretch stretch) const;

  const PlanningModel& model_;
  std::vector<std::uint64_t> work_;  // per activity its share of capacities, over its duration
  std::vector<std::uint32_t> place_;
  std::vector<std::int64_t> keys_;
};

}  // namespace headway::inline v0

// Variation of orders on a cluster: crossover that keeps a peak, and small moves.
#pragma once

#include "search_dice.hpp"

#include <headway/schedule/plan/cluster_model.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// A member of a population: an order for a backward pass, and what the pass before it gave.
struct ClusterMember {
  std::vector<std::uint32_t> order{};  // successors first, latest end first
  std::vector<std::int64_t> starts{};
  std::int64_t makespan = 0;
};

/// Orders have successors first. Nothing allocates once it was used. One thread at a time.
class ClusterVariation {
 public:
  explicit ClusterVariation(const ClusterModel& model);

  /// A stretch of the mother's order that is dense in work, among the father's (Valls, Ballestín
  /// and Quintanilla, EJOR 2008).
  void cross(const ClusterMember& father, const ClusterMember& mother, SearchDice& dice,
             std::vector<std::uint32_t>& child);
  /// Moves so many activities by at most so many places; successors go along.
  void shake(std::vector<std::uint32_t>& order, std::uint32_t moves, std::uint32_t reach,
             SearchDice& dice);

 private:
  struct Stretch {
    std::size_t begin;
    std::size_t end;
  };
  [[nodiscard]] Stretch stretch(SearchDice& dice) const;
  [[nodiscard]] Stretch peak(const ClusterMember& mother, SearchDice& dice) const;
  [[nodiscard]] std::int64_t density(const ClusterMember& mother, Stretch stretch) const;
  void successors_first(std::vector<std::uint32_t>& order);

  const ClusterModel& model_;
  std::vector<std::int64_t> work_;  // per activity, in parts of its time
  std::vector<std::uint32_t> place_;
  std::vector<std::int64_t> keys_;
  std::vector<std::uint32_t> sorted_;
  std::vector<std::uint32_t> waiting_;
  std::vector<char> placed_;
};

}  // namespace headway::inline v0

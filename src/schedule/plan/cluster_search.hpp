// A search over schedules of a cluster: one population.
#pragma once

#include "cluster_passes.hpp"
#include "cluster_variation.hpp"
#include "search_dice.hpp"

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// Starts from what the policies and a relaxed schedule would do; then two parents, or one, make an
/// order for a backward pass, a forward pass completes the child, and it replaces the worse parent
/// if it is not worse. The population grows with the root of the schedules made. One thread.
class ClusterSearch {
 public:
  ClusterSearch(const ClusterProblem& problem, std::int64_t lower_bound, std::uint64_t seed,
                const std::atomic<bool>* stop);

  /// Goes on for so many more schedules, or until the best is optimal or somebody says stop.
  /// `guide`: starts of a schedule without nodes, or nothing.
  void search(std::uint64_t schedules, std::span<const std::int64_t> guide);
  [[nodiscard]] const ClusterPasses& passes() const { return passes_; }

 private:
  using Generation = ClusterPasses::Generation;

  void begin(std::span<const std::int64_t> guide);
  void keep(bool made);
  void settle_down(ClusterMember& member);
  void sample();
  void breed();
  [[nodiscard]] std::size_t capacity() const;
  [[nodiscard]] std::size_t parent();
  [[nodiscard]] std::uint32_t moves(std::uint32_t permille);
  [[nodiscard]] Generation some_generation();
  void settle(std::size_t a, std::size_t b);
  [[nodiscard]] bool known() const;

  const ClusterProblem& problem_;
  ClusterPasses passes_;
  ClusterVariation variation_;
  SearchDice dice_;
  std::vector<ClusterMember> population_;
  ClusterMember child_;
  std::uint32_t repeats_ = 0;  // known children, less new ones
};

}  // namespace headway::inline v0

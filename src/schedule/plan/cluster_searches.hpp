// Searches on threads: islands whose best counts.
#pragma once

#include "cluster_search.hpp"

#include <headway/schedule/plan/planner.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <thread>
#include <vector>

namespace headway::inline v0 {

/// Searches that do not know of each other; threads take them in turn.
class ClusterSearches {
 public:
  ClusterSearches(const ClusterProblem& problem, std::int64_t bound, const PlannerOptions& options)
      : options_(options) {
    const std::size_t islands = count(problem.forward.size(), options);
    searches_.reserve(islands);
    for (std::size_t i = 0; i < islands; ++i)
      searches_.emplace_back(problem, bound, SearchDice(options.seed + i).next(), options.stop);
  }

  void search(std::uint64_t schedules, std::span<const std::int64_t> guide) {
    const std::uint64_t share = std::max<std::uint64_t>(schedules / searches_.size(), 1);
    const std::size_t workers = std::clamp<std::size_t>(options_.threads, 1, searches_.size());
    std::vector<std::jthread> threads;
    const auto work = [&](std::size_t first) {
      for (std::size_t i = first; i < searches_.size(); i += workers)
        if (i == 0 || !stopped()) searches_[i].search(share, guide);
    };
    for (std::size_t worker = 1; worker < workers; ++worker) threads.emplace_back(work, worker);
    work(0);
  }

  [[nodiscard]] const ClusterCandidate& best() const {
    const ClusterSearch* best = &searches_.front();
    for (const ClusterSearch& search : searches_) {
      if (search.passes().best().makespan < best->passes().best().makespan) best = &search;
    }
    return best->passes().best();
  }
  [[nodiscard]] std::uint64_t used() const {
    std::uint64_t used = 0;
    for (const ClusterSearch& search : searches_) used += search.passes().used();
    return used;
  }

 private:
  /// As many as the budget feeds, whatever the number of threads; many activities starve them.
  static std::size_t count(std::size_t activities, const PlannerOptions& options) {
    constexpr std::uint64_t schedules_to_feed_one = 100'000;
    constexpr std::uint64_t most = 8;
    if (options.islands > 0) return options.islands;
    if (activities > 10'000) return 1;
    return std::clamp<std::uint64_t>(options.schedules / schedules_to_feed_one, 1, most);
  }

  [[nodiscard]] bool stopped() const { return options_.stop != nullptr && *options_.stop; }

  const PlannerOptions& options_;
  std::vector<ClusterSearch> searches_;
};

}  // namespace headway::inline v0

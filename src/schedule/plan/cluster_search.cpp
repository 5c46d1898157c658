// Begin, sample, breed, settle.
#include "cluster_search.hpp"

#include "cluster_orders.hpp"

#include <algorithm>
#include <utility>

namespace headway::inline v0 {
namespace {

constexpr std::size_t fewest = 12;         // members
constexpr std::size_t growth = 60;         // members for 100 × √schedules
constexpr std::uint32_t crossings = 60;    // percent of children
constexpr std::uint32_t cross_moves = 10;  // permille of activities, after a crossover
constexpr std::uint32_t shake_moves = 30;  // permille, without one
constexpr std::uint32_t reach = 10;        // percent of the order
constexpr std::uint32_t patience = 3;      // known children before moves become more by one

}  // namespace

ClusterSearch::ClusterSearch(const ClusterProblem& problem, std::int64_t lower_bound,
                             std::uint64_t seed, const std::atomic<bool>* stop)
    : problem_(problem),
      passes_(problem, lower_bound, stop),
      variation_(problem.forward),
      dice_(seed) {}

void ClusterSearch::search(std::uint64_t schedules, std::span<const std::int64_t> guide) {
  passes_.allow(schedules);
  if (passes_.used() == 0) begin(guide);
  while (!passes_.over()) population_.size() < capacity() ? sample() : breed();
}

/// The policies are tried whatever the budget, so that a plan is never worse than they are.
void ClusterSearch::begin(std::span<const std::int64_t> guide) {
  keep(passes_.by_places(places_by_rank(problem_.forward), child_));
  if (!passes_.optimal()) keep(passes_.by_arrival(child_));
  for (const Generation generation : {Generation::serial, Generation::parallel}) {
    if (!guide.empty() && !passes_.over()) keep(passes_.by_starts(generation, guide, child_));
  }
  const std::size_t first = population_.size();
  for (std::size_t i = 0; i < first; ++i) settle_down(population_[i]);
}

void ClusterSearch::keep(bool made) {
  if (made) population_.push_back(child_);
}

/// Justified for as long as that helps.
void ClusterSearch::settle_down(ClusterMember& member) {
  child_ = member;
  while (!passes_.over() && passes_.justify(some_generation(), child_)) {
    if (child_.makespan >= member.makespan) return;
    member = child_;
  }
}

std::size_t ClusterSearch::capacity() const {
  std::size_t root = 1;
  while ((root + 1) * (root + 1) <= passes_.used()) ++root;
  return std::max(fewest, root * growth / 100);
}

/// From a member, shaken all over.
void ClusterSearch::sample() {
  const auto some = dice_.below(static_cast<std::uint32_t>(population_.size()));
  child_.order = population_[some].order;
  const auto size = static_cast<std::uint32_t>(child_.order.size());
  variation_.shake(child_.order, size / 2, size * reach / 100, dice_);
  if (passes_.justify(some_generation(), child_)) population_.push_back(child_);
}

std::size_t ClusterSearch::parent() {
  const auto size = static_cast<std::uint32_t>(population_.size());
  const std::size_t a = dice_.below(size);
  const std::size_t b = dice_.below(size);
  return population_[b].makespan < population_[a].makespan ? b : a;
}

void ClusterSearch::breed() {
  const std::size_t a = parent();
  std::size_t b = a;
  const auto size = static_cast<std::uint32_t>(problem_.forward.size());
  if (dice_.percent(crossings)) {
    b = parent();
    variation_.cross(population_[a], population_[b], dice_, child_.order);
    variation_.shake(child_.order, moves(cross_moves), size * reach / 100, dice_);
  } else {
    child_.order = population_[a].order;
    variation_.shake(child_.order, moves(shake_moves), size * reach / 100, dice_);
  }
  if (passes_.justify(some_generation(), child_)) settle(a, b);
}

/// Between nothing and twice as many, and more where the search comes back to what it knows.
std::uint32_t ClusterSearch::moves(std::uint32_t permille) {
  const auto size = static_cast<std::uint32_t>(child_.order.size());
  return 1 + dice_.below(size * permille / 500 + 1) + repeats_ / patience;
}

ClusterSearch::Generation ClusterSearch::some_generation() {
  return dice_.percent(50) ? Generation::serial : Generation::parallel;
}

/// A child as good as the worse of its parents takes that one's place, unless it is known.
void ClusterSearch::settle(std::size_t a, std::size_t b) {
  const std::size_t worse = population_[a].makespan > population_[b].makespan ? a : b;
  if (child_.makespan > population_[worse].makespan) return;
  if (known()) {
    ++repeats_;
    return;
  }
  repeats_ -= std::min(repeats_, 1U);
  std::swap(population_[worse], child_);
}

bool ClusterSearch::known() const {
  return std::any_of(population_.begin(), population_.end(), [this](const ClusterMember& other) {
    return other.makespan == child_.makespan && other.starts == child_.starts;
  });
}

}  // namespace headway::inline v0

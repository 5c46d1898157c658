// Counting passes, and orders from one to the next.
#include "cluster_passes.hpp"

#include <algorithm>
#include <functional>

namespace headway::inline v0 {
namespace {
constexpr std::size_t most_for_serial = 4'000;  // activities; it takes quadratic time
}

ClusterPasses::ClusterPasses(const ClusterProblem& problem, std::int64_t lower_bound,
                             const std::atomic<bool>* stop)
    : problem_(problem),
      lower_bound_(lower_bound),
      stop_(stop),
      serial_(problem.forward.size() <= most_for_serial),
      candidate_(problem.forward.size()),
      best_(problem.forward.size()),
      places_(problem.forward.size()),
      ends_(problem.forward.size()) {
  parallels_.reserve(2);
  parallels_.emplace_back(problem.forward, problem.layout);
  parallels_.emplace_back(problem.backward, problem.layout_backward);
  if (!serial_) return;
  serials_.reserve(2);
  serials_.emplace_back(problem.forward, problem.layout);
  serials_.emplace_back(problem.backward, problem.layout_backward);
}

bool ClusterPasses::by_arrival(ClusterMember& member) {
  const auto order = problem_.forward.graph().topological_order();
  member.order.assign(order.begin(), order.end());
  return finish(parallels_[0].by_arrival(candidate_, used_ > 0 ? stop_ : nullptr), member);
}

bool ClusterPasses::by_places(std::span<const std::uint32_t> places, ClusterMember& member) {
  const auto order = problem_.forward.graph().topological_order();
  member.order.assign(order.begin(), order.end());
  return finish(parallels_[0].by_places(places, candidate_, used_ > 0 ? stop_ : nullptr), member);
}

bool ClusterPasses::by_starts(Generation generation, std::span<const std::int64_t> starts,
                              ClusterMember& member) {
  const auto order = problem_.forward.graph().topological_order();
  member.order.assign(order.begin(), order.end());
  std::stable_sort(member.order.begin(), member.order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return starts[a] < starts[b]; });
  return finish(generate(Direction::forward, generation, member.order), member);
}

bool ClusterPasses::justify(Generation generation, ClusterMember& member) {
  if (!generate(Direction::backward, generation, member.order)) return false;
  ++used_;
  turn(member.order);
  if (over()) return false;
  return finish(generate(Direction::forward, generation, member.order), member);
}

bool ClusterPasses::generate(Direction direction, Generation generation,
                             std::span<const std::uint32_t> order) {
  const auto way = static_cast<std::size_t>(direction);
  if (generation == Generation::serial && serial_) {
    serials_[way].generate(order, candidate_);
    return true;
  }
  for (std::uint32_t place = 0; place < order.size(); ++place) places_[order[place]] = place;
  return parallels_[way].by_places(places_, candidate_, used_ > 0 ? stop_ : nullptr);
}

/// From a forward pass by the member's order, if it was made to its end.
bool ClusterPasses::finish(bool whole, ClusterMember& member) {
  if (!whole) return false;
  ++used_;
  if (candidate_.makespan < best_.makespan) best_ = candidate_;
  member.makespan = candidate_.makespan;
  member.starts = candidate_.starts;
  turn(member.order);
  return true;
}

/// The order for a pass in the other direction: latest end first; of equal ends, the last first.
void ClusterPasses::turn(std::vector<std::uint32_t>& order) {
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    const std::uint32_t a = order[i];
    ends_[i] = {candidate_.starts[a] + problem_.forward.duration(a), i};
    places_[i] = a;
  }
  std::sort(ends_.begin(), ends_.end(), std::greater<>());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = places_[ends_[i].second];
}

}  // namespace headway::inline v0

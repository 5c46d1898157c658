// Crossover and moves.
#include "cluster_variation.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace headway::inline v0 {
namespace {

constexpr std::int64_t parts = 1024;  // of all that the nodes have, and of the longest path

/// In parts of a whole, without overflow.
std::int64_t part_of(std::int64_t some, std::int64_t whole) {
  const int spare =
      std::max(static_cast<int>(std::bit_width(static_cast<std::uint64_t>(whole))) - 50, 0);
  return (some >> spare) * parts / std::max<std::int64_t>(whole >> spare, 1);
}

}  // namespace

ClusterVariation::ClusterVariation(const ClusterModel& model)
    : model_(model), work_(model.size(), 1), place_(model.size()), keys_(model.size()) {
  std::vector<std::int64_t> sums(model.slots());
  std::int64_t devices = 0;
  for (const ClusterNode& node : model.nodes()) {
    for (std::size_t s = 0; s < sums.size(); ++s) sums[s] += node.capacities[s];
    for (const ClusterDevice& device : node.devices) devices += device.thousandths;
  }
  for (std::uint32_t a = 0; a < model.size(); ++a) {
    const auto demand = model.demand(a);
    for (std::size_t s = 0; s < sums.size(); ++s) work_[a] += part_of(demand[s], sums[s]);
    work_[a] += part_of(model.device_demand(a).thousandths, devices);
    work_[a] *= part_of(model.duration(a), model.graph().critical_path());
  }
}

void ClusterVariation::cross(const ClusterMember& father, const ClusterMember& mother,
                             SearchDice& dice, std::vector<std::uint32_t>& child) {
  const Stretch kept = peak(mother, dice);
  for (std::uint32_t i = 0; i < mother.order.size(); ++i) place_[mother.order[i]] = i;
  child = mother.order;
  std::size_t before = 0;
  std::size_t after = kept.end;
  for (const std::uint32_t a : father.order) {
    if (place_[a] < kept.begin) child[before++] = a;
    if (place_[a] >= kept.end) child[after++] = a;
  }
}

ClusterVariation::Stretch ClusterVariation::stretch(SearchDice& dice) const {
  const auto size = static_cast<std::uint32_t>(model_.size());
  const std::uint32_t length = size / 4 + dice.below(size / 2 + 1);
  const std::uint32_t begin = dice.below(size - length + 1);
  return {begin, begin + length};
}

ClusterVariation::Stretch ClusterVariation::peak(const ClusterMember& mother,
                                                 SearchDice& dice) const {
  Stretch best = stretch(dice);
  std::int64_t most = density(mother, best);
  for (int more = 0; more < 3; ++more) {
    const Stretch other = stretch(dice);
    const std::int64_t dense = density(mother, other);
    if (dense <= most) continue;
    best = other;
    most = dense;
  }
  return best;
}

/// Work for each part of the longest path that the stretch spans.
std::int64_t ClusterVariation::density(const ClusterMember& mother, Stretch stretch) const {
  std::int64_t first = mother.makespan;
  std::int64_t last = 0;
  std::int64_t work = 0;
  for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
    const std::uint32_t a = mother.order[i];
    first = std::min(first, mother.starts[a]);
    last = std::max(last, mother.starts[a] + model_.duration(a));
    work += work_[a];
  }
  return work / (part_of(last - first, model_.graph().critical_path()) + 1);
}

void ClusterVariation::shake(std::vector<std::uint32_t>& order, std::uint32_t moves,
                             std::uint32_t reach, SearchDice& dice) {
  constexpr std::int64_t apart = 16;
  const auto size = static_cast<std::uint32_t>(order.size());
  const std::int64_t farthest = apart * std::int64_t{std::max(reach, 2U)} + apart / 2;
  for (std::size_t i = 0; i < size; ++i) keys_[order[i]] = apart * static_cast<std::int64_t>(i);
  for (std::uint32_t move = 0; move < moves; ++move)
    keys_[dice.below(size)] += dice.between(-farthest, farthest);
  successors_first(order);
}

/// By key, but successors are pulled ahead of who comes before them.
void ClusterVariation::successors_first(std::vector<std::uint32_t>& order) {
  sorted_ = order;
  std::stable_sort(sorted_.begin(), sorted_.end(),
                   [this](std::uint32_t a, std::uint32_t b) { return keys_[a] < keys_[b]; });
  placed_.assign(order.size(), 0);
  order.clear();
  for (const std::uint32_t first : sorted_) {
    waiting_.assign(1, first);
    while (!waiting_.empty()) {
      const std::uint32_t a = waiting_.back();
      const std::size_t before = waiting_.size();
      for (const std::uint32_t next : model_.graph().successors(a)) {
        if (placed_[a] == 0 && placed_[next] == 0) waiting_.push_back(next);
      }
      if (waiting_.size() > before) continue;
      waiting_.pop_back();
      if (placed_[a] == 0) order.push_back(a);
      placed_[a] = 1;
    }
  }
}

}  // namespace headway::inline v0

// Generations: every one a parent in turn, with a mate by tournament.
#include "generations.hpp"

#include <algorithm>
#include <utility>

namespace headway::inline v0 {
namespace {
constexpr std::uint64_t smallest = 10;
constexpr std::uint32_t tournament = 3;
constexpr std::uint32_t mutated = 50;          // percent of backward orders
constexpr std::uint32_t moved = 10;            // permille of activities, of mutated children
constexpr std::uint32_t moved_of_alike = 100;  // permille, of children of parents that are alike
constexpr std::uint32_t reach = 20;            // percent of the list
constexpr std::uint64_t unlike = 3;            // percent of the list, as a mean distance of places
}  // namespace

void Generations::begin(std::uint64_t schedules) {
  std::uint64_t root = 1;
  while ((root + 1) * (root + 1) <= schedules) ++root;
  size_ = std::max(smallest, root * 13 / 10);
  turn_ = 0;
  parents_.clear();
  children_.clear();
  backward_ = true;
}

void Generations::breed(Passes& passes, Sampling& sampling, Variation& variation,
                        SearchDice& dice) {
  if (children_.size() < size_) {
    sample(passes, sampling, dice);
    return;
  }
  const Candidate& one = parents_[turn_];
  const Candidate& mate = parents_[mate_of(turn_, dice)];
  if (!make_child(mate, one, passes, variation, dice)) return;
  std::swap(child_, other_);
  if (!make_child(one, mate, passes, variation, dice)) return;
  if (other_.makespan <= child_.makespan) std::swap(child_, other_);
  settle(passes);
  if (++turn_ < size_) return;
  turn_ = 0;
  std::swap(parents_, children_);
  backward_ = !backward_;
}

const Candidate& Generations::fittest() const {
  const std::vector<Candidate>& forward = backward_ ? parents_ : children_;
  return *std::min_element(
      forward.begin(), forward.end(),
      [](const Candidate& a, const Candidate& b) { return a.makespan < b.makespan; });
}

void Generations::sample(Passes& passes, Sampling& sampling, SearchDice& dice) {
  passes.start(child_, sampling.places(dice));
  if (passes.over()) return;
  passes.backward(child_);
  if (passes.over()) return;
  other_ = child_;
  passes.forward(child_);
  parents_.push_back(child_);
  children_.push_back(other_);
}

/// False if the budget has ended with it.
bool Generations::make_child(const Candidate& father, const Candidate& mother, Passes& passes,
                             Variation& variation, SearchDice& dice) {
  variation.cross(father, mother, dice, child_.order);
  if (backward_) mutate(variation.alike(father, mother, unlike), passes, variation, dice);
  backward_ ? passes.backward(child_) : passes.forward(child_);
  return !passes.over();
}

std::size_t Generations::mate_of(std::size_t one, SearchDice& dice) const {
  const auto others = static_cast<std::uint32_t>(size_ - 1);
  std::size_t best = (one + 1 + dice.below(others)) % size_;
  for (std::uint32_t turn = 1; turn < tournament; ++turn) {
    const std::size_t mate = (one + 1 + dice.below(others)) % size_;
    if (parents_[mate].makespan < parents_[best].makespan) best = mate;
  }
  return best;
}

void Generations::mutate(bool alike, Passes& passes, Variation& variation, SearchDice& dice) {
  if (!alike && !dice.percent(mutated)) return;
  const auto size = static_cast<std::uint32_t>(child_.order.size());
  const std::uint32_t twice = size * moved / 500;
  const std::uint32_t moves = alike ? 1 + size * moved_of_alike / 1000 : 1 + dice.below(twice + 1);
  variation.shake(child_.order, moves, reach, dice, passes.time());
}

void Generations::settle(const Passes& passes) {
  Candidate& place = children_[turn_];
  const std::int64_t best = passes.best().makespan;
  if (place.makespan > best || child_.makespan <= best) std::swap(place, child_);
}

}  // namespace headway::inline v0

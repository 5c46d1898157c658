// Rearrangement: windows around a random instant, orders by start with some noise.
#include "rearrangement.hpp"

#include <algorithm>

namespace headway::inline v0 {
namespace {
constexpr std::uint32_t smallest_window = 5;
constexpr std::uint32_t largest_window = 20;
constexpr int most_tries = 8;
constexpr std::int64_t reach_of_key = 60;  // percent of the mean duration

std::int64_t mean_duration(const PlanningModel& model) {
  std::int64_t sum = 0;
  for (std::uint32_t a = 0; a < model.size(); ++a) sum += model.duration(a);
  return sum / static_cast<std::int64_t>(std::max<std::size_t>(model.size(), 1));
}
}  // namespace

Rearrangement::Rearrangement(const PlanningModel& model)
    : model_(model),
      reach_(mean_duration(model) * reach_of_key / 100 + 1),
      away_(model.size()),
      member_(model.size()),
      keys_(model.size()) {}

void Rearrangement::rearrange(Candidate& candidate, ScheduleGenerator& generator,
                              SearchDice& dice) {
  left_ = model_.size();
  for (;;) {
    direction_ = dice.percent(50) ? Direction::forward : Direction::backward;
    choose(candidate, dice);
    if (window_.size() > left_) return;
    generator.vacate(direction_, window_, candidate.starts, candidate.makespan);
    shuffle(candidate, dice);
    refill(candidate, generator);
  }
}

/// The nearest few in time to a random instant, and all that run between them.
void Rearrangement::choose(const Candidate& candidate, SearchDice& dice) {
  const auto size = static_cast<std::uint32_t>(model_.size());
  const std::int64_t middle = dice.between(0, candidate.makespan);
  for (std::uint32_t a = 0; a < size; ++a) {
    const std::int64_t start = candidate.starts[a];
    away_[a] = std::max({start - middle, middle - start - model_.duration(a) + 1, std::int64_t{0}});
  }
  list_.clear();
  keys_.assign(away_.begin(), away_.end());
  const std::uint32_t wanted =
      std::min(size, smallest_window + dice.below(largest_window - smallest_window + 1));
  std::nth_element(keys_.begin(), keys_.begin() + (wanted - 1), keys_.end());
  const std::int64_t farthest = keys_[wanted - 1];
  window_.clear();
  for (const std::uint32_t a : model_.topological_order()) {
    member_[a] = away_[a] <= farthest ? 1 : 0;
    if (member_[a] != 0) window_.push_back(a);
  }
  if (direction_ == Direction::backward) std::reverse(window_.begin(), window_.end());
}

std::int64_t Rearrangement::begin(const Candidate& candidate, std::uint32_t a) const {
  const std::int64_t start = candidate.starts[a];
  return direction_ == Direction::forward ? start : candidate.makespan - start - model_.duration(a);
}

void Rearrangement::shuffle(const Candidate& candidate, SearchDice& dice) {
  for (const std::uint32_t a : window_)
    keys_[a] = begin(candidate, a) + dice.between(-reach_, reach_);
}

/// By key, but whoever somebody waits for comes before that one.
void Rearrangement::sort() {
  const bool forward = direction_ == Direction::forward;
  for (std::size_t i = window_.size(); i-- > 0;) {
    const std::uint32_t a = window_[i];
    for (const std::uint32_t b : forward ? model_.successors(a) : model_.predecessors(a)) {
      if (member_[b] != 0) keys_[a] = std::min(keys_[a], keys_[b] - 1);
    }
  }
  list_.clear();
  for (const std::uint32_t a : window_) insert(a);
}

/// Into a sorted list, after equal keys: a stable sort of a few that allocates nothing.
void Rearrangement::insert(std::uint32_t a) {
  list_.push_back(a);
  std::size_t i = list_.size() - 1;
  for (; i > 0 && keys_[list_[i - 1]] > keys_[a]; --i) list_[i] = list_[i - 1];
  list_[i] = a;
}

void Rearrangement::refill(Candidate& candidate, ScheduleGenerator& generator) {
  for (int attempt = 0; attempt < most_tries && list_.size() <= left_; ++attempt) {
    sort();
    const std::size_t placed = generator.refill(list_, candidate.starts);
    left_ -= std::min(left_, placed + 1);
    if (placed == list_.size()) return;
    keys_[list_[placed]] -= 2 * reach_;
  }
}

}  // namespace headway::inline v0

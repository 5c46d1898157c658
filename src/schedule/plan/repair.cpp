// Repair: a random walk in a window around a random instant, part by part.
#include "repair.hpp"

#include <algorithm>

namespace headway::inline v0 {
namespace {
constexpr std::size_t window_size = 40;
constexpr std::uint32_t smallest_part = 5;
constexpr std::uint32_t largest_part = 20;
constexpr std::size_t most_placements = 6;  // times the activities of the model
constexpr int most_tries = 8;
constexpr std::int64_t reach_of_key = 90;  // percent of the mean duration

std::int64_t mean_duration(const PlanningModel& model) {
  std::int64_t sum = 0;
  for (std::uint32_t a = 0; a < model.size(); ++a) sum += model.duration(a);
  return sum / static_cast<std::int64_t>(std::max<std::size_t>(model.size(), 1));
}
}  // namespace

Repair::Repair(const PlanningModel& model)
    : model_(model),
      reach_(mean_duration(model) * reach_of_key / 100 + 1),
      member_(model.size()),
      keys_(model.size()) {}

void Repair::repair(Candidate& candidate, ScheduleGenerator& generator, SearchDice& dice) {
  choose_window(candidate, dice);
  const std::size_t quarter = model_.size() * most_placements / 4;
  left_ = 4 * quarter;
  for (std::size_t later = 4; later-- > 0;) {
    turn_to(dice.percent(50) ? Direction::forward : Direction::backward);
    generator.load(direction_, candidate.starts, candidate.makespan);
    while (left_ > later * quarter) rearrange(candidate, generator, dice);
  }
}

/// One part. The repair is over where it is larger than what is left.
void Repair::rearrange(Candidate& candidate, ScheduleGenerator& generator, SearchDice& dice) {
  choose_part(candidate, dice);
  if (part_.size() > left_) {
    left_ = 0;
    return;
  }
  generator.vacate(part_);
  shuffle(candidate, dice);
  refill(candidate, generator);
}

void Repair::turn_to(Direction direction) {
  if (direction != direction_) std::reverse(window_.begin(), window_.end());
  direction_ = direction;
}

void Repair::choose_window(const Candidate& candidate, SearchDice& dice) {
  choose(model_.topological_order(), window_size, dice.between(0, candidate.makespan), candidate,
         window_);
  direction_ = Direction::forward;
  span_ = {candidate.makespan, 0};
  for (const std::uint32_t a : window_) {
    span_.first = std::min(span_.first, candidate.starts[a]);
    span_.last = std::max(span_.last, candidate.starts[a] + model_.duration(a));
  }
}

void Repair::choose_part(const Candidate& candidate, SearchDice& dice) {
  for (const std::uint32_t a : part_) member_[a] = 0;
  const std::uint32_t count = smallest_part + dice.below(largest_part - smallest_part + 1);
  choose(window_, count, dice.between(span_.first, span_.last), candidate, part_);
  for (const std::uint32_t a : part_) member_[a] = 1;
}

/// The nearest few in time to an instant, and all that run between them.
void Repair::choose(std::span<const std::uint32_t> from, std::size_t count, std::int64_t middle,
                    const Candidate& candidate, std::vector<std::uint32_t>& chosen) {
  away_.clear();
  for (const std::uint32_t a : from) {
    const std::int64_t start = candidate.starts[a];
    const std::int64_t end = start + model_.duration(a);
    away_.push_back(std::max({start - middle, middle - end + 1, std::int64_t{0}}));
  }
  nearest_.assign(away_.begin(), away_.end());
  const std::size_t last = std::min(count, from.size()) - 1;
  std::nth_element(nearest_.begin(), nearest_.begin() + static_cast<std::ptrdiff_t>(last),
                   nearest_.end());
  chosen.clear();
  for (std::size_t i = 0; i < from.size(); ++i) {
    if (away_[i] <= nearest_[last]) chosen.push_back(from[i]);
  }
}

std::int64_t Repair::begin(const Candidate& candidate, std::uint32_t a) const {
  const std::int64_t start = candidate.starts[a];
  return direction_ == Direction::forward ? start : candidate.makespan - start - model_.duration(a);
}

void Repair::shuffle(const Candidate& candidate, SearchDice& dice) {
  for (const std::uint32_t a : part_)
    keys_[a] = begin(candidate, a) + dice.between(-reach_, reach_);
}

/// By key, but whoever somebody waits for comes before that one.
void Repair::sort() {
  const bool forward = direction_ == Direction::forward;
  for (std::size_t i = part_.size(); i-- > 0;) {
    const std::uint32_t a = part_[i];
    for (const std::uint32_t b : forward ? model_.successors(a) : model_.predecessors(a)) {
      if (member_[b] != 0) keys_[a] = std::min(keys_[a], keys_[b] - 1);
    }
  }
  list_.clear();
  for (const std::uint32_t a : part_) insert(a);
}

/// Into a sorted list, after equal keys: a stable sort of a few that allocates nothing.
void Repair::insert(std::uint32_t a) {
  list_.push_back(a);
  std::size_t i = list_.size() - 1;
  for (; i > 0 && keys_[list_[i - 1]] > keys_[a]; --i) list_[i] = list_[i - 1];
  list_[i] = a;
}

void Repair::refill(Candidate& candidate, ScheduleGenerator& generator) {
  for (int attempt = 0; attempt < most_tries && part_.size() <= left_; ++attempt) {
    sort();
    const std::size_t placed = generator.refill(list_, candidate.starts);
    const std::size_t tried = std::min(placed + 1, list_.size());
    placements_ += tried;
    left_ -= tried;
    if (placed == list_.size()) return;
    keys_[list_[placed]] -= 2 * reach_;
  }
  generator.restore(part_);
}

}  // namespace headway::inline v0

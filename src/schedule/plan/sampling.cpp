// Sampling: one activity after another, from those whose predecessors have places.
#include "sampling.hpp"

#include <algorithm>
#include <bit>

namespace headway::inline v0 {
namespace {
int bits_of(std::int64_t number) {
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(number)));
}
}  // namespace

Sampling::Sampling(const PlanningModel& model)
    : model_(model), urgency_(model.size()), open_(model.size()), places_(model.size()) {
  constexpr int largest = 48;  // bits of a path that can be multiplied
  const int spare = std::max(bits_of(model.critical_path()) - largest, 0);
  const std::int64_t path = std::max<std::int64_t>(model.critical_path() >> spare, 1);
  for (std::uint32_t a = 0; a < model.size(); ++a)
    urgency_[a] = (model.tails()[a] >> spare) * 128 / path;
}

std::span<const std::uint32_t> Sampling::places(SearchDice& dice) {
  ready_.clear();
  for (std::uint32_t a = 0; a < model_.size(); ++a) {
    open_[a] = static_cast<std::uint32_t>(model_.predecessors(a).size());
    if (open_[a] == 0) ready_.push_back(a);
  }
  for (std::uint32_t place = 0; !ready_.empty(); ++place) {
    const std::size_t i = drawn(dice);
    const std::uint32_t activity = ready_[i];
    ready_[i] = ready_.back();
    ready_.pop_back();
    places_[activity] = place;
    open_successors(activity);
  }
  return places_;
}

void Sampling::open_successors(std::uint32_t activity) {
  for (const std::uint32_t next : model_.successors(activity)) {
    if (--open_[next] == 0) ready_.push_back(next);
  }
}

std::size_t Sampling::drawn(SearchDice& dice) {
  std::int64_t least = urgency_[ready_.front()];
  for (const std::uint32_t a : ready_) least = std::min(least, urgency_[a]);
  weights_.clear();
  std::uint64_t sum = 0;
  for (const std::uint32_t a : ready_) {
    const auto regret = static_cast<std::uint64_t>(urgency_[a] - least + 1);
    weights_.push_back(sum += regret * regret * regret * regret);
  }
  const std::uint64_t mark = dice.next() % sum;
  const auto hit = std::upper_bound(weights_.begin(), weights_.end(), mark);
  return static_cast<std::size_t>(hit - weights_.begin());
}

}  // namespace headway::inline v0

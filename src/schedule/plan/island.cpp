// An island: sample, breed, settle.
#include "island.hpp"

#include <algorithm>
#include <utility>

namespace headway::inline v0 {

Island::Island(const PlanningModel& model, std::int64_t lower_bound, std::uint64_t seed,
               const std::atomic<bool>* stop, SearchTuning tuning)
    : passes_(model, lower_bound, stop),
      sampling_(model),
      variation_(model),
      size_(model.size()),
      dice_(seed),
      tuning_(tuning) {}

void Island::search(std::uint64_t schedules) {
  passes_.allow(schedules);
  while (!passes_.over()) {
    const bool opening = passes_.used() < tuning_.opening || size_ <= tuning_.small;
    opening ? open() : go_on();
  }
}

void Island::open() {
  const bool fresh = population_.size() < capacity() || dice_.below(1000) < tuning_.fresh;
  fresh ? sample() : breed();
}

void Island::go_on() {
  if (passes_.used() >= epoch_end_) begin_epoch();
  if (passes_.used() < generations_end_)
    generations_.breed(passes_, sampling_, variation_, dice_);
  else
    walk();
}

void Island::begin_epoch() {
  const std::uint64_t begin = std::max(epoch_end_, tuning_.opening);
  epoch_end_ = begin * tuning_.epoch;
  const bool walks = size_ <= tuning_.largest_walked;
  const std::uint64_t share = (epoch_end_ - begin) * (walks ? tuning_.generations : 100) / 100;
  generations_end_ = begin + share;
  generations_.begin(share);
}

void Island::walk() {
  if (passes_.best().makespan < walker_.makespan) walker_ = passes_.best();
  child_ = walker_;
  passes_.rearrange(child_, tuning_.length, dice_);
  if (!passes_.over() && passes_.justify(child_, walker_.makespan) &&
      child_.makespan <= walker_.makespan)
    std::swap(walker_, child_);
}

std::size_t Island::capacity() const {
  std::size_t root = 1;
  while ((root + 1) * (root + 1) <= passes_.used()) ++root;
  return std::max<std::size_t>(tuning_.first, root * tuning_.growth / 100);
}

void Island::sample() {
  passes_.start(child_, sampling_.places(dice_));
  if (passes_.over() || !passes_.justify(child_, std::int64_t{1} << 62U)) return;
  population_.push_back(child_);
}

std::size_t Island::parent() {
  const auto size = static_cast<std::uint32_t>(population_.size());
  std::size_t best = dice_.below(size);
  for (std::uint32_t turn = 1; turn < tuning_.tournament; ++turn) {
    const std::size_t other = dice_.below(size);
    if (population_[other].makespan < population_[best].makespan) best = other;
  }
  return best;
}

void Island::breed() {
  const std::size_t a = parent();
  std::size_t b = a;
  if (dice_.percent(tuning_.cross)) {
    b = parent();
    variation_.cross(population_[a], population_[b], dice_, child_.order);
    variation_.shake(child_.order, moves(tuning_.cross_shake), tuning_.reach, dice_,
                     passes_.time());
  } else {
    child_.order = population_[a].order;
    variation_.shake(child_.order, moves(tuning_.shake), tuning_.reach, dice_, passes_.time());
  }
  const std::int64_t worse = std::max(population_[a].makespan, population_[b].makespan);
  if (passes_.justify(child_, worse + worse * tuning_.hope / 1000)) settle(a, b);
}

/// A child as good as the worse of its parents takes that one's place, unless it is known.
void Island::settle(std::size_t a, std::size_t b) {
  const std::size_t worse = population_[a].makespan > population_[b].makespan ? a : b;
  if (child_.makespan > population_[worse].makespan) return;
  if (known()) {
    ++repeats_;
    return;
  }
  repeats_ -= std::min(repeats_, 1U);
  std::swap(population_[worse], child_);
}

/// A share of the activities, drawn between nothing and twice as many, and more where the search
/// comes back to what it knows.
std::uint32_t Island::moves(std::uint32_t permille) {
  const auto size = static_cast<std::uint32_t>(child_.order.size());
  const std::uint32_t twice = size * permille / 500;
  return 1 + dice_.below(twice + 1) + std::min(repeats_ / tuning_.patience, size);
}

bool Island::known() const {
  return std::any_of(population_.begin(), population_.end(), [this](const Candidate& other) {
    return other.makespan == child_.makespan && other.starts == child_.starts;
  });
}

void Island::welcome(const Candidate& guest) {
  if (!walker_.starts.empty()) {
    if (guest.makespan < walker_.makespan) walker_ = guest;
    return;
  }
  const auto worst = std::max_element(
      population_.begin(), population_.end(),
      [](const Candidate& a, const Candidate& b) { return a.makespan < b.makespan; });
  if (worst != population_.end() && guest.makespan < worst->makespan) *worst = guest;
}

const Candidate& Island::fittest() const {
  if (!walker_.starts.empty()) return walker_;
  return *std::min_element(
      population_.begin(), population_.end(),
      [](const Candidate& a, const Candidate& b) { return a.makespan < b.makespan; });
}

}  // namespace headway::inline v0

// An island: generations, then a walk from the best of them.
#include "island.hpp"

#include <algorithm>
#include <utility>

namespace headway::inline v0 {
namespace {
constexpr std::uint64_t first_epoch = 1'000;   // schedules
constexpr std::uint64_t next_epoch = 7;        // times as many schedules at its end
constexpr std::uint64_t first_share = 40;      // percent of the first epoch for generations
constexpr std::uint64_t share = 30;            // of the others
constexpr std::uint64_t own_walk = 50;         // percent of the walk from the epoch's own best
constexpr std::uint32_t repairs = 15;          // before a schedule is justified
constexpr std::size_t largest_walked = 1'000;  // activities; a repair of more is long
constexpr std::int64_t unknown = std::int64_t{1} << 62U;
}  // namespace

Island::Island(const PlanningModel& model, std::int64_t lower_bound, std::uint64_t seed,
               const std::atomic<bool>* stop)
    : passes_(model, lower_bound, stop),
      sampling_(model),
      variation_(model),
      size_(model.size()),
      dice_(seed) {}

void Island::search(std::uint64_t schedules) {
  passes_.allow(schedules);
  while (!passes_.over()) {
    if (passes_.used() >= epoch_end_) begin_epoch();
    passes_.used() < generations_end_ ? breed() : walk();
  }
}

void Island::begin_epoch() {
  const std::uint64_t begin = epoch_end_;
  epoch_end_ = std::max(begin * next_epoch, first_epoch);
  const std::uint64_t percent = size_ > largest_walked ? 100 : begin == 0 ? first_share : share;
  generations_end_ = begin + (epoch_end_ - begin) * percent / 100;
  homecoming_ = generations_end_ + (epoch_end_ - generations_end_) * own_walk / 100;
  generations_.begin(generations_end_ - begin);
  walker_.makespan = unknown;
}

void Island::breed() { generations_.breed(passes_, sampling_, variation_, dice_); }

void Island::walk() {
  if (walker_.makespan == unknown) walker_ = generations_.fittest();
  const bool home = passes_.used() >= homecoming_;
  if (home && passes_.best().makespan < walker_.makespan) walker_ = passes_.best();
  next_ = walker_;
  passes_.repair(next_, repairs, dice_);
  if (!passes_.over() && passes_.justify(next_, walker_.makespan) &&
      next_.makespan <= walker_.makespan)
    std::swap(walker_, next_);
}

void Island::welcome(const Candidate& guest) { passes_.learn(guest); }

}  // namespace headway::inline v0

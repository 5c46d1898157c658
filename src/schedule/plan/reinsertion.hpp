// Reinsertion: a few activities leave a schedule and come back in another order.
#pragma once

#include "packed_activity.hpp"

#include <headway/schedule/plan/schedule_generator.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Backward is forward with time mirrored at the makespan. One thread at a time.
template <class Profile, class Counts>
class Reinsertion {
 public:
  Reinsertion(const PlanningModel& model, const CountLayout& layout, Profile profile)
      : successors_(model),
        predecessors_(model.reversed()),
        profile_(std::move(profile)),
        activities_(packed_activities<Counts>(model, layout)),
        away_(model.size()),
        begin_(model.size()),
        earliest_(model.size()),
        release_(model.size()),
        latest_(model.size()),
        placed_(model.size()) {}

  void load(Direction direction, std::span<const std::int64_t> starts, std::int64_t makespan) {
    direction_ = direction;
    makespan_ = makespan;
    profile_.reset();
    for (std::uint32_t a = 0; a < begin_.size(); ++a) {
      begin_[a] = mirrored(a, starts[a]);
      take(a);
    }
  }

  void vacate(std::span<const std::uint32_t> part) {
    for (const std::uint32_t a : part) {
      away_[a] = 1;
      give_back(a, begin_[a]);
    }
    for (const std::uint32_t a : part) find_release(a);
    for (std::size_t i = part.size(); i-- > 0;) find_latest(part[i]);
  }

  std::size_t refill(std::span<const std::uint32_t> list, std::span<std::int64_t> starts) {
    for (const std::uint32_t a : list) earliest_[a] = release_[a];
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (place(list[i])) continue;
      for (std::size_t k = 0; k < i; ++k) give_back(list[k], placed_[list[k]]);
      return i;
    }
    for (const std::uint32_t a : list) {
      away_[a] = 0;
      begin_[a] = placed_[a];
      starts[a] = mirrored(a, begin_[a]);
    }
    return list.size();
  }

  void restore(std::span<const std::uint32_t> part) {
    for (const std::uint32_t a : part) {
      away_[a] = 0;
      take(a);
    }
  }

 private:
  [[nodiscard]] std::int64_t mirrored(std::uint32_t a, std::int64_t start) const {
    return direction_ == Direction::forward ? start : makespan_ - start - activities_[a].duration;
  }
  [[nodiscard]] std::span<const std::uint32_t> before(std::uint32_t a) const {
    return direction_ == Direction::forward ? predecessors_.of(a) : successors_.of(a);
  }
  [[nodiscard]] std::span<const std::uint32_t> after(std::uint32_t a) const {
    return direction_ == Direction::forward ? successors_.of(a) : predecessors_.of(a);
  }

  void find_release(std::uint32_t a) {
    release_[a] = 0;
    for (const std::uint32_t b : before(a)) {
      const std::int64_t begin = away_[b] != 0 ? release_[b] : begin_[b];
      release_[a] = std::max(release_[a], begin + activities_[b].duration);
    }
  }

  void find_latest(std::uint32_t a) {
    std::int64_t end = makespan_;
    for (const std::uint32_t b : after(a))
      end = std::min(end, away_[b] != 0 ? latest_[b] : begin_[b]);
    latest_[a] = end - activities_[a].duration;
  }

  bool place(std::uint32_t a) {
    const PackedActivity<Counts>& activity = activities_[a];
    placed_[a] = profile_.place_by(latest_[a], earliest_[a], activity.duration, activity.demand);
    const std::int64_t end = placed_[a] + activity.duration;
    for (const std::uint32_t b : after(a)) earliest_[b] = std::max(earliest_[b], end);
    return placed_[a] <= latest_[a];
  }

  void take(std::uint32_t a) {
    profile_.take(begin_[a], activities_[a].duration, activities_[a].demand);
  }
  void give_back(std::uint32_t a, std::int64_t begin) {
    profile_.give_back(begin, activities_[a].duration, activities_[a].demand);
  }

  SuccessorTable successors_;
  SuccessorTable predecessors_;
  Profile profile_;
  std::vector<PackedActivity<Counts>> activities_;
  Direction direction_ = Direction::forward;
  std::int64_t makespan_ = 0;
  std::vector<char> away_;              // whether taken out
  std::vector<std::int64_t> begin_;     // in the schedule, mirrored if backward
  std::vector<std::int64_t> earliest_;  // after what is placed
  std::vector<std::int64_t> release_;   // after what stays
  std::vector<std::int64_t> latest_;    // start in time for what stays
  std::vector<std::int64_t> placed_;
};

}  // namespace headway::inline v0

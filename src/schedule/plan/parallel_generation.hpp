// Parallel generation: time goes forward, and what is ready and fits starts.
#pragma once

#include "packed_activity.hpp"

#include <headway/schedule/min_heap.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Needs no profile: only what is free now. One thread at a time.
template <class Counts>
class ParallelGeneration {
 public:
  ParallelGeneration(const PlanningModel& model, const CountLayout& layout, Counts capacity,
                     Counts guards)
      : graph_(model),
        activities_(packed_activities<Counts>(model, layout)),
        capacity_(capacity),
        guards_(guards),
        at_place_(model.size()) {
    capacity_ += guards;
    ready_.reserve(model.size());
  }

  std::int64_t generate(std::span<const std::uint32_t> places, std::span<std::int64_t> starts) {
    begin(places);
    std::int64_t now = 0;
    for (;;) {
      start_what_fits(now, starts);
      if (ending_.empty()) return now;
      now = ending_.top().first;
      while (!ending_.empty() && ending_.top().first == now) end_first(places);
    }
  }

 private:
  void begin(std::span<const std::uint32_t> places) {
    free_ = capacity_;
    open_ = graph_.fans_in;
    ready_.clear();
    for (std::uint32_t a = 0; a < places.size(); ++a) {
      at_place_[places[a]] = a;
      if (open_[a] == 0) ready_.push_back(places[a]);
    }
    std::sort(ready_.begin(), ready_.end());
  }

  void start_what_fits(std::int64_t now, std::span<std::int64_t> starts) {
    std::size_t kept = 0;
    for (const std::uint32_t place : ready_) {
      const std::uint32_t a = at_place_[place];
      if (!fits(activities_[a].demand, free_, guards_)) {
        ready_[kept++] = place;
        continue;
      }
      free_ -= activities_[a].demand;
      starts[a] = now;
      ending_.push({now + activities_[a].duration, a});
    }
    ready_.resize(kept);
  }

  void end_first(std::span<const std::uint32_t> places) {
    const std::uint32_t a = ending_.top().second;
    ending_.pop();
    free_ += activities_[a].demand;
    for (const std::uint32_t next : graph_.of(a)) {
      if (--open_[next] > 0) continue;
      ready_.insert(std::upper_bound(ready_.begin(), ready_.end(), places[next]), places[next]);
    }
  }

  SuccessorTable graph_;
  std::vector<PackedActivity<Counts>> activities_;
  Counts capacity_;  // with its guards
  Counts guards_;
  Counts free_;
  std::vector<std::uint32_t> at_place_;                     // the activity of a place
  std::vector<std::uint32_t> open_;                         // predecessors that have not ended
  std::vector<std::uint32_t> ready_;                        // places, in order
  MinHeap<std::pair<std::int64_t, std::uint32_t>> ending_;  // when and what
};

}  // namespace headway::inline v0

// Generation: schedules from orders, for one packing of quantities and one kind of profile.
#pragma once

#include "packed_activity.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Serial generation, both ways. One thread at a time.
template <class Profile, class Counts>
class Generation {
 public:
  Generation(const PlanningModel& model, const CountLayout& layout, Profile profile)
      : forward_(model),
        backward_(model.reversed()),
        profile_(std::move(profile)),
        activities_(packed_activities<Counts>(model, layout)) {}

  std::int64_t forward(std::span<const std::uint32_t> list, std::span<std::int64_t> starts) {
    return serial(forward_, list, starts);
  }

  std::int64_t backward(std::span<const std::uint32_t> list, std::span<std::int64_t> starts) {
    const std::int64_t makespan = serial(backward_, list, starts);
    for (std::size_t a = 0; a < starts.size(); ++a)
      starts[a] = makespan - starts[a] - activities_[a].duration;
    return makespan;
  }

 private:
  /// A start holds, until its turn comes, the end of the predecessors that have had theirs.
  std::int64_t serial(const SuccessorTable& graph, std::span<const std::uint32_t> list,
                      std::span<std::int64_t> starts) {
    profile_.reset();
    std::fill(starts.begin(), starts.end(), 0);
    std::int64_t makespan = 0;
    for (const std::uint32_t a : list) {
      const PackedActivity<Counts>& activity = activities_[a];
      starts[a] = profile_.place(starts[a], activity.duration, activity.demand);
      const std::int64_t end = starts[a] + activity.duration;
      makespan = std::max(makespan, end);
      for (const std::uint32_t next : graph.of(a)) starts[next] = std::max(starts[next], end);
    }
    return makespan;
  }

  SuccessorTable forward_;
  SuccessorTable backward_;
  Profile profile_;
  std::vector<PackedActivity<Counts>> activities_;
};

}  // namespace headway::inline v0

// Drawing durations.
#include "sampled_end.hpp"

#include <headway/schedule/plan/cluster_planner.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace headway::inline v0 {

namespace {

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
class Draws {
 public:
  std::size_t below(std::size_t bound) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return (mixed ^ (mixed >> 31U)) % bound;
  }

 private:
  std::uint64_t state_ = 1;
};

/// What is left of an activity if it is like one of those that took longer than it has so far.
Duration drawn(std::span<const Duration> spans, Duration elapsed, Draws& draws) {
  const auto is_longer = [&](Duration span) { return span > elapsed; };
  const auto longer = std::count_if(spans.begin(), spans.end(), is_longer);
  if (longer == 0) return time_left(spans.front(), elapsed);
  auto left = draws.below(static_cast<std::size_t>(longer));
  for (const Duration span : spans) {
    if (is_longer(span) && left-- == 0) return span - elapsed;
  }
  return {};
}

/// Fewer draws of large jobs, so that the answer comes in about a second.
std::size_t draws_for(const JobActivities& activities) {
  constexpr std::size_t passes_of_activities = 1'000'000;
  const std::size_t size = std::max<std::size_t>(activities.instances.size(), 1);
  const bool varies = std::any_of(activities.spans.begin(), activities.spans.end(),
                                  [](const auto& spans) { return spans.size() > 1; });
  return varies ? std::clamp<std::size_t>(passes_of_activities / size, 5, 100) : 1;
}

}  // namespace

Eta sampled_end(const JobActivities& activities) {
  Draws draws;
  std::vector<Duration> ends;
  ClusterParts parts = activities.parts;
  for (std::size_t draw = draws_for(activities); draw > 0; --draw) {
    for (std::size_t a = 0; a < activities.spans.size(); ++a) {
      const auto& spans = activities.spans[a];
      if (!spans.empty()) parts.durations[a] = drawn(spans, activities.elapsed[a], draws).us;
    }
    ends.push_back({one_pass(ClusterModel(parts), Order::critical_path).makespan});
  }
  std::sort(ends.begin(), ends.end());
  return {.p50 = ends[ends.size() / 2], .p90 = ends[ends.size() * 9 / 10]};
}

}  // namespace headway::inline v0

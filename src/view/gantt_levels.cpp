// Levels over time.
#include "gantt_levels.hpp"

#include <algorithm>
#include <cmath>

namespace headway::inline v0 {

namespace {

/// The mean level from the origin to `end`.
double mean_of(const Levels& levels, Duration end) {
  double sum = 0;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const Duration from = std::clamp(levels[i].first, Duration{}, end);
    const Duration next = i + 1 < levels.size() ? levels[i + 1].first : end;
    const Duration until = std::clamp(next, from, end);
    sum += static_cast<double>((until - from).us) * static_cast<double>(levels[i].second);
  }
  return end.us > 0 ? sum / static_cast<double>(end.us) : 0;
}

}  // namespace

Levels under_way(const std::vector<const GanttBar*>& bars) {
  Levels changes;
  for (const GanttBar* bar : bars) {
    changes.emplace_back(bar->start, 1);
    changes.emplace_back(std::max(bar->end, bar->start + Duration{1}), -1);
  }
  std::sort(changes.begin(), changes.end());
  Levels levels;
  std::int64_t level = 0;
  for (const auto& [at, change] : changes) {
    level += change;
    if (levels.empty() || levels.back().first != at) levels.emplace_back(at, level);
    levels.back().second = level;
  }
  return levels;
}

Levels in_use(const GanttUse& use) {
  Levels levels;
  for (const auto& [at, quantity] : use.levels) levels.emplace_back(at, quantity.raw);
  return levels;
}

std::vector<std::int64_t> highest_by_piece(const Levels& levels, const TimeAxis& axis,
                                           std::size_t count) {
  constexpr double hair = 1e-6;  // of a piece: where a level only touches the next one
  const TimeAxis pieces{axis.first, axis.last, 0, static_cast<double>(count)};
  std::vector<std::int64_t> result(count, 0);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const bool is_last = i + 1 == levels.size();
    const double begin = pieces.position(levels[i].first) + hair;
    const double end = pieces.position(is_last ? axis.last : levels[i + 1].first) - hair;
    const auto first = std::min(static_cast<std::size_t>(begin), count - 1);
    const auto past = std::max(first + 1, static_cast<std::size_t>(std::ceil(std::max(end, 0.0))));
    for (auto piece = first; piece < std::min(past, count); ++piece) {
      result[piece] = std::max(result[piece], levels[i].second);
    }
  }
  return result;
}

std::int64_t highest(const Levels& levels) {
  std::int64_t result = 0;
  for (const auto& level : levels) result = std::max(result, level.second);
  return result;
}

std::vector<RankedUse> fullest_first(const Gantt& gantt) {
  std::vector<RankedUse> ranked;
  const Duration end = end_of(gantt);
  for (const auto& use : gantt.uses) {
    const auto capacity = static_cast<double>(use.capacity.raw);
    ranked.push_back({&use, capacity > 0 ? mean_of(in_use(use), end) / capacity : 0});
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const RankedUse& a, const RankedUse& b) {
    const bool a_limited = a.use->capacity.raw > 0;
    const bool b_limited = b.use->capacity.raw > 0;
    return a_limited != b_limited ? a_limited : a.mean > b.mean;
  });
  return ranked;
}

}  // namespace headway::inline v0

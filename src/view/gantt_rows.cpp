// Rows and lanes of a Gantt picture.
#include "gantt_rows.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <queue>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace headway::inline v0 {

namespace {

constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

/// Names of places to their order in the picture.
class PlaceOrder {
 public:
  explicit PlaceOrder(const Gantt& gantt) {
    for (const auto& place : gantt.places) add(place);
    for (const auto& bar : gantt.bars) add(bar.place);
  }

  [[nodiscard]] std::size_t of(const std::string& place) const {
    return place.empty() ? nowhere : positions_.at(place);
  }
  [[nodiscard]] bool several() const { return positions_.size() > 1; }

 private:
  void add(std::string_view place) {
    if (!place.empty()) positions_.emplace(place, positions_.size());
  }

  std::unordered_map<std::string_view, std::size_t> positions_;
};

std::string_view place_name(const GanttBar& bar) {
  return bar.place.empty() ? std::string_view("on no machine") : bar.place;
}

std::string_view label_of(const GanttBar& bar, GanttRowOf row_of, const PlaceOrder& places) {
  if (row_of == GanttRowOf::instance) return bar.name;
  if (row_of != GanttRowOf::place) return task_of(bar);
  return places.several() ? place_name(bar) : "all tasks";
}

bool starts_earlier(const GanttBar* a, const GanttBar* b) { return a->start < b->start; }

void finish(GanttRow& row) {
  std::stable_sort(row.bars.begin(), row.bars.end(), starts_earlier);
  for (const GanttBar* bar : row.bars) row.critical |= bar->critical;
}

void assign_lanes(GanttRow& row) {
  using Taken = std::pair<Duration, std::uint32_t>;
  std::priority_queue<Taken, std::vector<Taken>, std::greater<>> taken;
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> vacant;
  for (const GanttBar* bar : row.bars) {
    for (; !taken.empty() && taken.top().first <= bar->start; taken.pop()) {
      vacant.push(taken.top().second);
    }
    if (vacant.empty()) vacant.push(row.lane_count++);
    taken.emplace(std::max(bar->end, bar->start + Duration{1}), vacant.top());
    row.lanes.push_back(vacant.top());
    vacant.pop();
  }
}

/// Rows while they are collected.
struct Collected {
  GanttGroup group{};
  std::unordered_map<std::string_view, std::size_t> positions{};  // of rows, by label

  /// Whether the bar begins a row.
  bool add(const GanttBar& bar, std::string_view label) {
    const auto [found, fresh] = positions.emplace(label, group.rows.size());
    if (fresh) group.rows.push_back({.label = std::string(label)});
    group.rows[found->second].bars.push_back(&bar);
    return fresh;
  }
};

using ByPlace = std::map<std::size_t, Collected>;

std::optional<ByPlace> collected(const Gantt& gantt, GanttRowOf row_of, std::size_t most,
                                 const PlaceOrder& places) {
  const bool headed = places.several() && row_of <= GanttRowOf::task;
  ByPlace by_place;
  std::size_t rows = 0;
  for (const auto& bar : gantt.bars) {
    auto& there = by_place[headed ? places.of(bar.place) : 0];
    if (headed && there.group.rows.empty()) there.group.place = place_name(bar);
    if (there.add(bar, label_of(bar, row_of, places)) && ++rows > most) return {};
  }
  return by_place;
}

void sort_rows(std::vector<GanttRow>& rows, GanttRowOf row_of, const PlaceOrder& places) {
  std::stable_sort(rows.begin(), rows.end(), [&](const GanttRow& a, const GanttRow& b) {
    const GanttBar& first_of_a = *a.bars.front();
    const GanttBar& first_of_b = *b.bars.front();
    if (row_of != GanttRowOf::place) return first_of_a.start < first_of_b.start;
    return places.of(first_of_a.place) < places.of(first_of_b.place);
  });
}

/// Takes the rows past the first `kept` off the groups, and gives their bars.
std::vector<const GanttBar*> cut_off(GanttGroups& groups, std::size_t kept) {
  std::vector<const GanttBar*> bars;
  for (auto& group : groups) {
    const auto stays = std::min(kept, group.rows.size());
    for (std::size_t r = stays; r < group.rows.size(); ++r) {
      bars.insert(bars.end(), group.rows[r].bars.begin(), group.rows[r].bars.end());
    }
    group.rows.resize(stays);
    kept -= stays;
  }
  std::erase_if(groups, [](const GanttGroup& group) { return group.rows.empty(); });
  return bars;
}

}  // namespace

const std::string& task_of(const GanttBar& bar) { return bar.task.empty() ? bar.name : bar.task; }

bool GanttRow::of_one_task() const {
  return std::all_of(bars.begin(), bars.end(), [this](const GanttBar* bar) {
    return task_of(*bar) == task_of(*bars.front());
  });
}

std::optional<GanttGroups> grouped_rows(const Gantt& gantt, GanttRowOf row_of, std::size_t most) {
  const PlaceOrder places(gantt);
  auto by_place = collected(gantt, row_of, most, places);
  if (!by_place) return {};
  GanttGroups groups;
  for (auto& [position, there] : *by_place) {
    for (auto& row : there.group.rows) finish(row);
    sort_rows(there.group.rows, row_of, places);
    groups.push_back(std::move(there.group));
  }
  return groups;
}

std::size_t assign_lanes(GanttGroups& groups) {
  std::size_t count = 0;
  for (auto& group : groups) {
    for (auto& row : group.rows) {
      assign_lanes(row);
      count += row.lane_count;
    }
  }
  return count;
}

GanttGroups folded_rows(const Gantt& gantt, GanttRowOf row_of, std::size_t most) {
  auto groups = grouped_rows(gantt, row_of).value();
  std::size_t count = 0;
  for (const auto& group : groups) count += group.rows.size();
  if (count <= most) return groups;
  GanttRow rest{.label = fmt::format("and {} more", count - most + 1),
                .bars = cut_off(groups, most - 1)};
  finish(rest);
  groups.push_back({.rows = {std::move(rest)}});
  return groups;
}

}  // namespace headway::inline v0

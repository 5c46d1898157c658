// Columns of one large node, and waits for releases.
#include "cluster_relaxation.hpp"

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

namespace headway::inline v0 {
namespace {

constexpr std::size_t most_bits = 1000;                    // of all capacities of a planning model
constexpr std::size_t most_cells = std::size_t{1} << 24U;  // demands kept

/// A resource of the large node.
struct Column {
  std::int64_t capacity = 0;
  std::vector<std::int64_t> demands{};  // per activity

  [[nodiscard]] bool counts() const {
    return std::any_of(demands.begin(), demands.end(), [](std::int64_t d) { return d > 0; });
  }
};

class ColumnMaker {
 public:
  ColumnMaker(const ClusterModel& model, const ClusterLayout& layout)
      : model_(model), layout_(layout) {}

  [[nodiscard]] std::vector<Column> sums() const {
    std::vector<Column> columns;
    for (std::size_t c = 0; c < layout_.columns(); ++c) columns.push_back(in_parts_of(c, 1));
    if (layout_.shares_devices()) columns.push_back(in_parts_of_device(1));
    return columns;
  }

  /// Of each column, what is wider than a half, and than a third, of the largest node.
  [[nodiscard]] std::vector<Column> wide() const {
    std::vector<Column> columns;
    for (const std::int64_t parts : {2, 3}) {
      for (std::size_t c = 0; c < layout_.columns(); ++c)
        columns.push_back(in_parts_of(c, largest(c) / parts + 1));
      if (layout_.shares_devices()) columns.push_back(in_parts_of_device(1000 / parts + 1));
    }
    return columns;
  }

  [[nodiscard]] std::vector<Column> caps() const {
    std::vector<Column> columns;
    for (const std::int64_t cap : model_.caps())
      columns.push_back({.capacity = cap, .demands = {}});
    for (std::uint32_t a = 0; a < model_.size(); ++a) {
      for (const CapUse& use : model_.cap_uses(a)) {
        columns[use.cap].demands.resize(model_.size());
        columns[use.cap].demands[a] += use.amount;
      }
    }
    return columns;
  }

 private:
  [[nodiscard]] std::int64_t largest(std::size_t c) const {
    std::int64_t most = 0;
    for (std::uint32_t node = 0; node < layout_.nodes(); ++node)
      most = std::max(most, layout_.full(node)[c]);
    return most;
  }

  [[nodiscard]] Column in_parts_of(std::size_t c, std::int64_t part) const {
    Column column;
    for (std::uint32_t node = 0; node < layout_.nodes(); ++node)
      column.capacity += layout_.full(node)[c] / part;
    for (std::uint32_t a = 0; a < model_.size(); ++a)
      column.demands.push_back(layout_.demand(layout_.shape_of(a))[c] / part);
    return column;
  }

  [[nodiscard]] Column in_parts_of_device(std::int64_t part) const {
    Column column;
    for (const ClusterNode& node : model_.nodes()) {
      for (const ClusterDevice& device : node.devices) column.capacity += device.thousandths / part;
    }
    for (std::uint32_t a = 0; a < model_.size(); ++a) {
      const DeviceDemand demand = model_.device_demand(a);
      column.demands.push_back(demand.devices() * (demand.share() / part));
    }
    return column;
  }

  const ClusterModel& model_;
  const ClusterLayout& layout_;
};

class LargeNode {
 public:
  explicit LargeNode(const ClusterModel& model) : model_(model) {}

  /// False if there is no room for a column that matters.
  bool add(std::vector<Column> columns) {
    bool all = true;
    for (Column& column : columns) {
      if (!column.counts()) continue;
      const auto bits =
          static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(column.capacity)) + 1);
      const bool room =
          bits_ + bits <= most_bits && (columns_.size() + 1) * model_.size() <= most_cells;
      all &= room;
      if (!room) continue;
      bits_ += bits;
      columns_.push_back(std::move(column));
    }
    return all;
  }

  [[nodiscard]] PlanningModel planning_model() const {
    PlanningParts parts;
    const auto size = static_cast<std::uint32_t>(model_.size());
    parts.durations = model_.parts().durations;
    parts.successor_rows = model_.parts().successor_rows;
    parts.successors = model_.parts().successors;
    for (const Column& column : columns_) parts.capacities.push_back(column.capacity);
    for (std::uint32_t a = 0; a < size; ++a) {
      for (const Column& column : columns_) parts.demands.push_back(column.demands[a]);
    }
    add_waits(parts);
    return PlanningModel(std::move(parts));
  }

 private:
  /// For each release an activity that needs nothing but time, and comes before what it releases.
  void add_waits(PlanningParts& parts) const {
    std::vector<std::pair<std::int64_t, std::uint32_t>> released;
    for (std::uint32_t a = 0; a < model_.size(); ++a) {
      if (model_.release(a) > 0) released.emplace_back(model_.release(a), a);
    }
    std::sort(released.begin(), released.end());
    for (std::size_t i = 0; i < released.size();) {
      const std::int64_t release = released[i].first;
      for (; i < released.size() && released[i].first == release; ++i)
        parts.successors.push_back(released[i].second);
      parts.durations.push_back(release);
      parts.successor_rows.push_back(static_cast<std::uint32_t>(parts.successors.size()));
      parts.demands.resize(parts.demands.size() + columns_.size());
    }
  }

  const ClusterModel& model_;
  std::vector<Column> columns_;
  std::size_t bits_ = 0;
};

bool anything_runs(const ClusterModel& model) {
  const auto& running = model.parts().running_on;
  return std::any_of(running.begin(), running.end(), [](auto on) { return on != not_running; });
}

}  // namespace

ClusterRelaxation relaxation(const ClusterModel& model, const ClusterLayout& layout) {
  const ColumnMaker columns(model, layout);
  LargeNode node(model);
  bool all = node.add(columns.sums());
  all &= node.add(columns.caps());
  const bool exact = all && layout.nodes() == 1 && !layout.shares_devices();
  return {node.planning_model(), exact && !anything_runs(model)};
}

PlanningModel tight_relaxation(const ClusterModel& model, const ClusterLayout& layout) {
  const ColumnMaker columns(model, layout);
  LargeNode node(model);
  node.add(columns.sums());
  node.add(columns.caps());
  node.add(columns.wide());
  return node.planning_model();
}

}  // namespace headway::inline v0

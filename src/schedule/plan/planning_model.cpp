// A planning model: predecessors, order and paths, found once.
#include <headway/schedule/plan/planning_model.hpp>

#include <headway/base/error.hpp>
#include <headway/schedule/min_heap.hpp>

#include <algorithm>
#include <numeric>
#include <utility>

namespace headway::inline v0 {

PlanningModel::PlanningModel(PlanningParts parts) : parts_(std::move(parts)) {
  HEADWAY_ASSERT(parts_.successor_rows.size() == size() + 1);
  HEADWAY_ASSERT(parts_.demands.size() == size() * resources());
  for (std::size_t cell = 0; cell < parts_.demands.size(); ++cell) {
    HEADWAY_ASSERT(parts_.demands[cell] >= 0);
    HEADWAY_ASSERT(parts_.demands[cell] <= capacity(cell % resources()));
  }
  find_predecessors();
  find_order();
  find_paths();
}

void PlanningModel::find_predecessors() {
  predecessor_rows_.assign(size() + 1, 0);
  for (const std::uint32_t activity : parts_.successors) ++predecessor_rows_[activity + 1];
  std::partial_sum(predecessor_rows_.begin(), predecessor_rows_.end(), predecessor_rows_.begin());
  predecessors_.resize(parts_.successors.size());
  std::vector<std::uint32_t> next = predecessor_rows_;
  for (std::uint32_t activity = 0; activity < size(); ++activity) {
    for (const std::uint32_t successor : successors(activity))
      predecessors_[next[successor]++] = activity;
  }
}

void PlanningModel::find_order() {
  std::vector<std::size_t> open(size());
  MinHeap<std::uint32_t> ready;
  for (std::uint32_t activity = 0; activity < size(); ++activity) {
    open[activity] = predecessors(activity).size();
    if (open[activity] == 0) ready.push(activity);
  }
  order_.reserve(size());
  while (!ready.empty()) {
    order_.push_back(ready.top());
    ready.pop();
    for (const std::uint32_t successor : successors(order_.back())) {
      if (--open[successor] == 0) ready.push(successor);
    }
  }
  HEADWAY_ASSERT(order_.size() == size());
}

void PlanningModel::find_paths() {
  heads_.assign(size(), 0);
  tails_.assign(size(), 0);
  for (const std::uint32_t activity : order_) {
    const std::int64_t end = heads_[activity] + duration(activity);
    for (const std::uint32_t successor : successors(activity))
      heads_[successor] = std::max(heads_[successor], end);
    critical_path_ = std::max(critical_path_, end);
  }
  for (std::size_t i = size(); i-- > 0;) {
    std::int64_t& tail = tails_[order_[i]];
    for (const std::uint32_t successor : successors(order_[i]))
      tail = std::max(tail, duration(successor) + tails_[successor]);
  }
}

PlanningModel PlanningModel::reversed() const {
  PlanningParts parts = parts_;
  parts.successor_rows = predecessor_rows_;
  parts.successors = predecessors_;
  return PlanningModel(std::move(parts));
}

}  // namespace headway::inline v0

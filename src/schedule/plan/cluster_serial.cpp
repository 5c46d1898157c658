// Serial generation over a timeline for each node and each cap.
#include "cluster_serial.hpp"

#include <algorithm>
#include <limits>

namespace headway::inline v0 {

ClusterSerial::ClusterSerial(const ClusterModel& model, const ClusterLayout& layout)
    : model_(model), layout_(layout), caps_(model.caps().size()) {
  nodes_.reserve(layout.nodes());
  for (std::uint32_t node = 0; node < layout.nodes(); ++node)
    nodes_.emplace_back(layout, node, model.size());
}

void ClusterSerial::generate(std::span<const std::uint32_t> list, ClusterCandidate& candidate) {
  begin();
  candidate.makespan = 0;
  for (std::uint32_t a = 0; a < model_.size(); ++a) {
    if (model_.running_on(a) != not_running) place(a, candidate);
  }
  for (const std::uint32_t a : list) {
    if (model_.running_on(a) == not_running) place(a, candidate);
  }
}

void ClusterSerial::begin() {
  for (ClusterTimeline& node : nodes_) node.reset();
  for (std::size_t cap = 0; cap < caps_.size(); ++cap)
    caps_[cap].assign(1, {0, model_.caps()[cap]});
}

void ClusterSerial::place(std::uint32_t activity, ClusterCandidate& candidate) {
  const std::uint32_t shape = layout_.shape_of(activity);
  const std::int64_t duration = model_.duration(activity);
  std::int64_t from = earliest(activity, candidate);
  Choice choice;
  for (;;) {  // until the node and the caps agree
    from = within_caps(shape, from, duration);
    choice = choose(activity, from);
    if (choice.gap.start == from) break;
    from = choice.gap.start;
  }
  const std::int64_t end = from + duration;
  nodes_[choice.node].take(choice.gap, shape, duration, choice.devices);
  for (const CapUse& use : layout_.cap_uses(shape)) take_cap(caps_[use.cap], from, end, use.amount);
  candidate.starts[activity] = from;
  candidate.nodes[activity] = choice.node;
  candidate.devices[activity] = choice.devices;
  candidate.makespan = std::max(candidate.makespan, end);
}

std::int64_t ClusterSerial::earliest(std::uint32_t activity,
                                     const ClusterCandidate& candidate) const {
  std::int64_t from = model_.release(activity);
  for (const std::uint32_t before : model_.graph().predecessors(activity))
    from = std::max(from, candidate.starts[before] + model_.duration(before));
  return from;
}

ClusterSerial::Choice ClusterSerial::choose(std::uint32_t activity, std::int64_t from) const {
  const std::uint32_t shape = layout_.shape_of(activity);
  TimelineQuery query{shape, model_.duration(activity), from,
                      std::numeric_limits<std::int64_t>::max() - 1};
  Choice best;
  FitLoss least;
  bool found = false;
  for (std::uint32_t node = 0; node < nodes_.size(); ++node) {
    if (!layout_.allowed(shape, node)) continue;
    const TimelineGap gap = nodes_[node].find(query);
    if (gap.start > query.until) continue;
    const std::int64_t* row = nodes_[node].row(gap.index);
    const bool picks = layout_.picks_devices(shape);
    const std::uint64_t devices = picks ? layout_.fullest(node, row, shape, gap.devices) : 0;
    const FitLoss loss = nodes_.size() > 1 ? layout_.loss(node, row, shape, devices) : FitLoss{};
    if (found && gap.start == best.gap.start && !(loss < least)) continue;
    best = {gap, node, devices};
    least = loss;
    found = true;
    query.until = gap.start;
  }
  return best;
}

/// Where all caps agree: each in turn moves the start, until none does.
std::int64_t ClusterSerial::within_caps(std::uint32_t shape, std::int64_t from,
                                        std::int64_t duration) const {
  for (;;) {
    std::int64_t start = from;
    for (const CapUse& use : layout_.cap_uses(shape))
      start = within(caps_[use.cap], start, duration, use.amount);
    if (start == from) return from;
    from = start;
  }
}

std::int64_t ClusterSerial::within(const CapLine& line, std::int64_t from, std::int64_t duration,
                                   std::int64_t amount) {
  const auto later = [](std::int64_t t, const CapChange& change) { return t < change.time; };
  auto at = std::upper_bound(line.begin(), line.end(), from, later) - 1;
  for (; at != line.end() && at->time <= std::max(from, from + duration - 1); ++at) {
    if (at->free < amount) from = (at + 1)->time;  // at last all of a cap is free
  }
  return from;
}

void ClusterSerial::take_cap(CapLine& line, std::int64_t start, std::int64_t end,
                             std::int64_t amount) {
  if (start == end || amount == 0) return;
  const auto split = [&line](std::int64_t tick) {
    const auto before = [](const CapChange& change, std::int64_t t) { return change.time < t; };
    const auto at = std::lower_bound(line.begin(), line.end(), tick, before);
    if (at != line.end() && at->time == tick) return at;
    return line.insert(at, {tick, (at - 1)->free});
  };
  split(end);
  for (auto at = split(start); at->time != end; ++at) at->free -= amount;
}

}  // namespace headway::inline v0

// Parallel generation, by events.
#include "cluster_parallel.hpp"

#include <algorithm>

namespace headway::inline v0 {

ClusterParallel::ClusterParallel(const ClusterModel& model, const ClusterLayout& layout)
    : model_(model),
      layout_(layout),
      free_(model, layout),
      ready_(layout, model.size()),
      at_place_(model.size()),
      fans_in_(model.size()) {
  for (std::uint32_t a = 0; a < model.size(); ++a)
    fans_in_[a] = static_cast<std::uint32_t>(model.graph().predecessors(a).size());
}

bool ClusterParallel::by_places(std::span<const std::uint32_t> places, ClusterCandidate& candidate,
                                const std::atomic<bool>* stop) {
  places_ = places;
  for (std::uint32_t a = 0; a < places.size(); ++a) at_place_[places[a]] = a;
  return generate(candidate, stop);
}

bool ClusterParallel::by_arrival(ClusterCandidate& candidate, const std::atomic<bool>* stop) {
  places_ = {};
  return generate(candidate, stop);
}

bool ClusterParallel::generate(ClusterCandidate& candidate, const std::atomic<bool>* stop) {
  constexpr std::uint32_t often = 1024;
  begin();
  for (std::uint32_t a = 0; a < model_.size(); ++a) {
    if (model_.running_on(a) == not_running) continue;
    start(a, *free_.find(layout_.shape_of(a)), 0, candidate);
  }
  std::int64_t now = 0;
  for (std::uint32_t turn = 1;; ++turn) {
    queue_arrived();
    start_what_fits(now, candidate);
    if (events_.empty()) break;
    if (turn % often == 0 && stop != nullptr && *stop) break;
    now = events_.top().time;
    pass_events(now, candidate);
  }
  candidate.makespan = now;
  return ended_ == model_.size();
}

void ClusterParallel::begin() {
  if (ended_ != model_.size()) {
    ready_.clear();
    while (!events_.empty()) events_.pop();
  }
  free_.reset();
  open_ = fans_in_;
  arrived_.clear();
  arrivals_ = 0;
  ended_ = 0;
  for (std::uint32_t a = 0; a < model_.size(); ++a) {
    if (open_[a] == 0 && model_.running_on(a) == not_running) open(a, 0);
  }
}

void ClusterParallel::open(std::uint32_t activity, std::int64_t now) {
  if (model_.release(activity) > now)
    events_.push({model_.release(activity), activity, false});
  else
    arrived_.push_back(activity);
}

void ClusterParallel::queue_arrived() {
  if (places_.empty()) std::sort(arrived_.begin(), arrived_.end());
  for (const std::uint32_t a : arrived_) {
    const std::uint32_t place = places_.empty() ? arrivals_++ : places_[a];
    at_place_[place] = a;
    ready_.add(place, layout_.shape_of(a));
  }
  arrived_.clear();
}

void ClusterParallel::start_what_fits(std::int64_t now, ClusterCandidate& candidate) {
  for (std::uint32_t place = ready_.first(0, free_.most()); place != ClusterReady::none;
       place = ready_.first(place + 1, free_.most())) {
    const std::uint32_t a = at_place_[place];
    const auto spot = free_.find(layout_.shape_of(a));
    if (!spot) continue;
    ready_.take(layout_.shape_of(a));
    start(a, *spot, now, candidate);
  }
}

void ClusterParallel::start(std::uint32_t activity, ClusterSpot spot, std::int64_t now,
                            ClusterCandidate& candidate) {
  free_.take(layout_.shape_of(activity), spot);
  candidate.starts[activity] = now;
  candidate.nodes[activity] = spot.node;
  candidate.devices[activity] = spot.devices;
  events_.push({now + model_.duration(activity), activity, true});
}

void ClusterParallel::pass_events(std::int64_t now, const ClusterCandidate& candidate) {
  while (!events_.empty() && events_.top().time == now) {
    const Event event = events_.top();
    events_.pop();
    const std::uint32_t a = event.activity;
    if (!event.ends) {
      arrived_.push_back(a);
      continue;
    }
    ++ended_;
    free_.give(layout_.shape_of(a), {candidate.nodes[a], candidate.devices[a]});
    for (const std::uint32_t next : model_.graph().successors(a)) {
      if (--open_[next] == 0) open(next, now);
    }
  }
}

}  // namespace headway::inline v0

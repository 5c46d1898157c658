// Parallel generation on a cluster: time goes forward, and what is ready and fits starts.
#pragma once

#include "cluster_candidate.hpp"
#include "cluster_free.hpp"
#include "cluster_ready.hpp"

#include <headway/schedule/min_heap.hpp>

#include <atomic>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

namespace headway::inline v0 {

/// Event by event, so that a pass over many activities is quick (Kolisch, EJOR 1996, with the tree
/// of `ClusterReady`). Nothing allocates once a pass was made. One thread at a time.
class ClusterParallel {
 public:
  ClusterParallel(const ClusterModel& model, const ClusterLayout& layout);

  /// In the order of `places`, smaller first. False, and nothing of use, when `stop` became true.
  bool by_places(std::span<const std::uint32_t> places, ClusterCandidate& candidate,
                 const std::atomic<bool>* stop = nullptr);
  /// In the order of becoming ready, then by number.
  bool by_arrival(ClusterCandidate& candidate, const std::atomic<bool>* stop = nullptr);

 private:
  /// An activity ends, or is released.
  struct Event {
    std::int64_t time;
    std::uint32_t activity;
    bool ends;
    friend bool operator<(const Event& a, const Event& b) {
      return std::tie(a.time, a.activity) < std::tie(b.time, b.activity);
    }
  };

  bool generate(ClusterCandidate& candidate, const std::atomic<bool>* stop);
  void begin();
  void open(std::uint32_t activity, std::int64_t now);
  void queue_arrived();
  void start_what_fits(std::int64_t now, ClusterCandidate& candidate);
  void start(std::uint32_t activity, ClusterSpot spot, std::int64_t now,
             ClusterCandidate& candidate);
  void pass_events(std::int64_t now, const ClusterCandidate& candidate);

  const ClusterModel& model_;
  const ClusterLayout& layout_;
  ClusterFree free_;
  ClusterReady ready_;
  std::span<const std::uint32_t> places_;  // empty: as they arrive
  std::vector<std::uint32_t> at_place_;    // the activity of a place
  std::vector<std::uint32_t> fans_in_;     // per activity
  std::vector<std::uint32_t> open_;        // predecessors that have not ended
  std::vector<std::uint32_t> arrived_;     // ready since this instant
  MinHeap<Event> events_;
  std::uint32_t arrivals_ = 0;
  std::uint32_t ended_ = 0;
};

}  // namespace headway::inline v0

// Passes over a cluster: generation that is counted, and that remembers the best schedule it made.
#pragma once

#include "cluster_candidate.hpp"
#include "cluster_parallel.hpp"
#include "cluster_serial.hpp"
#include "cluster_variation.hpp"

#include <headway/schedule/plan/cluster_model.hpp>

#include <atomic>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// A cluster model, forwards and backwards, as generators want it. Shared by threads.
struct ClusterProblem {
  explicit ClusterProblem(const ClusterModel& model)
      : forward(model), backward(model.reversed()), layout(forward), layout_backward(backward) {}
  ClusterProblem(const ClusterProblem&) = delete;
  ClusterProblem& operator=(const ClusterProblem&) = delete;

  const ClusterModel& forward;
  ClusterModel backward;
  ClusterLayout layout;
  ClusterLayout layout_backward;
};

/// One thread at a time.
class ClusterPasses {
 public:
  /// How an order becomes a schedule. Many activities are always placed in parallel, since serial
  /// generation would take long.
  enum class Generation : std::uint8_t { serial, parallel };

  ClusterPasses(const ClusterProblem& problem, std::int64_t lower_bound,
                const std::atomic<bool>* stop);

  [[nodiscard]] bool over() const { return used_ >= allowed_ || optimal() || stopped(); }
  [[nodiscard]] bool optimal() const { return best_.makespan <= lower_bound_; }
  void allow(std::uint64_t schedules) { allowed_ += schedules; }
  [[nodiscard]] std::uint64_t used() const { return used_; }
  /// Its makespan is past any until the first pass.
  [[nodiscard]] const ClusterCandidate& best() const { return best_; }

  /// Forward in the order in which activities become ready. The member is made of what comes out.
  /// False, here and below, if it was stopped on the way.
  bool by_arrival(ClusterMember& member);
  /// Forward by places, whatever comes before what.
  bool by_places(std::span<const std::uint32_t> places, ClusterMember& member);
  /// Forward in the order of `starts`. Precondition: they are a schedule's, but for resources.
  bool by_starts(Generation generation, std::span<const std::int64_t> starts,
                 ClusterMember& member);
  /// Backward from the member's order, then forward, each at the price of a schedule (Valls,
  /// Ballestín and Quintanilla, EJOR 2005). On several nodes the second may be longer than what
  /// was.
  bool justify(Generation generation, ClusterMember& member);

 private:
  [[nodiscard]] bool stopped() const {
    return stop_ != nullptr && stop_->load(std::memory_order_relaxed) && used_ > 0;
  }
  enum class Direction : std::uint8_t { forward, backward };
  bool generate(Direction direction, Generation generation, std::span<const std::uint32_t> order);
  bool finish(bool whole, ClusterMember& member);
  void turn(std::vector<std::uint32_t>& order);

  const ClusterProblem& problem_;
  std::int64_t lower_bound_;
  const std::atomic<bool>* stop_;
  bool serial_;
  std::vector<ClusterSerial> serials_;      // forward, backward; none for many activities
  std::vector<ClusterParallel> parallels_;  // forward, backward
  ClusterCandidate candidate_;
  ClusterCandidate best_;
  std::vector<std::uint32_t> places_;
  std::vector<std::pair<std::int64_t, std::uint32_t>> ends_;  // with places in the old order
  std::uint64_t allowed_ = 0;
  std::uint64_t used_ = 0;
};

}  // namespace headway::inline v0

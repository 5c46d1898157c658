// Passes: generation that is counted, and that remembers the best schedule it made.
#pragma once

#include "candidate.hpp"
#include "repair.hpp"
#include "search_dice.hpp"
#include "time_order.hpp"

#include <headway/schedule/plan/schedule_generator.hpp>

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// One thread at a time.
class Passes {
 public:
  Passes(const PlanningModel& model, std::int64_t lower_bound, const std::atomic<bool>* stop)
      : model_(model),
        generator_(model),
        time_(model),
        repair_(model),
        keys_(model.size()),
        lower_bound_(lower_bound),
        stop_(stop) {}

  /// No pass may begin: the allowance is used up, the best is optimal, or somebody said stop.
  [[nodiscard]] bool over() const {
    return used_ >= allowed_ || best_.makespan <= lower_bound_ || stopped();
  }
  void allow(std::uint64_t schedules) { allowed_ += schedules; }
  [[nodiscard]] std::uint64_t used() const { return used_; }
  /// Activities placed since the beginning, in passes and in repairs.
  [[nodiscard]] std::uint64_t placements() const { return placements_ + repair_.placements(); }
  /// Its order is empty. Its makespan is past any until the first pass.
  [[nodiscard]] const Candidate& best() const { return best_; }
  /// Takes in a schedule that somebody else has made.
  void learn(const Candidate& guest) {
    if (guest.makespan < best_.makespan) best_ = guest;
  }
  TimeOrder& time() { return time_; }

  /// Parallel generation by places. Precondition: not over.
  void start(Candidate& candidate, std::span<const std::uint32_t> places);
  /// One pass by its order, which becomes one for the other direction. Precondition: not over.
  void backward(Candidate& candidate);
  void forward(Candidate& candidate);
  /// Backward from its order, then forward (Valls, Ballestín and Quintanilla, EJOR 2005).
  /// False if the budget ended between the two, or the first makes it longer than `hopeless`.
  /// Precondition: not over.
  bool justify(Candidate& candidate, std::int64_t hopeless);
  /// So many repairs, a schedule each; then its order is that of its starts.
  void repair(Candidate& candidate, std::uint32_t repairs, SearchDice& dice);

 private:
  [[nodiscard]] bool stopped() const {
    return stop_ != nullptr && stop_->load(std::memory_order_relaxed) && used_ > 0;
  }
  void count(const Candidate& candidate);

  const PlanningModel& model_;
  ScheduleGenerator generator_;
  TimeOrder time_;
  Repair repair_;
  std::vector<std::int64_t> keys_;
  std::int64_t lower_bound_;
  const std::atomic<bool>* stop_;
  std::uint64_t allowed_ = 0;
  std::uint64_t used_ = 0;
  std::uint64_t placements_ = 0;  // in passes
  Candidate best_{.makespan = std::int64_t{1} << 62U};
};

}  // namespace headway::inline v0

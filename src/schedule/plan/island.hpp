// An island: one search of its own, in epochs.
#pragma once

#include "candidate.hpp"
#include "generations.hpp"
#include "passes.hpp"
#include "sampling.hpp"
#include "search_dice.hpp"
#include "variation.hpp"

#include <atomic>
#include <cstdint>

namespace headway::inline v0 {

/// It searches in epochs, each several times as long as all before. An epoch begins with
/// generations of two populations, fresh and larger than before, and goes on with a random walk
/// from the best of them: repairs, each in a window, and now and then a justification. Towards its
/// end the walk is from the best of all epochs. So no parameter depends on the budget, and the
/// search can go on at any time. One thread at a time.
class Island {
 public:
  Island(const PlanningModel& model, std::int64_t lower_bound, std::uint64_t seed,
         const std::atomic<bool>* stop);

  /// Goes on for so many more schedules, or until the best is optimal or somebody says stop.
  void search(std::uint64_t schedules);
  /// Takes in the best of another island.
  void welcome(const Candidate& guest);
  [[nodiscard]] const Passes& passes() const { return passes_; }

 private:
  void begin_epoch();
  void breed();
  void walk();

  Passes passes_;
  Sampling sampling_;
  Variation variation_;
  std::size_t size_;
  SearchDice dice_;
  Generations generations_;
  Candidate walker_;
  Candidate next_;
  std::uint64_t epoch_end_ = 0;
  std::uint64_t generations_end_ = 0;
  std::uint64_t homecoming_ = 0;  // from when on the walk is from the best of all
};

}  // namespace headway::inline v0

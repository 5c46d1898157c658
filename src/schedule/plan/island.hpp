// An island: one population and its search.
#pragma once

#include "candidate.hpp"
#include "generations.hpp"
#include "passes.hpp"
#include "sampling.hpp"
#include "search_dice.hpp"
#include "variation.hpp"

#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// How an island searches. Chances in percent unless said otherwise.
struct SearchTuning {
  std::uint32_t first = 12;        // samples to begin with
  std::uint32_t growth = 60;       // population: growth / 100 × √schedules
  std::uint32_t cross = 60;        // chance of a crossover, else a shake of one parent
  std::uint32_t cross_shake = 10;  // permille of activities moved after a crossover
  std::uint32_t shake = 30;        // permille of activities moved by a shake
  std::uint32_t reach = 20;        // how far, in percent of the list
  std::uint32_t tournament = 2;
  std::uint32_t fresh = 2;     // permille: chance of a new sample
  std::uint32_t hope = 40;     // permille: how far half a child may be behind its worse parent
  std::uint32_t patience = 1;  // known children before moves become more by one
  // In models of more than `small` activities, after the first schedules:
  std::size_t small = 50;
  std::uint64_t opening = 1000;       // schedules of the first epoch
  std::uint64_t epoch = 7;            // how many times as many schedules at an epoch's end
  std::uint32_t generations = 45;     // percent of an epoch; the rest is a walk
  std::uint32_t length = 15;          // rearrangements before a schedule is justified
  std::size_t largest_walked = 1000;  // activities; a window takes longer to find in more
};

/// It begins as a steady-state genetic algorithm on forward schedules: two parents, or one, make an
/// order for a backward pass; a forward pass completes the child, which replaces the worse parent
/// if it is not worse. The population grows with the root of the schedules made. Larger models then
/// have epochs, each several times as long as all before: generations of two populations, fresh and
/// larger in each epoch, and then a random walk of the best schedule among those that are no
/// longer, which is justified now and then. So no parameter depends on the budget, and the search
/// can go on at any time. One thread at a time.
class Island {
 public:
  Island(const PlanningModel& model, std::int64_t lower_bound, std::uint64_t seed,
         const std::atomic<bool>* stop, SearchTuning tuning = {});

  /// Goes on for so many more schedules, or until the best is optimal or somebody says stop.
  void search(std::uint64_t schedules);
  /// Takes in the best of another island.
  void welcome(const Candidate& guest);
  [[nodiscard]] const Passes& passes() const { return passes_; }
  /// Precondition: something is in the population.
  [[nodiscard]] const Candidate& fittest() const;
  [[nodiscard]] bool empty() const { return population_.empty(); }

 private:
  void sample();
  void breed();
  void open();
  void go_on();
  void begin_epoch();
  void walk();
  [[nodiscard]] std::size_t capacity() const;
  std::size_t parent();
  void settle(std::size_t a, std::size_t b);
  [[nodiscard]] bool known() const;
  [[nodiscard]] std::uint32_t moves(std::uint32_t permille);

  Passes passes_;
  Sampling sampling_;
  Variation variation_;
  std::size_t size_;
  SearchDice dice_;
  SearchTuning tuning_;
  std::vector<Candidate> population_;
  Candidate child_;
  Generations generations_;
  Candidate walker_{.makespan = std::int64_t{1} << 62U};
  std::uint64_t epoch_end_ = 0;
  std::uint64_t generations_end_ = 0;
  std::uint32_t repeats_ = 0;  // known children, less new ones
};

}  // namespace headway::inline v0

// Generations: two populations that make each other's children.
#pragma once

#include "candidate.hpp"
#include "passes.hpp"
#include "sampling.hpp"
#include "search_dice.hpp"
#include "variation.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// The bi-population genetic algorithm (Debels and Vanhoucke, ICCSA 2005; Operations Research
/// 2007): orders from schedules of forward passes make, by one backward pass each, children for the
/// other population, and the other way round. A child takes its place even where it is worse, but
/// for that of the best: so a population stays diverse for long. One thread at a time.
class Generations {
 public:
  /// Begins anew, with populations of a size for so many schedules.
  void begin(std::uint64_t schedules);
  /// One new pair of schedules until the populations are whole, then the better of two children.
  /// Precondition: begun; not over.
  void breed(Passes& passes, Sampling& sampling, Variation& variation, SearchDice& dice);

  /// The shortest of the schedules of forward passes. Precondition: bred since the last begin.
  [[nodiscard]] const Candidate& fittest() const;

 private:
  void sample(Passes& passes, Sampling& sampling, SearchDice& dice);
  bool make_child(const Candidate& father, const Candidate& mother, Passes& passes,
                  Variation& variation, SearchDice& dice);
  [[nodiscard]] std::size_t mate_of(std::size_t one, SearchDice& dice) const;
  void mutate(bool alike, Passes& passes, Variation& variation, SearchDice& dice);
  void settle(const Passes& passes);

  std::size_t size_ = 0;
  std::size_t turn_ = 0;             // whose turn it is to be a parent
  std::vector<Candidate> parents_;   // all of forward passes, or all of backward passes
  std::vector<Candidate> children_;  // of the other direction; the i-th gives place to a child of i
  bool backward_ = true;             // how children are made
  Candidate child_;
  Candidate other_;
};

}  // namespace headway::inline v0

// Rearrangement: a schedule as long as before, with other orders in windows of time.
#pragma once

#include "candidate.hpp"
#include "search_dice.hpp"

#include <headway/schedule/plan/schedule_generator.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace headway::inline v0 {

/// A random walk among schedules that are no longer: some 5 to 20 neighbours in time are taken out
/// and put back in a slightly other order, where all others stay (a large neighbourhood after
/// Palpant, Artigues and Michelon, Annals of OR 2004, without an objective). Who finds no place in
/// time comes earlier in the next try (squeaky wheel: Joslin and Clements, JAIR 1999).
/// One thread at a time.
class Rearrangement {
 public:
  explicit Rearrangement(const PlanningModel& model);

  /// Windows and tries that together place no more activities than there are: the work of one
  /// pass. Changes starts alone.
  void rearrange(Candidate& candidate, ScheduleGenerator& generator, SearchDice& dice);

 private:
  void choose(const Candidate& candidate, SearchDice& dice);
  void shuffle(const Candidate& candidate, SearchDice& dice);
  void sort();
  void insert(std::uint32_t a);
  void refill(Candidate& candidate, ScheduleGenerator& generator);
  [[nodiscard]] std::int64_t begin(const Candidate& candidate, std::uint32_t a) const;

  const PlanningModel& model_;
  std::int64_t reach_;  // how far a key may move
  Direction direction_ = Direction::forward;
  std::size_t left_ = 0;            // placements until the work of a pass is done
  std::vector<std::int64_t> away_;  // scratch: how far from the middle of the window
  std::vector<char> member_;
  std::vector<std::uint32_t> window_;  // predecessors (backward: successors) first
  std::vector<std::uint32_t> list_;
  std::vector<std::int64_t> keys_;
};

}  // namespace headway::inline v0

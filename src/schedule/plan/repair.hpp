// Repair: a window of a schedule is put together anew, and the schedule is no longer than before.
#pragma once

#include "candidate.hpp"
#include "search_dice.hpp"

#include <headway/schedule/plan/schedule_generator.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace headway::inline v0 {

/// A repair takes a window of some 40 neighbours in time and searches among the schedules of that
/// window in which all others stay where they are (a large neighbourhood after Palpant, Artigues
/// and Michelon, Annals of OR 2004). The search is a random walk without an objective, so that what
/// comes after it finds something else each time: parts of some 5 to 20 are taken out and put back
/// in a slightly other order, and who finds no place in time comes earlier in the next try (squeaky
/// wheel: Joslin and Clements, JAIR 1999). One thread at a time.
class Repair {
 public:
  explicit Repair(const PlanningModel& model);

  /// One repair: at most six placements for each activity of the model. Changes starts alone.
  void repair(Candidate& candidate, ScheduleGenerator& generator, SearchDice& dice);
  /// Activities placed since the beginning, in vain or not.
  [[nodiscard]] std::uint64_t placements() const { return placements_; }

 private:
  struct Span {
    std::int64_t first;
    std::int64_t last;
  };
  void rearrange(Candidate& candidate, ScheduleGenerator& generator, SearchDice& dice);
  void turn_to(Direction direction);
  void choose_window(const Candidate& candidate, SearchDice& dice);
  void choose_part(const Candidate& candidate, SearchDice& dice);
  void choose(std::span<const std::uint32_t> from, std::size_t count, std::int64_t middle,
              const Candidate& candidate, std::vector<std::uint32_t>& chosen);
  void shuffle(const Candidate& candidate, SearchDice& dice);
  void sort();
  void insert(std::uint32_t a);
  void refill(Candidate& candidate, ScheduleGenerator& generator);
  [[nodiscard]] std::int64_t begin(const Candidate& candidate, std::uint32_t a) const;

  const PlanningModel& model_;
  std::int64_t reach_;  // how far a key may move
  Direction direction_ = Direction::forward;
  Span span_{};           // of the window, in time
  std::size_t left_ = 0;  // placements until the repair is over
  std::uint64_t placements_ = 0;
  std::vector<std::uint32_t> window_;  // predecessors (backward: successors) first
  std::vector<std::uint32_t> part_;    // of the window, in its order
  std::vector<char> member_;           // of the part
  std::vector<std::uint32_t> list_;    // the part, in the order of a try
  std::vector<std::int64_t> keys_;
  std::vector<std::int64_t> away_;  // scratch: how far from the middle
  std::vector<std::int64_t> nearest_;
};

}  // namespace headway::inline v0

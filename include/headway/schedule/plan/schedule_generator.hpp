// A schedule generator: an order of activities becomes a schedule.
#pragma once

#include <headway/schedule/plan/planning_model.hpp>

#include <cstdint>
#include <memory>
#include <span>

namespace headway::inline v0 {

/// Whether the capacities fit into the words of a profile: 1024 bits together, one for each itself.
bool is_packable(const PlanningModel& model);

enum class Direction { forward, backward };

/// Schedule generation, serial and parallel (Kolisch, EJOR 1996), on a packed resource profile that
/// is kept between calls: no call allocates. One call is one schedule of a budget.
/// Starts begin at 0; what a call returns is the makespan. One thread at a time.
class ScheduleGenerator {
 public:
  /// Precondition: the model is packable.
  explicit ScheduleGenerator(const PlanningModel& model);
  ScheduleGenerator(ScheduleGenerator&&) noexcept;
  ScheduleGenerator& operator=(ScheduleGenerator&&) noexcept;
  ~ScheduleGenerator();

  /// Each activity of `list` in turn, as early as predecessors and capacities allow.
  /// Precondition: each activity once, after its predecessors.
  std::int64_t forward(std::span<const std::uint32_t> list, std::span<std::int64_t> starts);
  /// Each activity of `list` in turn, as late as successors and capacities allow.
  /// Precondition: each activity once, after its successors.
  std::int64_t backward(std::span<const std::uint32_t> list, std::span<std::int64_t> starts);
  /// At each instant, whatever is ready and fits, in the order of `places` (smaller first).
  /// Precondition: `places` is a permutation of the activities' numbers.
  std::int64_t parallel(std::span<const std::uint32_t> places, std::span<std::int64_t> starts);

  /// Takes in a schedule of which parts will be placed anew. Precondition: `starts` is a schedule
  /// of `makespan`.
  void load(Direction direction, std::span<const std::int64_t> starts, std::int64_t makespan);
  /// Takes the activities of `part` out; what is left stays where it is.
  /// Preconditions: loaded, and nothing is out; each activity of the part comes after its
  /// predecessors (backward: its successors) in it.
  void vacate(std::span<const std::uint32_t> part);
  /// Puts the part back in turn, each as early (backward: as late) as it may be. Answers how many
  /// found a place in time for what stays; if not all, `starts` is as before, all of the part is
  /// out, and another order may be tried. Precondition: `list` is a permutation of what is out that
  /// keeps predecessors (successors) first.
  std::size_t refill(std::span<const std::uint32_t> list, std::span<std::int64_t> starts);
  /// Puts the part back where it was. Precondition: `part` is what is out.
  void restore(std::span<const std::uint32_t> part);

  struct Engine;

 private:
  std::unique_ptr<Engine> engine_;
};

}  // namespace headway::inline v0

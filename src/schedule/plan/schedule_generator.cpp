// The schedule generator: which packing and which profile fit a model.
#include <headway/schedule/plan/schedule_generator.hpp>

#include <headway/base/error.hpp>

#include "flat_profile.hpp"
#include "gap_profile.hpp"
#include "generation.hpp"
#include "parallel_generation.hpp"
#include "reinsertion.hpp"

#include <numeric>
#include <utility>

namespace headway::inline v0 {

SuccessorTable::SuccessorTable(const PlanningModel& model) : rows(1) {
  for (std::uint32_t a = 0; a < model.size(); ++a) {
    const auto next = model.successors(a);
    cells.insert(cells.end(), next.begin(), next.end());
    rows.push_back(static_cast<std::uint32_t>(cells.size()));
    fans_in.push_back(static_cast<std::uint32_t>(model.predecessors(a).size()));
  }
}

struct ScheduleGenerator::Engine {
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;
  virtual std::int64_t forward(std::span<const std::uint32_t>, std::span<std::int64_t>) = 0;
  virtual std::int64_t backward(std::span<const std::uint32_t>, std::span<std::int64_t>) = 0;
  virtual std::int64_t parallel(std::span<const std::uint32_t>, std::span<std::int64_t>) = 0;
  virtual void load(Direction, std::span<const std::int64_t>, std::int64_t) = 0;
  virtual void vacate(std::span<const std::uint32_t>) = 0;
  virtual std::size_t refill(std::span<const std::uint32_t>, std::span<std::int64_t>) = 0;
  virtual void restore(std::span<const std::uint32_t>) = 0;
};

namespace {

template <class Profile, class Counts>
struct PackedEngine final : ScheduleGenerator::Engine {
  PackedEngine(Generation<Profile, Counts> serial, ParallelGeneration<Counts> parallel,
               Reinsertion<Profile, Counts> reinsertion)
      : serial_(std::move(serial)),
        parallel_(std::move(parallel)),
        reinsertion_(std::move(reinsertion)) {}
  std::int64_t forward(std::span<const std::uint32_t> list,
                       std::span<std::int64_t> starts) override {
    return serial_.forward(list, starts);
  }
  std::int64_t backward(std::span<const std::uint32_t> list,
                        std::span<std::int64_t> starts) override {
    return serial_.backward(list, starts);
  }
  std::int64_t parallel(std::span<const std::uint32_t> places,
                        std::span<std::int64_t> starts) override {
    return parallel_.generate(places, starts);
  }
  void load(Direction direction, std::span<const std::int64_t> starts,
            std::int64_t makespan) override {
    reinsertion_.load(direction, starts, makespan);
  }
  void vacate(std::span<const std::uint32_t> part) override { reinsertion_.vacate(part); }
  void restore(std::span<const std::uint32_t> part) override { reinsertion_.restore(part); }
  std::size_t refill(std::span<const std::uint32_t> list, std::span<std::int64_t> starts) override {
    return reinsertion_.refill(list, starts);
  }
  Generation<Profile, Counts> serial_;
  ParallelGeneration<Counts> parallel_;
  Reinsertion<Profile, Counts> reinsertion_;
};

std::int64_t horizon_of(const PlanningModel& model) {
  std::int64_t horizon = 0;
  for (std::uint32_t a = 0; a < model.size(); ++a) horizon += model.duration(a);
  return horizon;
}

/// An array over time pays while an activity covers few of its cells, and its memory is small.
bool is_short(std::int64_t horizon, std::size_t activities) {
  constexpr std::int64_t cells_of_an_activity = 64;
  constexpr std::int64_t cells = std::int64_t{1} << 20U;
  return horizon <= cells &&
         horizon <= cells_of_an_activity * static_cast<std::int64_t>(activities);
}

template <class Counts>
std::unique_ptr<ScheduleGenerator::Engine> engine_of(const PlanningModel& model,
                                                     const CountLayout& layout) {
  std::vector<std::int64_t> capacities(model.resources());
  for (std::size_t r = 0; r < capacities.size(); ++r) capacities[r] = model.capacity(r);
  const auto capacity = packed<Counts>(layout, capacities);
  const auto guards = guards_of<Counts>(layout);
  const auto with = [&]<class Profile>(const Profile& profile) {
    return std::make_unique<PackedEngine<Profile, Counts>>(
        Generation<Profile, Counts>(model, layout, profile),
        ParallelGeneration<Counts>(model, layout, capacity, guards),
        Reinsertion<Profile, Counts>(model, layout, profile));
  };
  const std::int64_t horizon = horizon_of(model);
  std::unique_ptr<ScheduleGenerator::Engine> engine;
  if (is_short(horizon, model.size()))
    engine = with(FlatProfile<Counts>(capacity, guards, horizon));
  else
    engine = with(GapProfile<Counts>(capacity, guards, model.size()));
  return engine;
}

constexpr std::size_t most_cells = 16;

/// Half a word if that is enough, else as few words as are, by doubling.
std::unique_ptr<ScheduleGenerator::Engine> engine_of(const PlanningModel& model) {
  HEADWAY_ASSERT(is_packable(model));
  bool narrow = true;
  for (std::size_t r = 0; r < model.resources(); ++r) narrow &= model.capacity(r) < 1 << 30;
  if (narrow) {
    const CountLayout layout = layout_of(model, 32);
    if (layout.cells <= 1) return engine_of<PackedCounts<std::uint32_t, 1>>(model, layout);
  }
  const CountLayout layout = layout_of(model, 64);
  if (layout.cells <= 1) return engine_of<PackedCounts<std::uint64_t, 1>>(model, layout);
  if (layout.cells <= 2) return engine_of<PackedCounts<std::uint64_t, 2>>(model, layout);
  if (layout.cells <= 4) return engine_of<PackedCounts<std::uint64_t, 4>>(model, layout);
  return engine_of<PackedCounts<std::uint64_t, most_cells>>(model, layout);
}

}  // namespace

bool is_packable(const PlanningModel& model) {
  for (std::size_t r = 0; r < model.resources(); ++r) {
    if (model.capacity(r) >= std::int64_t{1} << 62U) return false;
  }
  return layout_of(model, 64).cells <= most_cells;
}

ScheduleGenerator::ScheduleGenerator(const PlanningModel& model) : engine_(engine_of(model)) {}
ScheduleGenerator::ScheduleGenerator(ScheduleGenerator&&) noexcept = default;
ScheduleGenerator& ScheduleGenerator::operator=(ScheduleGenerator&&) noexcept = default;
ScheduleGenerator::~ScheduleGenerator() = default;

std::int64_t ScheduleGenerator::forward(std::span<const std::uint32_t> list,
                                        std::span<std::int64_t> starts) {
  return engine_->forward(list, starts);
}

std::int64_t ScheduleGenerator::backward(std::span<const std::uint32_t> list,
                                         std::span<std::int64_t> starts) {
  return engine_->backward(list, starts);
}

std::int64_t ScheduleGenerator::parallel(std::span<const std::uint32_t> places,
                                         std::span<std::int64_t> starts) {
  return engine_->parallel(places, starts);
}

void ScheduleGenerator::load(Direction direction, std::span<const std::int64_t> starts,
                             std::int64_t makespan) {
  engine_->load(direction, starts, makespan);
}

void ScheduleGenerator::vacate(std::span<const std::uint32_t> part) { engine_->vacate(part); }

std::size_t ScheduleGenerator::refill(std::span<const std::uint32_t> list,
                                      std::span<std::int64_t> starts) {
  return engine_->refill(list, starts);
}

void ScheduleGenerator::restore(std::span<const std::uint32_t> part) { engine_->restore(part); }

}  // namespace headway::inline v0

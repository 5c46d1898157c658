// The scheduler alone: a job of layers, each task after three of the layer before, one wide map,
// and tasks of 1, 30 and 1,000 demands that are ready all at once, played to their end by a backend
// that answers at once. Reports the time to take the job in, events a second, allocations an event,
// and bytes an instance of the job and of the scheduler.
#include <headway/schedule/rank.hpp>
#include <headway/schedule/scheduler.hpp>

#include <benchmark/benchmark.h>

#include <malloc.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <deque>
#include <memory>
#include <new>
#include <variant>

using namespace headway;

namespace {
std::uint64_t allocations = 0;
}  // namespace

// Out of line: inlined on one side only, gcc takes them for a pair that does not match.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

namespace {

double heap_bytes() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks) + static_cast<double>(info.hblkhd);
}

/// Of processor time: the machine may be busy with something else, and nothing here waits.
double seconds_since(std::clock_t start) {
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

/// `size` tasks in √size layers; three edges from the layer before, three demands.
std::shared_ptr<const PipelineJob> layered_job(std::uint32_t size) {
  const auto width = static_cast<std::uint32_t>(std::sqrt(size));
  PipelineJobParts parts;
  parts.slots = {"cpu", "mem"};
  parts.shapes = {
      {{SlotId{0}, 1000}}, {{SlotId{0}, 2000}}, {{SlotId{0}, 1000}, {SlotId{1}, 1 << 30}}};
  parts.tasks.resize(size);
  parts.predecessor_rows = {0};
  std::vector<std::uint32_t> fan(size);
  for (std::uint32_t t = 0; t < size; ++t) {
    parts.tasks[t].shape = {t * 2654435761U % 3};
    parts.tasks[t].estimate = Duration{1'000'000 + t * 40503U % 1'000'000};
    for (std::uint32_t e = 0; e < 3 && t >= width; ++e) {
      const std::uint32_t source = (t / width - 1) * width + (t * 3 + e * 7919U) % width;
      parts.predecessors.push_back({.task = {source}});
      ++fan[source];
    }
    parts.predecessor_rows.push_back(static_cast<std::uint32_t>(parts.predecessors.size()));
  }
  parts.dependent_rows.assign(size + 1, 0);
  for (std::uint32_t t = 0; t < size; ++t)
    parts.dependent_rows[t + 1] = parts.dependent_rows[t] + fan[t];
  parts.dependents.resize(parts.predecessors.size());
  for (std::uint32_t t = size; t-- > 0;) {
    for (std::uint32_t e = parts.predecessor_rows[t]; e < parts.predecessor_rows[t + 1]; ++e) {
      const std::uint32_t source = parts.predecessors[e].task.value;
      parts.dependents[parts.dependent_rows[source] + --fan[source]] = {.task = {t}};
    }
  }
  return std::make_shared<const PipelineJob>(std::move(parts));
}

/// `size` tasks that wait for nothing, of `demands` demands for cores and memory.
std::shared_ptr<const PipelineJob> wide_job(std::uint32_t size, std::uint32_t demands) {
  PipelineJobParts parts;
  parts.slots = {"cpu", "mem"};
  for (std::uint32_t i = 0; i < demands; ++i) {
    const std::int64_t gibibytes = 1 + i / 40;
    parts.shapes.push_back({{SlotId{0}, 500 * (1 + i % 40)}, {SlotId{1}, gibibytes << 30U}});
  }
  parts.tasks.resize(size);
  for (std::uint32_t t = 0; t < size; ++t) parts.tasks[t].shape = {t * 2654435761U % demands};
  parts.predecessor_rows.assign(size + 1, 0);
  parts.dependent_rows.assign(size + 1, 0);
  return std::make_shared<const PipelineJob>(std::move(parts));
}

/// A map, and a task after it.
std::shared_ptr<const PipelineJob> mapped_job() {
  PipelineJobParts element;
  element.slots = {"cpu"};
  element.shapes = {{{SlotId{0}, 1000}}};
  element.tasks.resize(1);
  element.predecessor_rows = element.dependent_rows = {0, 0};
  PipelineJobParts parts = element;
  parts.tasks = {{.kind = TaskKind::map, .asks = true}, {}};
  parts.inner.resize(2);
  parts.inner[0].graph = std::make_shared<const PipelineJob>(std::move(element));
  parts.predecessor_rows = {0, 0, 1};
  parts.predecessors = {{TaskId{0}}};
  parts.dependent_rows = {0, 1, 1};
  parts.dependents = {{TaskId{1}}};
  return std::make_shared<const PipelineJob>(std::move(parts));
}

/// Applies an event for every command, until the job has ended. A map has `width` elements.
class Played {
 public:
  explicit Played(const SchedulePolicy& policy, std::size_t width = 0)
      : scheduler_(policy), order_(policy.order), width_(width) {
    Resources machine;
    machine.set("cpu", {64'000});
    machine.set("mem", {std::int64_t{1} << 40});
    apply({.fact = NodesChanged{{{.name = "local", .resources = machine}}}});
  }
  void apply(const Event& event) {
    ++events_;
    scheduler_.apply(event, event.time);
  }
  void start(std::shared_ptr<const PipelineJob> job) {
    scheduler_.serve({1}, {.places = places_of(*job, order_)});
    apply({.job = {1}, .fact = JobStarted{std::move(job)}});
  }
  void play() {
    while (!ended_) {
      while (auto command = scheduler_.next({}))
        std::visit([this](auto& known) { act(known); }, *command);
      if (running_.empty()) continue;
      apply(running_.front());
      running_.pop_front();
    }
  }
  [[nodiscard]] std::uint64_t events() const { return events_; }
  /// In use once the map had its elements.
  [[nodiscard]] double bytes_grown() const { return bytes_grown_; }

 private:
  void act(const IntendAttempt& wish) {
    apply({.job = wish.job, .fact = AttemptIntended{wish.instance, wish.attempt}});
  }
  void act(const LaunchSession& wish) {
    apply({.job = wish.job,
           .fact = SessionAccepted{.instance = wish.instance, .attempt = wish.attempt}});
    apply({.job = wish.job,
           .fact = SessionStarted{.instance = wish.instance, .attempt = wish.attempt}});
    running_.push_back({.job = wish.job,
                        .fact = AttemptEnded{.instance = wish.instance, .attempt = wish.attempt}});
  }
  void act(const RecallSession& /*wish*/) {}
  void act(const StopSession& /*wish*/) {}
  void act(const Evaluate& asked) {
    auto items = std::make_shared<const Value>(Value::List(width_, Value(0)));
    apply(
        {.job = asked.job,
         .fact = GraphAdded{
             .instance = asked.instance, .kind = GraphKind::elements, .values = std::move(items)}});
    bytes_grown_ = heap_bytes();
  }
  void act(const Decide& wish) {
    apply({.job = wish.job, .fact = wish.fact});
    ended_ = ended_ || std::holds_alternative<JobEnded>(wish.fact);
  }

  Scheduler scheduler_;
  Order order_;
  std::deque<Event> running_;
  std::size_t width_;
  std::uint64_t events_ = 0;
  double bytes_grown_ = 0;
  bool ended_ = false;
};

void layers(benchmark::State& state, Order order) {
  const auto size = static_cast<std::uint32_t>(state.range(0));
  for (auto _ : state) {
    const double before = heap_bytes();
    const auto job = layered_job(size);
    const double with_job = heap_bytes();
    Played played({.order = order});
    const std::clock_t start = std::clock();
    played.start(job);
    const double built = seconds_since(start);
    const double with_scheduler = heap_bytes();
    played.play();
    const double whole = seconds_since(start);
    state.counters["build_ms"] = built * 1e3;
    state.counters["events_per_s"] = static_cast<double>(played.events()) / (whole - built);
    state.counters["job_B"] = (with_job - before) / size;
    state.counters["scheduler_B"] = (with_scheduler - with_job) / size;
  }
}

void all_ready(benchmark::State& state) {
  const auto size = static_cast<std::uint32_t>(state.range(0));
  for (auto _ : state) {
    Played played({});
    const std::clock_t start = std::clock();
    played.start(wide_job(size, static_cast<std::uint32_t>(state.range(1))));
    const double built = seconds_since(start);
    const std::uint64_t before = allocations;
    played.play();
    const auto events = static_cast<double>(played.events());
    state.counters["events_per_s"] = events / (seconds_since(start) - built);
    state.counters["allocations"] = static_cast<double>(allocations - before) / events;
  }
}

/// Of which the elements are part of the job, with an item each.
void wide_map(benchmark::State& state) {
  const auto width = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    const double before = heap_bytes();
    Played played({}, width);
    const std::clock_t start = std::clock();
    played.start(mapped_job());
    played.play();
    state.counters["events_per_s"] = static_cast<double>(played.events()) / seconds_since(start);
    state.counters["all_B"] = (played.bytes_grown() - before) / static_cast<double>(width);
  }
}

}  // namespace

BENCHMARK_CAPTURE(layers, critical_path, Order::critical_path)
    ->RangeMultiplier(10)
    ->Range(1'000, 1'000'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(layers, fifo, Order::fifo)
    ->RangeMultiplier(10)
    ->Range(1'000, 1'000'000)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(all_ready)
    ->ArgsProduct({{1'000, 10'000, 100'000, 1'000'000}, {1, 30, 1'000}})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(wide_map)->RangeMultiplier(10)->Range(1'000, 1'000'000)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();

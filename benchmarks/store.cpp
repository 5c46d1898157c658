// How many events a second a store takes, by durability and by how many come at once.
#include <headway/store/memory.hpp>
#include <headway/store/sqlite.hpp>

#include <benchmark/benchmark.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace hw = headway;

namespace {

constexpr hw::JobId job{1};

/// The life of `count` / 4 instances: intended, accepted, started, ended.
std::vector<hw::Event> lives(std::uint32_t count) {
  const auto placement = std::make_shared<const hw::Placement>(
      hw::Placement{.node = "this-machine", .granted = {{"cpu", {1000}}}});
  std::vector<hw::Event> events;
  for (std::uint32_t i = 0; i < count / 4; ++i) {
    const hw::InstanceId id{i};
    const hw::Instant now{1'700'000'000'000'000 + i};
    events.push_back({now, job, hw::AttemptIntended{id, 1}});
    events.push_back({now, job, hw::SessionAccepted{id, 1, placement, "pid 12345 67890"}});
    events.push_back({now, job, hw::SessionStarted{id, 1, "cgroup"}});
    events.push_back({now, job, hw::AttemptEnded{id, 1, {}, nullptr, "", ""}});
  }
  return events;
}

class Place {
 public:
  Place() {
    if (::mkdtemp(path_.data()) == nullptr) std::abort();
  }
  ~Place() { std::filesystem::remove_all(path_); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_ = std::filesystem::temp_directory_path().string() + "/headway-bench-XXXXXX";
};

void append_all(benchmark::State& state, hw::Store& store, std::uint32_t total) {
  const auto at_once = static_cast<std::size_t>(state.range(0));
  const std::vector<hw::Event> events = lives(total);
  std::atomic<int> commits = 0;
  store.add({.id = job, .name = "bench"}, nullptr);
  store.on_durable([&] { ++commits; });
  for (auto _ : state) {
    for (std::size_t i = 0; i < events.size(); i += at_once) {
      store.append(std::span(events).subspan(i, std::min(at_once, events.size() - i)));
    }
    store.flush();
  }
  store.on_durable({});
  const auto rows = state.iterations() * static_cast<std::int64_t>(events.size());
  state.SetItemsProcessed(rows);
  state.counters["rows_per_commit"] = static_cast<double>(rows) / commits;
}

void memory(benchmark::State& state) {
  hw::MemoryStore store;
  append_all(state, store, 200'000);
}

template <hw::Durability durability>
void sqlite(benchmark::State& state) {
  const Place place;
  hw::SqliteStore store(place.path(), {.durability = durability});
  append_all(state, store, 200'000);
}

/// Each append waits for the disk: what a chain of tasks sees.
template <hw::Durability durability>
void sqlite_waiting(benchmark::State& state) {
  const Place place;
  hw::SqliteStore store(place.path(), {.durability = durability});
  const std::vector<hw::Event> events = lives(4);
  for (auto _ : state) {
    store.append(events);
    store.flush();
  }
  state.SetItemsProcessed(state.iterations() * 4);
}

BENCHMARK(memory)->Arg(4)->Arg(1000)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(sqlite<hw::Durability::full>)
    ->Arg(4)
    ->Arg(1000)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(sqlite<hw::Durability::relaxed>)
    ->Arg(4)
    ->Arg(1000)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(sqlite_waiting<hw::Durability::full>)->UseRealTime();
BENCHMARK(sqlite_waiting<hw::Durability::relaxed>)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();

// No-op callables through the whole engine: scheduler, executor, local backend, store. A graph of
// layers, each task after three of the layer before; in the same run the same graph in oneTBB's
// flow graph, where oneTBB is installed.
//
//     bench_callables [instances]...
#include <headway/run/executor.hpp>
#include <headway/session/local.hpp>
#include <headway/store/memory.hpp>
#include <headway/store/sqlite.hpp>

#include <fmt/core.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#if __has_include(<tbb/flow_graph.h>)
#include <tbb/flow_graph.h>
#include <tbb/global_control.h>

#include <atomic>
#include <deque>
#endif

namespace {

using namespace headway;

constexpr int width = 1'000;  // of a layer
constexpr int threads = 2;

/// Calls `edge(before)` for each of the three tasks that task `i` comes after.
template <class Edge>
void each_predecessor(int i, const Edge& edge) {
  const int layer = i / width * width;
  if (layer == 0) return;
  for (const int shift : {0, 1, 37}) edge(layer - width + (i - layer + shift) % width);
}

Pipeline layers(int count) {
  Pipeline pipeline{.name = "no_ops"};
  pipeline.tasks.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    Task task{.name = "t" + std::to_string(i), .body = CallBody{Text{"cpp:no_op"}}};
    each_predecessor(
        i, [&](int before) { task.depends_on.push_back({.task = "t" + std::to_string(before)}); });
    pipeline.tasks.push_back(std::move(task));
  }
  return pipeline;
}

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Seconds of processor time, of all threads.
double processor() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto in_seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return in_seconds(usage.ru_utime) + in_seconds(usage.ru_stime);
}

/// From here on.
class Watch {
 public:
  void tell(const std::string& what, int count) const {
    const double took = seconds() - began_;
    const double worked = processor() - worked_;
    fmt::print("{:>9} {:<32} {:7.3f} s, {:6.2f} us each ({:.2f} us of processor time), {:.0f}/s\n",
               count, what, took, took / count * 1e6, worked / count * 1e6, count / took);
  }

 private:
  double began_ = seconds();
  double worked_ = processor();
};

bool engine(Store& store, const std::string& name, int count) {
  LocalBackend local({.slots = {{"cpu", threads}}});
  Executor executor(store, local);
  Callables callables;
  callables.add("no_op", make_callable({}, [](TaskContext&, const Values&) { return Values{}; }));
  JobHandle job = executor.start(layers(count), {}, callables);
  const Watch watch;
  const JobState state = job.wait();
  watch.tell(name, count);
  return state == JobState::succeeded;
}

bool in_memory(int count) {
  MemoryStore store;
  return engine(store, "headway, in memory", count);
}

bool durable(int count) {
  std::string folder = "/var/tmp/headway-bench-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return false;
  bool all_ran = false;
  {
    SqliteStore store(folder + "/store");
    all_ran = engine(store, "headway, SQLite, durability full", count);
  }
  std::filesystem::remove_all(folder);
  return all_ran;
}

#if __has_include(<tbb/flow_graph.h>)
bool flow_graph(int count) {
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  tbb::flow::graph graph;
  tbb::flow::broadcast_node<tbb::flow::continue_msg> source(graph);
  std::deque<tbb::flow::continue_node<tbb::flow::continue_msg>> calls;
  std::atomic<int> called = 0;
  for (int i = 0; i < count; ++i) {
    auto& call = calls.emplace_back(graph, [&called](const tbb::flow::continue_msg&) {
      called.fetch_add(1, std::memory_order_relaxed);
    });
    if (i < width) tbb::flow::make_edge(source, call);
    each_predecessor(i, [&](int before) {
      tbb::flow::make_edge(calls[static_cast<std::size_t>(before)], call);
    });
  }
  const Watch watch;
  source.try_put({});
  graph.wait_for_all();
  watch.tell("oneTBB, flow graph", count);
  return called == count;
}
#else
bool flow_graph(int) { return true; }
#endif

bool all(int count) { return flow_graph(count) && in_memory(count) && durable(count); }

}  // namespace

int main(int argc, char** argv) {
  std::vector<int> counts;
  for (int i = 1; i < argc; ++i) counts.push_back(std::atoi(argv[i]));
  if (counts.empty()) counts = {100'000, 1'000'000};
  return std::all_of(counts.begin(), counts.end(), all) ? 0 : 1;
}

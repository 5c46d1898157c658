// No-op callables through the whole engine: scheduler, executor, local backend, memory store;
// beside it the same calls as oneTBB's flow graph, where oneTBB is installed.
//
//     bench_callables [instances]
#include <headway/run/executor.hpp>
#include <headway/session/local.hpp>
#include <headway/store/memory.hpp>

#include <fmt/core.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <string>

#if __has_include(<tbb/flow_graph.h>)
#include <tbb/flow_graph.h>
#include <tbb/global_control.h>

#include <atomic>
#include <deque>
#endif

namespace {

using namespace headway;

constexpr int widest = 10'000;  // of one fan-out

/// `count` independent calls, as fan-outs of at most 10,000.
Pipeline no_ops(int count) {
  Pipeline pipeline{.name = "no_ops"};
  for (int first = 0; first < count; first += widest) {
    Task task{.name = "t" + std::to_string(first), .body = CallBody{Text{"cpp:no_op"}}};
    Value::List values;
    for (int i = 0; i < widest && first + i < count; ++i) values.emplace_back(i);
    task.matrix = Matrix{.axes = {{.name = "i", .values = values}}};
    pipeline.tasks.push_back(std::move(task));
  }
  return pipeline;
}

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

bool engine(int count) {
  MemoryStore store;
  LocalBackend local({.slots = {{"cpu", 2}}});
  Executor executor(store, local);
  Callables callables;
  callables.add("no_op", make_callable({}, [](TaskContext&, const Values&) { return Values{}; }));
  const double built = seconds();
  JobHandle job = executor.start(no_ops(count), {}, callables);
  const double began = seconds();
  const JobState state = job.wait();
  const double took = seconds() - began;
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  fmt::print(
      "{} callables {}: start {:.3f} s, run {:.3f} s, {:.2f} us each, {:.0f}/s, peak {} MiB\n",
      count, to_string(state), began - built, took, took / count * 1e6, count / took,
      usage.ru_maxrss / 1024);
  return state == JobState::succeeded;
}

#if __has_include(<tbb/flow_graph.h>)
/// The same calls with two threads, one node each behind one source.
bool flow_graph(int count) {
  const tbb::global_control threads(tbb::global_control::max_allowed_parallelism, 2);
  const double built = seconds();
  tbb::flow::graph graph;
  tbb::flow::broadcast_node<tbb::flow::continue_msg> source(graph);
  std::deque<tbb::flow::continue_node<tbb::flow::continue_msg>> calls;
  std::atomic<int> called = 0;
  for (int i = 0; i < count; ++i) {
    calls.emplace_back(graph, [&called](const tbb::flow::continue_msg&) {
      called.fetch_add(1, std::memory_order_relaxed);
    });
    tbb::flow::make_edge(source, calls.back());
  }
  const double began = seconds();
  source.try_put({});
  graph.wait_for_all();
  const double took = seconds() - began;
  fmt::print("{} of oneTBB's flow graph: build {:.3f} s, run {:.3f} s, {:.2f} us each\n", count,
             began - built, took, took / count * 1e6);
  return called == count;
}
#else
bool flow_graph(int) { return true; }
#endif

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 100'000;
  const bool all_ran = engine(count) && flow_graph(count);
  return all_ran ? 0 : 1;
}

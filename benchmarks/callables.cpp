// No-op callables through the whole engine: scheduler, executor, local backend, memory store.
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

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 100'000;
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
  return state == JobState::succeeded ? 0 : 1;
}

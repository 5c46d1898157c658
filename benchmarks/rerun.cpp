// A job that has succeeded is run again: nothing works, everything is read, decided and recorded.
// By the engine that ran it, and by one that finds it in the store.
//
//     bench_rerun [instances]...
#include <headway/run/executor.hpp>
#include <headway/session/local.hpp>
#include <headway/store/sqlite.hpp>

#include <fmt/core.h>
#include <stdlib.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace headway;

constexpr int width = 1'000;  // of a layer

/// A task an instance.
Pipeline layers(int count) {
  Pipeline pipeline{.name = "no_ops"};
  for (int i = 0; i < count; ++i) {
    Task task{.name = "t" + std::to_string(i), .body = CallBody{Text{"cpp:no_op"}}};
    if (i >= width) task.depends_on.push_back({.task = "t" + std::to_string(i - width)});
    pipeline.tasks.push_back(std::move(task));
  }
  return pipeline;
}

/// A task a layer, with a matrix.
Pipeline matrices(int count) {
  std::vector<Value> numbers;
  for (std::int64_t n = 0; n < width; ++n) numbers.emplace_back(n);
  const Axis axis{.name = "n", .values = std::move(numbers)};
  Pipeline pipeline{.name = "no_ops"};
  for (int i = 0; i < count / width; ++i) {
    Task task{.name = "t" + std::to_string(i), .body = CallBody{Text{"cpp:no_op"}}};
    task.matrix = Matrix{.axes = {axis}};
    if (i > 0) task.depends_on.push_back({.task = "t" + std::to_string(i - 1)});
    pipeline.tasks.push_back(std::move(task));
  }
  return pipeline;
}

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

class Bench {
 public:
  explicit Bench(const std::string& folder) : store_(folder + "/store") {
    callables_.add("no_op", make_callable({}, [this](TaskContext&, const Values&) {
                     ++called_;
                     return Values{};
                   }));
  }

  JobHandle start(const Pipeline& pipeline) { return executor_.start(pipeline, {}, callables_); }

  bool rerun(JobId job, int count, const char* what) {
    const int before = called_;
    const double began = seconds();
    const std::clock_t worked = std::clock();
    const JobState state = executor_.rerun(job, {.callables = callables_}).wait();
    const double processor = static_cast<double>(std::clock() - worked) / CLOCKS_PER_SEC;
    fmt::print("{:>9} {}: run again in {:.3f} s, {:.3f} s of processor time\n", count, what,
               seconds() - began, processor);
    return state == JobState::succeeded && called_ == before;
  }

 private:
  SqliteStore store_;
  LocalBackend local_{{.slots = {{"cpu", 2}}}};
  Executor executor_{store_, local_};
  Callables callables_;
  std::atomic<int> called_ = 0;
};

bool rerun(const std::string& folder, const Pipeline& pipeline, int count, const char* what) {
  JobId id;
  {
    Bench bench(folder);
    JobHandle job = bench.start(pipeline);
    id = job.id();
    if (job.wait() != JobState::succeeded) return false;
  }
  return Bench(folder).rerun(id, count, what);  // as another process would
}

bool measured(const Pipeline& pipeline, int count, const char* what) {
  std::string folder = "/var/tmp/headway-bench-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return false;
  const bool done = rerun(folder, pipeline, count, what);
  std::filesystem::remove_all(folder);
  return done;
}

bool measured(int count) {
  return measured(matrices(count), count, "instances of matrices") &&
         measured(layers(count), count, "tasks");
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<int> counts;
  for (int i = 1; i < argc; ++i) counts.push_back(std::atoi(argv[i]));
  if (counts.empty()) counts = {10'000, 100'000};
  const auto each = [](int count) { return measured(count); };
  return std::all_of(counts.begin(), counts.end(), each) ? 0 : 1;
}

// Independent `true` processes through the whole engine with two slots: the store durable and in
// memory, in turns. What durability costs is the difference.
//
//     bench_short_processes [TASKS [ROUNDS]]
#include <headway/run/executor.hpp>
#include <headway/session/local.hpp>
#include <headway/store/memory.hpp>
#include <headway/store/sqlite.hpp>

#include <fmt/core.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace headway;

struct Took {
  double wall = 0;
  double processor = 0;  // of this process and of all that it started
};

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double processor() {
  double total = 0;
  for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    ::getrusage(who, &usage);
    for (const timeval& time : {usage.ru_utime, usage.ru_stime}) {
      total += static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    }
  }
  return total;
}

Pipeline many(int tasks) {
  Pipeline pipeline{.name = "many"};
  for (int i = 0; i < tasks; ++i) {
    pipeline.tasks.push_back(
        {.name = "t" + std::to_string(i), .body = CommandBody{{Text{"true"}}}});
  }
  return pipeline;
}

Took through(Store& store, const std::string& folder, int tasks) {
  const double began = seconds();
  const double worked = processor();
  {
    LocalBackend local(
        {.slots = {{"cpu", Quantity{2000}}}, .program = HEADWAY_PROGRAM, .folder = folder});
    Executor executor(store, local, {.data = folder + "/data"});
    if (executor.start(many(tasks)).wait() != JobState::succeeded) std::abort();
  }
  return {seconds() - began, processor() - worked};
}

void tell(const std::string& what, std::vector<Took> all) {
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  const auto less = [](auto member) {
    return [member](const Took& a, const Took& b) { return a.*member < b.*member; };
  };
  std::nth_element(all.begin(), middle, all.end(), less(&Took::wall));
  const double wall = middle->wall;
  std::nth_element(all.begin(), middle, all.end(), less(&Took::processor));
  fmt::print("{:<10} {:6.2f} s, {:6.2f} s of processor time (medians)\n", what, wall,
             middle->processor);
}

}  // namespace

int main(int argc, char** argv) {
  const int tasks = argc > 1 ? std::atoi(argv[1]) : 2'000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  std::string folder = "/var/tmp/headway-bench-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) return 1;
  std::vector<Took> durable;
  std::vector<Took> in_memory;
  for (int round = 0; round < rounds; ++round) {
    const std::string of_round = folder + '/' + std::to_string(round);
    SqliteStore kept(of_round + "/store");
    durable.push_back(through(kept, of_round + "/durable", tasks));
    MemoryStore forgotten;
    in_memory.push_back(through(forgotten, of_round + "/memory", tasks));
  }
  fmt::print("{} processes\n", tasks);
  tell("durable", durable);
  tell("in memory", in_memory);
  std::filesystem::remove_all(folder);
  return 0;
}

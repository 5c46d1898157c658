// Thousands of short sessions, which wait in lines: nothing is lost, done twice or held up.
#include <headway/store/memory.hpp>

#include "support/catch.hpp"
#include "support/engine_bench.hpp"

#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>

using namespace headway;
using namespace headway::testing;

namespace {

/// Independent calls of `body`.
Pipeline calls(int count) {
  Pipeline pipeline{.name = "calls"};
  for (int i = 0; i < count; ++i) {
    pipeline.tasks.push_back({.name = "t" + std::to_string(i), .body = CallBody{Text{"cpp:body"}}});
  }
  return pipeline;
}

template <class Body>
Callables as_body(Body body) {
  Callables callables;
  callables.add("body", make_callable({}, [body](TaskContext& context, const Values&) {
                  body(context);
                  return Values{};
                }));
  return callables;
}

Pipeline processes(int count, const std::string& text) {
  Pipeline pipeline{.name = "processes"};
  for (int i = 0; i < count; ++i) {
    pipeline.tasks.push_back(shell_task("t" + std::to_string(i), text));
  }
  return pipeline;
}

std::uint32_t count_of(const JobStatus& status, InstanceState state) {
  std::uint32_t count = 0;
  for (const InstanceStatus& instance : status.instances()) count += instance.state == state;
  return count;
}

std::uint32_t most_attempts(const JobStatus& status) {
  Attempt most = 0;
  for (const InstanceStatus& instance : status.instances())
    most = std::max(most, instance.attempts);
  return most;
}

}  // namespace

TEST_CASE("of many short calls each is made once and no more at a time than there is room for") {
  EngineBench bench;
  std::atomic<int> now = 0;
  std::atomic<int> most = 0;
  std::atomic<int> made = 0;
  const auto callables = as_body([&](TaskContext&) {
    const int others = ++now;
    for (int seen = most; seen < others && !most.compare_exchange_weak(seen, others);) {
    }
    ++made;
    --now;
  });
  JobHandle job = bench.start(calls(3'000), callables);
  CHECK(job.wait() == JobState::succeeded);
  CHECK(made == 3'000);
  CHECK(most <= 4);
  CHECK(most_attempts(job.status()) == 1);
}

TEST_CASE("calls that wait behind others are not made after their job was cancelled") {
  EngineBench bench;
  std::atomic<int> made = 0;
  const auto callables = as_body([&](TaskContext&) {
    ++made;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  });
  JobHandle job = bench.start(calls(3'000), callables);
  while (made < 100) job.wait_for(1_ms);
  job.cancel();
  CHECK(job.wait() == JobState::cancelled);
  const int at_the_end = made;
  CHECK(at_the_end < 2'500);
  CHECK(count_of(job.status(), InstanceState::succeeded) <= static_cast<std::uint32_t>(at_the_end));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(made == at_the_end);
}

TEST_CASE("a call that waits behind others when its job pauses is made when it goes on") {
  EngineBench bench;
  std::mutex mutex;
  std::multiset<std::string> made;
  const auto callables = as_body([&](TaskContext& context) {
    std::this_thread::sleep_for(std::chrono::microseconds(200));
    const std::lock_guard lock(mutex);
    made.insert(context.instance());
  });
  const auto count = [&] {
    const std::lock_guard lock(mutex);
    return made.size();
  };
  JobHandle job = bench.start(calls(3'000), callables);
  while (count() < 100) job.wait_for(1_ms);
  job.pause(1_s);
  REQUIRE(job.wait() == JobState::paused);
  CHECK(count() < 3'000);
  JobHandle resumed = bench.executor().resume(job.id(), callables);
  CHECK(resumed.wait() == JobState::succeeded);
  CHECK(count() >= 3'000);
  CHECK(count() < 3'300);  // those that ran, or ended, while it paused are made again
  CHECK(count_of(resumed.status(), InstanceState::succeeded) == 3'000);
}

TEST_CASE("with fail_fast a failure among short calls ends their job soon") {
  EngineBench bench;
  std::atomic<int> made = 0;
  const auto callables = as_body([&](TaskContext&) {
    if (++made == 200) throw Error("enough");
    std::this_thread::sleep_for(std::chrono::microseconds(500));
  });
  Pipeline pipeline = calls(3'000);
  pipeline.fail_fast = true;
  JobHandle job = bench.start(pipeline, callables);
  CHECK(job.wait() == JobState::failed);
  CHECK(count_of(job.status(), InstanceState::cancelled) > 500);
}

TEST_CASE("one long call among short ones keeps only its own place") {
  EngineBench bench;
  std::atomic<int> made = 0;
  const auto callables = as_body([&](TaskContext& context) {
    if (++made != 50) return;
    while (made < 2'000 && !context.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  JobHandle job = bench.start(calls(2'000), callables);
  CHECK(job.wait_for(60_s));
  CHECK(job.state() == JobState::succeeded);
}

TEST_CASE("two jobs of short calls share the places") {
  EngineBench bench;
  std::atomic<int> made = 0;
  const auto callables = as_body([&](TaskContext&) { ++made; });
  JobHandle one = bench.start(calls(1'000), callables);
  JobHandle other = bench.start(calls(1'000), callables);
  CHECK(one.wait() == JobState::succeeded);
  CHECK(other.wait() == JobState::succeeded);
  CHECK(made == 2'000);
}

TEST_CASE("of many short processes each is started once") {
  EngineBench bench;
  const std::string journal = bench.path("journal");
  JobHandle job = bench.start(processes(200, "echo . >> " + journal));
  CHECK(job.wait() == JobState::succeeded);
  const std::string lines = read_file(journal);
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 200);
  CHECK(most_attempts(job.status()) == 1);
}

TEST_CASE("processes that wait behind others are not started after their job was cancelled") {
  EngineBench bench;
  const std::string journal = bench.path("journal");
  JobHandle job = bench.start(processes(600, "echo . >> " + journal));
  while (read_file(journal).size() < 40) job.wait_for(2_ms);
  job.cancel();
  CHECK(job.wait() == JobState::cancelled);
  const std::string lines = read_file(journal);
  CHECK(lines.size() < 1'200);
  CHECK(most_attempts(job.status()) == 1);
}

TEST_CASE("a store in memory and short calls come to the same") {
  MemoryStore store;
  LocalBackend local({.slots = {{"cpu", Quantity{2000}}}, .program = HEADWAY_PROGRAM});
  Executor executor(store, local);
  std::atomic<int> made = 0;
  JobHandle job = executor.start(calls(20'000), Values{}, as_body([&](TaskContext&) { ++made; }));
  CHECK(job.wait() == JobState::succeeded);
  CHECK(made == 20'000);
}

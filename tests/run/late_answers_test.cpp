// What an engine hears, after a crash, of sessions that ended while nobody listened.
#include "support/catch.hpp"
#include "support/engine_scenes.hpp"

#include <headway/session/fake.hpp>
#include <headway/store/memory.hpp>

using namespace headway;
using namespace headway::testing;

namespace {

class HandClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return now_; }
  void go_on(Duration span) { now_ = now_ + span; }

 private:
  Instant now_{1'000'000'000};
};

/// A job of one task, of which the first engine went away while its session ran.
class LeftAlone {
 public:
  LeftAlone(const std::string& tasks, const FakeScript& script)
      : fake_({{.name = "n", .resources = cpus(4)}}, script) {
    const Pipeline pipeline = load("headway: v1\nname: left\n" + tasks, "left.yaml");
    fake_.advance(clock_.now());
    Executor first(store_, fake_, {.clock = &clock_});
    id_ = first.start(pipeline).id();
    let_happen(first);
    REQUIRE(fake_.running() == 1);
  }

  void pass(Duration span) {
    clock_.go_on(span);
    fake_.advance(clock_.now());
  }

  /// What it comes to with another engine, which `act` has a word with before it hears anything.
  template <class Act>
  std::string end_with(const Act& act) {
    Executor second(store_, fake_, {.clock = &clock_});
    JobHandle job = second.resume(id_);
    act(job);
    for (int i = 0; i < 1000 && !job.wait_for(1_ms); ++i) pass(1_s);
    return ends(job.status()).at("a");
  }

 private:
  static Resources cpus(std::int64_t count) {
    Resources all;
    all.set("cpu", Quantity{count * 1000});
    return all;
  }
  void let_happen(Executor& executor) {
    for (int i = 0; i < 10; ++i) {
      executor.poll();
      fake_.advance(clock_.now());
    }
  }

  HandClock clock_;
  MemoryStore store_;
  FakeBackend fake_;
  JobId id_{};
};

constexpr auto nothing = [](JobHandle&) {};

}  // namespace

TEST_CASE("what ended well while no engine ran has not timed out") {
  LeftAlone job("tasks: {a: {command: [x], timeout: 3s}}\n", FakeScript().takes("a", 1_s));
  job.pass(1_s);
  job.pass(60_s);
  CHECK(job.end_with(nothing) == "succeeded");
}

TEST_CASE("what still runs after its time is stopped when its engine comes back") {
  LeftAlone job("tasks: {a: {command: [x], timeout: 3s}}\n", FakeScript().hangs("a"));
  job.pass(60_s);
  CHECK(job.end_with(nothing) == "failed timeout_run");
}

TEST_CASE("what failed by itself keeps its cause though its time has passed since") {
  LeftAlone job("tasks: {a: {command: [x], timeout: 3s}}\n", FakeScript().fails("a", times(9)));
  job.pass(60_s);
  CHECK(job.end_with(nothing) == "failed exit_code(1)");
}

TEST_CASE("what ended well before its job was cancelled has succeeded") {
  LeftAlone job("tasks: {a: {command: [x]}}\n", FakeScript().takes("a", 1_s));
  job.pass(60_s);
  CHECK(job.end_with([](JobHandle& handle) { handle.cancel(); }) == "succeeded");
}

TEST_CASE("what runs while its job is cancelled is stopped once it has been found") {
  LeftAlone job("tasks: {a: {command: [x]}}\n", FakeScript().hangs("a"));
  CHECK(job.end_with([](JobHandle& handle) { handle.cancel(); }) == "cancelled cancelled_by_user");
}

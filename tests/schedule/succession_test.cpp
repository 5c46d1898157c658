// Successors: short sessions that are launched behind those that run.
#include "support/catch.hpp"
#include "support/numbered_jobs.hpp"
#include "support/scheduler_driver.hpp"

using namespace headway;

namespace {

constexpr Duration moment{10'000};
constexpr Duration long_time{60'000'000};

/// `count` instances of one task that take a core each.
std::shared_ptr<const PipelineJob> many(std::uint32_t count, LineKind line = LineKind::processes) {
  return job_of({{.numbers = {.count = count, .line = line}}}, asking_for({cpu(1)}));
}

Driver started(std::shared_ptr<const PipelineJob> job, std::int64_t cores = 1) {
  Driver driver(std::move(job), {{.name = "local", .resources = cpu(cores)}},
                {.order = Order::fifo, .successors = 2});
  driver.start();
  driver.drain();
  return driver;
}

/// The first session has ended after a moment.
Driver after_a_short_one(std::shared_ptr<const PipelineJob> job) {
  Driver driver = started(std::move(job));
  driver.wait(moment);
  driver.end(0);
  return driver;
}

}  // namespace

TEST_CASE("nothing is launched behind a session before one of its like was short") {
  Driver driver = started(many(6));
  CHECK(driver.commands().back() != "launch 1#1 behind");
  CHECK(driver.sessions().size() == 1);
  driver.wait(long_time);
  driver.end(0);
  CHECK(driver.sessions().size() == 1);
}

TEST_CASE("after a short session the next ones are launched behind those that run") {
  const Driver driver = after_a_short_one(many(6));
  CHECK(driver.sessions().size() == 3);
  CHECK(driver.sessions().at(1).waits == false);
  CHECK(driver.sessions().at(2).waits);
  CHECK(driver.sessions().at(3).waits);
}

TEST_CASE("each takes over what the one before it held") {
  Driver driver = after_a_short_one(many(6));
  for (std::uint32_t i = 1; i < 6; ++i) {
    driver.wait(moment);
    driver.end(i);
  }
  CHECK(driver.status().state() == JobState::succeeded);
}

TEST_CASE("what leaves outputs has no successors and is none") {
  const Driver driver = after_a_short_one(many(6, LineKind::none));
  CHECK(driver.sessions().size() == 1);
}

TEST_CASE("a successor whose predecessor turns out to be long is called back") {
  Driver driver = after_a_short_one(many(6));
  const std::string told = driver.wait(successor_patience);
  CHECK(told.find("recall 2#1") != std::string::npos);
  CHECK(told.find("recall 3#1") != std::string::npos);
  CHECK(driver.sessions().size() == 1);
  CHECK(driver.state(2) == InstanceState::ready);
}

TEST_CASE("what was called back twice can be launched again") {
  Driver driver = after_a_short_one(many(8));
  const auto end_what_runs = [&] {
    std::uint32_t running = 0;
    while (!driver.may_end(running)) ++running;
    driver.end(running);
  };
  driver.wait(successor_patience);
  end_what_runs();  // a long one
  end_what_runs();  // a short one
  REQUIRE(driver.sessions().size() == 3);
  driver.wait(successor_patience);
  while (!is_terminal(driver.status().state())) end_what_runs();
  CHECK(driver.status().state() == JobState::succeeded);
}

TEST_CASE("what takes over while it is called back gives on what it got") {
  Driver driver = after_a_short_one(many(8));
  driver.record(AttemptEnded{.instance = {1}, .attempt = 1});  // 2 takes over
  driver.record(AttemptAbsent{{2}, 1});
  driver.drain();
  CHECK(driver.state(2) == InstanceState::ready);
  CHECK(driver.sessions().contains(3));
}

TEST_CASE("what was called back is launched when there is room") {
  Driver driver = after_a_short_one(many(4));
  driver.wait(successor_patience);
  driver.set_nodes({{.name = "local", .resources = cpu(2)}});
  CHECK(driver.drain() == "launch 2#1");
}

TEST_CASE("nothing waits behind others while something better is ready") {
  auto job = job_of({{.numbers = {.count = 3, .line = LineKind::processes}},
                     {.numbers = {.count = 2, .priority = 1, .line = LineKind::processes},
                      .after = {{{0}, EdgeCondition::succeeded}}}},
                    asking_for({cpu(1)}));
  Driver driver(std::move(job), {{.name = "local", .resources = cpu(1)}},
                {.order = Order::critical_path, .intents_ahead = 1, .successors = 1});
  driver.start();
  driver.drain();
  for (const std::uint32_t i : {0U, 1U, 2U}) driver.end(i);
  CHECK(driver.sessions().size() == 2);
  CHECK(driver.sessions().at(4).waits);
}

TEST_CASE("with fail_fast nothing waits behind what may fail") {
  PipelineJobParts parts = asking_for({cpu(1)});
  parts.fail_fast = true;
  auto job = job_of({{.numbers = {.count = 6, .line = LineKind::processes}}}, std::move(parts));
  Driver driver = after_a_short_one(std::move(job));
  CHECK(driver.sessions().size() == 1);
  driver.end(1, {Cause::Kind::exit_code, 1});
  CHECK(driver.state(2) == InstanceState::cancelled);
  CHECK(driver.status().state() == JobState::failed);
}

TEST_CASE("nothing is launched behind others while a machine is kept for what has no room") {
  auto job = job_of({{.numbers = {.line = LineKind::processes}},
                     {.numbers = {.shape = {1}}},
                     {.numbers = {.count = 40, .line = LineKind::processes}}},
                    asking_for({cpu(1), cpu(2)}));
  Driver driver(std::move(job), {{.name = "local", .resources = cpu(2)}},
                {.order = Order::fifo, .successors = 2, .patience = 1});
  driver.start();
  driver.drain();
  std::uint32_t ended = 0;
  while (!driver.sessions().contains(1)) {
    driver.end(driver.sessions().begin()->first);
    REQUIRE(++ended < 8);
  }
  CHECK(driver.sessions().size() == 1);
}

TEST_CASE("the cap of a job holds for what waits behind others too") {
  PipelineJobParts parts = asking_for({cpu(1)});
  parts.max_parallel = 1;
  auto job = job_of({{.numbers = {.count = 6, .line = LineKind::processes}}}, std::move(parts));
  Driver driver = started(std::move(job), 4);
  for (std::uint32_t i = 0; i < 6; ++i) {
    std::uint32_t begun = 0;
    for (const auto& [instance, session] : driver.sessions()) begun += session.waits ? 0 : 1;
    CHECK(begun == 1);
    driver.end(i);
  }
  CHECK(driver.status().state() == JobState::succeeded);
}

TEST_CASE("nothing is launched behind others of a node that has less than is held") {
  Driver driver = started(many(6), 3);
  driver.set_nodes({{.name = "local", .resources = cpu(1)}});
  driver.end(0);
  CHECK(driver.sessions().size() == 2);
  driver.end(1);
  CHECK(driver.sessions().size() == 3);
  CHECK(driver.sessions().at(3).waits);
}

TEST_CASE("what is paused while it waits behind others keeps its attempt") {
  Driver driver = after_a_short_one(many(6));
  driver.record(JobPaused{});
  driver.record(AttemptAbsent{{2}, 1});
  CHECK(driver.drain().empty());
  CHECK(driver.state(2) == InstanceState::ready);
}

TEST_CASE("a successor that is cancelled does not keep what it was to take over") {
  Driver driver = after_a_short_one(many(6));
  driver.record(JobCancelRequested{});
  driver.drain();
  for (const std::uint32_t i : {2U, 1U, 3U}) driver.end(i);
  CHECK(driver.status().state() == JobState::cancelled);
}

TEST_CASE("a failure passes its resources on before it is tried again") {
  auto job =
      job_of({{.numbers = {.count = 3, .line = LineKind::processes}, .retry = {{.limit = 1}}}},
             asking_for({cpu(1)}));
  Driver driver = after_a_short_one(std::move(job));
  driver.wait(moment);
  driver.end(1, {Cause::Kind::exit_code, 1});
  CHECK(driver.state(2) == InstanceState::running);
  driver.wait(moment);
  driver.end(2);
  driver.wait(long_time);
  driver.end(1);
  CHECK(driver.status().state() == JobState::succeeded);
}

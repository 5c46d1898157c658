// Graphs inside a job: the elements of a map, the rounds of a repeat, inner jobs.
#include <headway/schedule/scheduler.hpp>

#include "support/catch.hpp"
#include "support/grown_graphs.hpp"
#include "support/scheduler_driver.hpp"

using namespace headway;
using Kind = Cause::Kind;
using State = InstanceState;

namespace {

constexpr Cause exit_3{Kind::exit_code, 3};

/// Two cores, and tasks that ask for nothing; each of what is said is about its instance.
Driver driver(std::vector<NumberedTask> tasks, Answers answers, PipelineJobParts parts = {}) {
  Driver made(job_of(std::move(tasks), std::move(parts)), {{.name = "local", .resources = cpu(2)}});
  made.answers = std::move(answers);
  made.start();
  return made;
}

Answers width_of_0(std::uint32_t count) { return Answers().say(0, elements({0}, count)); }

}  // namespace

// --- maps ---------------------------------------------------------------------------------------

TEST_CASE("a map grows its elements and what follows waits for all of them") {
  //   0[0] 0[1] ──> 1           instances: 0 the map, 1, then 2 and 3 the elements
  Driver d = driver({map_of(), then(0, {})}, width_of_0(2));
  CHECK(d.drain() == "ask 0, intend 2#1, launch 2#1, intend 3#1, launch 3#1");
  CHECK(d.state(0) == State::running);
  CHECK(d.end(3).empty());
  CHECK(d.end(2) == "0 succeeded, intend 1#1, launch 1#1");
}

TEST_CASE("an empty map succeeds at once") {
  Driver d = driver({map_of(), then(0, {})}, width_of_0(0));
  CHECK(d.drain() == "ask 0, 0 succeeded, intend 1#1, launch 1#1");
}

TEST_CASE("a map fails when more of its elements failed than are tolerated") {
  Driver d = driver({map_of({}, {.amount = 1}), then(0, {})}, width_of_0(3));
  d.drain();
  CHECK(d.end(2, exit_3) == "2 failed");
  CHECK(d.end(3, exit_3) == "3 failed");
  CHECK(d.end(4) == "0 failed, 1 upstream_failed, job failed");
  CHECK(d.status().instance({0}).cause == Cause{Kind::child_failed});
}

TEST_CASE("tolerated failures fail neither the map nor the job") {
  Driver d = driver({map_of({}, {.amount = 1}), then(0, {})}, width_of_0(2));
  d.drain();
  d.end(2, exit_3);
  CHECK(d.end(3) == "0 succeeded, intend 1#1, launch 1#1");
  CHECK(d.end(1) == "job succeeded");
}

TEST_CASE("a share of failures is tolerated up to the last whole element") {
  Driver d = driver({map_of({}, {.amount = 49, .percent = true})}, width_of_0(4));
  d.drain();
  for (const std::uint32_t element : {1U, 2U}) d.end(element, exit_3);
  d.end(3);
  CHECK(d.end(4) == "0 failed, job failed");
}

TEST_CASE("a map is skipped when all of its elements were") {
  Driver d = driver({map_of(asking()), then(0, {})},
                    width_of_0(2).say(2, skipped({2})).say(3, skipped({3})));
  CHECK(d.drain() == "ask 0, ask 2, ask 3, 0 skipped, 1 skipped, job succeeded");
  CHECK(d.status().instance({0}).cause == Cause{Kind::condition_false});
}

TEST_CASE("a map with one element done is not skipped") {
  Driver d = driver({map_of(asking())}, width_of_0(2).say(1, skipped({1})));
  d.drain();
  CHECK(d.end(2) == "0 succeeded, job succeeded");
}

TEST_CASE("a map whose failure is allowed fails and neither its dependents nor its job do") {
  Driver d = driver({allowed(map_of(allowed())), then(0, {})}, width_of_0(1));
  d.drain();
  CHECK(d.end(2, exit_3) == "2 failed, 0 failed, intend 1#1, launch 1#1");
  CHECK(d.end(1) == "job succeeded");
}

TEST_CASE("a map that cannot be evaluated fails") {
  Driver d = driver({map_of()}, Answers().say(0, failed({0}, Kind::expression_failed)));
  CHECK(d.drain() == "ask 0, job failed");
}

TEST_CASE("elements run as many at a time as their task allows") {
  NumberedTask element{.numbers = {.max_parallel = 1}};
  Driver d = driver({map_of(element)}, width_of_0(2));
  CHECK(d.drain() == "ask 0, intend 1#1, launch 1#1, intend 2#1");
  CHECK(d.end(1) == "launch 2#1");
}

TEST_CASE("inner jobs of a map run as many at a time as their task allows") {
  //   0[0] 0[1] 0[2], each an inner job of one session: 1, 2 and 3, then 4, 5, 6 in them
  NumberedTask element = growing(TaskKind::pipeline);
  element.numbers.max_parallel = 2;
  Driver d = driver({map_of(element)}, width_of_0(3)
                                           .say(1, inner_job({1}, single()))
                                           .say(2, inner_job({2}, single()))
                                           .say(3, inner_job({3}, single())));
  CHECK(d.drain() == "ask 0, ask 1, ask 2, intend 4#1, launch 4#1, intend 5#1, launch 5#1");
  CHECK(d.end(5) == "ask 2, ask 3, intend 6#1, launch 6#1");
  CHECK(d.state(2) == State::succeeded);
}

TEST_CASE("repeats of a matrix hold their places from the first round to the last") {
  //   0 1, each two rounds of one session, with a pause between
  NumberedTask repeat = repeat_of({NumberedTask{}});
  repeat.numbers.count = 2;
  repeat.numbers.max_parallel = 1;
  Driver d = driver({repeat}, Answers()
                                  .say(0, round_of({0}, 0))
                                  .say(0, InstanceWaiting{.instance = {0}, .until = {10}})
                                  .say(0, round_of({0}, 1))
                                  .say(1, round_of({1}, 0)));
  CHECK(d.drain() == "ask 0, intend 2#1, launch 2#1");
  CHECK(d.end(2) == "ask 0");
  CHECK(d.wait(Duration{10}) == "ask 0, intend 3#1, launch 3#1");
  CHECK(d.end(3) == "ask 0, ask 1, intend 4#1, launch 4#1");
}

TEST_CASE("what is skipped or waits in a capped fan-out makes room when it has ended") {
  //   0 1 2: skipped, an approval, an approval
  NumberedTask approval = asking(TaskKind::approval);
  approval.numbers.count = 3;
  approval.numbers.max_parallel = 1;
  Driver d = driver({approval}, Answers()
                                    .say(0, skipped({0}))
                                    .say(1, InstanceWaiting{.instance = {1}})
                                    .say(2, InstanceWaiting{.instance = {2}}));
  CHECK(d.drain() == "ask 0, ask 1");
  d.record(InstanceEnded{.instance = {1}});
  CHECK(d.drain() == "ask 2");
}

TEST_CASE("a capped fan-out that is cancelled lets nobody in any more") {
  NumberedTask approval = asking(TaskKind::approval);
  approval.numbers.count = 3;
  approval.numbers.max_parallel = 1;
  Driver d = driver({approval}, Answers().say(0, InstanceWaiting{.instance = {0}}));
  d.drain();
  d.record(JobCancelRequested{"ann"});
  CHECK(d.drain() == "0 cancelled, 1 cancelled, 2 cancelled, job cancelled");
}

TEST_CASE("a capped fan-out goes on where it was after a replay") {
  NumberedTask repeat = repeat_of({NumberedTask{}});
  repeat.numbers.count = 3;
  repeat.numbers.max_parallel = 2;
  const auto rounds = [] {
    Answers answers;
    for (std::uint32_t i = 0; i < 3; ++i) answers.say(i, round_of({i}, 0));
    return answers;
  };
  Driver first = driver({repeat}, rounds());
  first.drain();
  Driver second(first.status().shared_job(), {{.name = "local", .resources = cpu(2)}});
  second.answers = Answers().say(2, round_of({2}, 0));
  second.replay(first.events());
  CHECK(second.drain().empty());
  CHECK(second.end(3) == "ask 0, ask 2, intend 5#1, launch 5#1");
}

TEST_CASE("elements are served where their map stands in the order of the job") {
  //   0[0]   before   1, by priority
  auto parts = asking_for({cpu(2)});
  NumberedTask map = growing(TaskKind::map, job_of({NumberedTask{}}, asking_for({cpu(2)})));
  map.numbers.priority = 1;
  Driver d(job_of({map, NumberedTask{}}, parts), {{.name = "local", .resources = cpu(2)}},
           {.intents_ahead = 0});
  d.answers = width_of_0(1);
  d.start();
  CHECK(d.drain() == "ask 0, intend 2#1, launch 2#1");
}

// --- repeats ------------------------------------------------------------------------------------

TEST_CASE("a repeat does round after round until what is said about it ends it") {
  //   0#0.0, 0#1.0: instances 1 and 2
  Driver d = driver({repeat_of({NumberedTask{}})},
                    Answers().say(0, round_of({0}, 0)).say(0, round_of({0}, 1)));
  CHECK(d.drain() == "ask 0, intend 1#1, launch 1#1");
  CHECK(d.end(1) == "ask 0, intend 2#1, launch 2#1");
  CHECK(d.end(2) == "ask 0, job succeeded");
  CHECK(d.status().name({2}) == "0#1.0");
}

TEST_CASE("a round that fails fails its repeat without a question") {
  Driver d = driver({repeat_of({NumberedTask{}, then(0, {})})}, Answers().say(0, round_of({0}, 0)));
  d.drain();
  CHECK(d.end(1, exit_3) == "1 failed, 2 upstream_failed, 0 failed, job failed");
  CHECK(d.status().instance({0}).cause == Cause{Kind::child_failed});
}

TEST_CASE("a failure in a round that is allowed there ends the round well") {
  Driver d = driver({repeat_of({allowed()})}, Answers().say(0, round_of({0}, 0)));
  d.drain();
  CHECK(d.end(1, exit_3) == "1 failed, ask 0, job succeeded");
}

TEST_CASE("a round without tasks is over at once") {
  Driver d = driver({repeat_of({})}, Answers().say(0, round_of({0}, 0)).say(0, round_of({0}, 1)));
  CHECK(d.drain() == "ask 0, ask 0, ask 0, job succeeded");
}

TEST_CASE("a repeat rests between rounds and holds nothing meanwhile") {
  Driver d = driver({repeat_of({NumberedTask{}})},
                    Answers()
                        .say(0, round_of({0}, 0))
                        .say(0, InstanceWaiting{.instance = {0}, .until = Instant{5'000'000}})
                        .say(0, round_of({0}, 1)));
  d.drain();
  CHECK(d.end(1) == "ask 0");
  CHECK(d.state(0) == State::waiting);
  CHECK(d.scheduler().wake_at() == Instant{5'000'000});
  CHECK(d.wait(5_s) == "ask 0, intend 2#1, launch 2#1");
}

// --- inner jobs ---------------------------------------------------------------------------------

TEST_CASE("an inner job ends with its tasks and is then asked for its outputs") {
  //   0/0 ──> 0/1: instances 2 and 3
  const Plan inner = job_of({{}, then(0, {})});
  Driver d =
      driver({growing(TaskKind::pipeline), then(0, {})}, Answers().say(0, inner_job({0}, inner)));
  CHECK(d.drain() == "ask 0, intend 2#1, launch 2#1");
  CHECK(d.end(2) == "intend 3#1, launch 3#1");
  CHECK(d.end(3) == "ask 0, intend 1#1, launch 1#1");
  CHECK(d.status().name({3}) == "0/1");
}

TEST_CASE("a failure inside fails the task of the inner job") {
  Driver d = driver({growing(TaskKind::pipeline), then(0, {})},
                    Answers().say(0, inner_job({0}, single())));
  d.drain();
  CHECK(d.end(2, exit_3) == "2 failed, 0 failed, 1 upstream_failed, job failed");
}

TEST_CASE("an inner job whose outputs cannot be evaluated fails") {
  Driver d = driver(
      {growing(TaskKind::pipeline)},
      Answers().say(0, inner_job({0}, single())).say(0, failed({0}, Kind::expression_failed)));
  d.drain();
  CHECK(d.end(1) == "ask 0, job failed");
}

TEST_CASE("graphs grow inside of graphs") {
  //   0[0] is a repeat: 0[0]#0.0 is instance 2
  Driver d = driver({map_of(repeat_of({NumberedTask{}}))}, width_of_0(1).say(1, round_of({1}, 0)));
  CHECK(d.drain() == "ask 0, ask 1, intend 2#1, launch 2#1");
  CHECK(d.status().name({2}) == "0[0]#0.0");
  CHECK(d.end(2) == "ask 1, 0 succeeded, job succeeded");
}

// --- caps ---------------------------------------------------------------------------------------

namespace {

/// Three sessions of which `most` run at a time.
Plan capped(std::uint32_t most) {
  PipelineJobParts parts;
  parts.max_parallel = most;
  return job_of({{.numbers = {.count = 3}}}, std::move(parts));
}

}  // namespace

TEST_CASE("an inner job takes no more sessions at a time than its cap") {
  Driver d = driver({growing(TaskKind::pipeline), {}}, Answers().say(0, inner_job({0}, capped(1))));
  d.drain();
  CHECK(d.sessions().size() == 2);
  CHECK(d.sessions().contains(1));
  CHECK(d.end(2) == "launch 3#1");
}

TEST_CASE("the cap of a job holds for its inner jobs together") {
  PipelineJobParts parts;
  parts.max_parallel = 3;
  Driver d = driver({growing(TaskKind::pipeline), growing(TaskKind::pipeline)},
                    Answers().say(0, inner_job({0}, capped(2))).say(1, inner_job({1}, capped(2))),
                    std::move(parts));
  d.drain();
  CHECK(d.sessions().size() == 3);
  d.end(2);
  CHECK(d.sessions().size() == 3);
}

TEST_CASE("a slot that the job has a share of is shared with its inner jobs") {
  auto parts = asking_for({cpu(1)});
  parts.capped_slots = {{SlotId{0}, 1000}};
  const Plan inner = job_of({NumberedTask{}}, asking_for({cpu(1)}));
  Driver d = driver({growing(TaskKind::pipeline), NumberedTask{}},
                    Answers().say(0, inner_job({0}, inner)), std::move(parts));
  d.drain();
  CHECK(d.sessions().size() == 1);
}

TEST_CASE("a share of an inner job is no other job's") {
  // small (licence: 1) | wide (licence: 5): its task asks for 3;  neither is the other's
  auto inner_with = [](std::int64_t licences, std::int64_t wanted) {
    auto parts = asking_for({cpu(1)});
    parts.slots.emplace_back("licence");
    parts.shapes.front().emplace_back(SlotId{1}, wanted * 1000);
    parts.job_slots = {{SlotId{1}, licences * 1000}};
    return job_of({NumberedTask{}, NumberedTask{}}, std::move(parts));
  };
  Driver d = driver(
      {growing(TaskKind::pipeline), growing(TaskKind::pipeline)},
      Answers().say(0, inner_job({0}, inner_with(1, 1))).say(1, inner_job({1}, inner_with(5, 3))),
      asking_for({cpu(1)}));
  d.drain();
  CHECK(d.sessions().size() == 2);  // one of each: of two in small, and of two in wide
}

TEST_CASE("the share of an inner job counts beside that of the job around it") {
  auto parts = asking_for({cpu(1)});
  parts.capped_slots = {{SlotId{0}, 4000}};
  auto inner = asking_for({cpu(1)});
  inner.capped_slots = {{SlotId{0}, 1000}};
  Driver d =
      driver({growing(TaskKind::pipeline), NumberedTask{}},
             Answers().say(0, inner_job({0}, job_of({NumberedTask{}, NumberedTask{}}, inner))),
             std::move(parts));
  d.drain();
  CHECK(d.sessions().size() == 2);  // the job's own task, and one of the inner job's two
}

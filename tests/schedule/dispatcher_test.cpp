// The dispatcher: who is launched, who is intended, and what they hold.
#include <headway/schedule/dispatcher.hpp>

#include "support/catch.hpp"
#include "support/numbered_jobs.hpp"

using namespace headway;

namespace {

/// Two cores, and a job of three instances that take one each, all of them in line.
struct Scene {
  Dispatcher dispatcher{{.intents_ahead = 0}, std::make_unique<FirstFit>()};
  ScheduledJob job{
      {1}, 0, job_of({{.numbers = {.count = 3}}}, asking_for({cpu(1)})), {}, dispatcher.pool()};
  Scene() {
    dispatcher.pool().set_nodes({{.name = "local", .resources = cpu(2)}});
    for (std::uint32_t i = 0; i < 3; ++i) {
      dispatcher.move(job.record({i}), Phase::ready);
      job.line_up({i}, Phase::ready, {});
    }
  }
};

}  // namespace

TEST_CASE("resources are set aside for what is asked to be intended") {
  Scene scene;
  CHECK(scene.dispatcher.next_intent(scene.job)->instance == InstanceId{0});
  CHECK(scene.dispatcher.next_intent(scene.job)->instance == InstanceId{1});
  CHECK_FALSE(scene.dispatcher.next_intent(scene.job));
}

TEST_CASE("what is given back goes to the next in line") {
  Scene scene;
  scene.dispatcher.next_intent(scene.job);
  scene.dispatcher.next_intent(scene.job);
  scene.dispatcher.release(scene.job, {0});
  CHECK(scene.dispatcher.next_intent(scene.job)->instance == InstanceId{2});
}

TEST_CASE("giving back twice gives back once") {
  Scene scene;
  scene.dispatcher.next_intent(scene.job);
  scene.dispatcher.next_intent(scene.job);
  for (int i = 0; i < 2; ++i) scene.dispatcher.release(scene.job, {0});
  scene.dispatcher.next_intent(scene.job);
  CHECK(scene.job.record({2}).hold != no_hold);
  CHECK_FALSE(scene.dispatcher.next_launch(scene.job));
}

TEST_CASE("an entry whose instance left the line is passed over") {
  Scene scene;
  scene.dispatcher.move(scene.job.record({0}), Phase::decided);
  CHECK(scene.dispatcher.next_intent(scene.job)->instance == InstanceId{1});
}

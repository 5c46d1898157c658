// Charts: what views are told of pipelines, jobs and states.
#include <headway/view/chart.hpp>

#include "support/catch.hpp"
#include "support/shown_jobs.hpp"

using namespace headway;
using enum InstanceState;

TEST_CASE("durations are written for people") {
  CHECK(readable({0}) == "0 s");
  CHECK(readable({-5}) == "0 s");
  CHECK(readable({400}) == "1 ms");
  CHECK(readable(12_ms) == "12 ms");
  CHECK(readable({999'499}) == "999 ms");
  CHECK(readable({999'500}) == "1.0 s");
  CHECK(readable({59'949'999}) == "59.9 s");
  CHECK(readable({59'950'000}) == "1m 00s");
  CHECK(readable(3599_s) == "59m 59s");
  CHECK(readable(187_min) == "3h 07m");
  CHECK(readable(52_h) == "2d 04h");
}

TEST_CASE("a fan-out at work shows the liveliest of its states") {
  Tally tally;
  tally.add(failed);
  tally.add(retrying);
  CHECK(tally.together() == retrying);
  tally.add(running);
  CHECK(tally.together() == running);
}

TEST_CASE("a fan-out that has ended shows the worst of its states") {
  Tally tally;
  tally.add(skipped);
  CHECK(tally.together() == skipped);
  tally.add(succeeded);
  CHECK(tally.together() == succeeded);
  tally.add(upstream_failed);
  CHECK(tally.together() == upstream_failed);
  tally.add(failed);
  CHECK(tally.together() == failed);
}

TEST_CASE("a fan-out between two of its instances goes on") {
  Tally tally;
  tally.add(ready);
  CHECK(tally.together() == ready);
  tally.add(succeeded);
  CHECK(tally.together() == running);
}

TEST_CASE("references of a pipeline are edges even where none is written") {
  Pipeline pipeline = jobs::Draft("p").task("a").task("b").pipeline();
  std::get<CommandBody>(pipeline.tasks[1].body).argv = {{"x"}, {"--n=${{ tasks.a.outputs.n }}"}};
  const Chart chart(pipeline);
  REQUIRE(chart.arrows.size() == 1);
  CHECK(chart.arrows[0].from == 0);
  CHECK(chart.arrows[0].to == 1);
}

TEST_CASE("an edge that is written and implied is drawn once and as written") {
  Pipeline pipeline =
      jobs::Draft("p").task("a").task("b").edge("a", EdgeCondition::completed).pipeline();
  pipeline.tasks[1].inputs = {{"n", {Value::List{"${{ tasks.a.outputs.n }}"}}}};
  const Chart chart(pipeline);
  REQUIRE(chart.arrows.size() == 1);
  CHECK(chart.arrows[0].condition == EdgeCondition::completed);
}

TEST_CASE("an edge to an unknown task and a broken reference are not drawn") {
  Pipeline pipeline = jobs::Draft("p").task("a", {"nobody"}).pipeline();
  std::get<CommandBody>(pipeline.tasks[0].body).argv = {{"${{ tasks.nobody.outputs.n }}"},
                                                        {"${{ ("}};
  CHECK(Chart(pipeline).arrows.empty());
}

TEST_CASE("a matrix is counted as far as the file alone says") {
  Pipeline pipeline = jobs::Draft("p").task("a").over("x", 3).over("y", 2).pipeline();
  CHECK(Chart(pipeline).cards[0].count == 6);
  pipeline.tasks[0].matrix->axes[0].values = std::string("${{ params.x }}");
  CHECK(Chart(pipeline).cards[0].count == 0);
  pipeline.params = {{.name = "x",
                      .type = list_of({Type::Kind::floating}),
                      .default_value = Value(Value::List{0.1, 0.01})}};
  CHECK(Chart(pipeline).cards[0].count == 4);
  pipeline.tasks[0].matrix->exclude.push_back({.values = {{"y", 0}}});
  CHECK(Chart(pipeline).cards[0].count == 2);
}

TEST_CASE("a card tells state and cause and duration and attempts") {
  const auto story = jobs::mixture();
  const Chart chart(story.status, story.now);
  CHECK(chart.cards[1].detail() == "failed · exit_code(3) · 3.0 s");
  CHECK(chart.cards[1].message == "KeyError: 'label'");
  CHECK(chart.cards[7].detail() == "running · 5.0 s");
  CHECK(Chart(jobs::digits_done().status).cards[3].detail() == "succeeded · 2.3 s · 2 attempts");
}

TEST_CASE("what runs has no duration until told what time it is") {
  CHECK(Chart(jobs::mixture().status).cards[7].detail() == "running");
}

TEST_CASE("a request is shown until the task has started") {
  const jobs::Story story(jobs::digits().job());
  CHECK(Chart(story.status).cards[0].detail() == "ready · 2 cpu · 1Gi mem");
}

TEST_CASE("the line below the title counts what there is to count") {
  CHECK(Chart(jobs::digits().pipeline()).subtitle() == "pipeline · 5 tasks");
  CHECK(Chart(*jobs::digits().job()).subtitle() == "job · 5 tasks · 10 instances");
  CHECK(Chart(jobs::digits_half_way().status).subtitle() == "running · 4 of 10 instances ended");
  CHECK(Chart(jobs::digits_done().status).subtitle() == "succeeded · 14.6 s · 10 instances");
}

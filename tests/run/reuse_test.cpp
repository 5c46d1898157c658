// What of an ended job counts in one that runs its pipeline again.
#include "../src/run/reuse.hpp"

#include "support/catch.hpp"

#include <headway/base/error.hpp>
#include <headway/job/compile.hpp>
#include <headway/run/check.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace headway;

namespace {

using Names = std::vector<std::string>;
using State = InstanceState;

std::shared_ptr<const PipelineJob> compiled(const std::string& tasks) {
  return compile(load("headway: v1\nname: p\ntasks:\n" + tasks, "p.yaml"), {});
}

/// A job that has ended, its instances in these states; the others never began.
JobStatus ended(const std::shared_ptr<const PipelineJob>& job,
                const std::map<std::string, State>& states) {
  JobStatus status(job);
  for (const auto& [name, state] : states) {
    status.apply(
        {{}, {1}, InstanceEnded{.instance = job->find_instance(name).value(), .state = state}});
  }
  status.apply({{}, {1}, JobEnded{.state = JobState::failed}});
  return status;
}

Names reused(const std::shared_ptr<const PipelineJob>& job,
             const std::map<std::string, State>& states, const Names& from = {}) {
  Names names;
  for (const InstanceEnded& done : Reuse(ended(job, states), from).begin()) {
    CHECK(done.state == State::succeeded);
    CHECK(done.cause.kind == Cause::Kind::cached);
    names.push_back(job->instance_name(done.instance));
  }
  return names;
}

//   a → b → d
//    ↘ c ↗
constexpr const char* diamond = R"(  d: {command: [x], depends_on: [b, c]}
  c: {command: [x], depends_on: [a]}
  b: {command: [x], depends_on: [a]}
  a: {command: [x]}
)";

}  // namespace

TEST_CASE("what succeeded is reused after what it depends on") {
  const auto job = compiled(diamond);
  CHECK(reused(job, {{"a", State::succeeded},
                     {"b", State::succeeded},
                     {"c", State::succeeded},
                     {"d", State::succeeded}}) == Names{"a", "c", "b", "d"});
}

TEST_CASE("what follows something that did not succeed works anew although it succeeded") {
  const auto job = compiled(diamond);
  CHECK(reused(job, {{"a", State::succeeded},
                     {"b", State::failed},
                     {"c", State::succeeded},
                     {"d", State::succeeded}}) == Names{"a", "c"});
  CHECK(reused(job, {{"a", State::skipped}, {"b", State::succeeded}}).empty());
}

TEST_CASE("from a task that task works anew and what follows it") {
  const auto job = compiled(diamond);
  const std::map<std::string, State> all{{"a", State::succeeded},
                                         {"b", State::succeeded},
                                         {"c", State::succeeded},
                                         {"d", State::succeeded}};
  CHECK(reused(job, all, {"b"}) == Names{"a", "c"});
  CHECK(reused(job, all, {"a"}).empty());
  CHECK(reused(job, all, {"b", "c"}) == Names{"a"});
}

TEST_CASE("of a matrix the instances that succeeded are reused and none that follows") {
  const auto job = compiled(
      "  t: {matrix: {axes: {n: [1, 2, 3]}}, command: [x]}\n  u: {command: [x], depends_on: [t]}\n");
  CHECK(reused(job, {{"t[n=1]", State::succeeded},
                     {"t[n=2]", State::failed},
                     {"t[n=3]", State::succeeded},
                     {"u", State::succeeded}}) == Names{"t[n=1]", "t[n=3]"});
}

TEST_CASE("outputs and the folder of files among them are those of the earlier job") {
  const auto job = compiled("  t: {command: [x]}\n");
  JobStatus status(job);
  const auto outputs = std::make_shared<const Values>(Values{{"n", Value(std::int64_t{7})}});
  status.apply({{}, {1}, AttemptIntended{{0}, 1}});
  status.apply({{}, {1}, SessionAccepted{.instance = {0}, .attempt = 1}});
  status.apply(
      {{}, {1}, AttemptEnded{.instance = {0}, .attempt = 1, .outputs = outputs, .folder = "f"}});
  status.apply({{}, {1}, JobEnded{}});
  const auto done = Reuse(status, {}).begin();
  REQUIRE(done.size() == 1);
  CHECK(*done.front().outputs == *outputs);
  CHECK(done.front().folder == "f");
}

TEST_CASE("graphs that grow from the same values are gone into and others are not") {
  const auto job = compiled("  each: {map: {over: '${{ [1, 2] }}'}, command: [x]}\n");
  const auto list = [](std::int64_t last) {
    return std::make_shared<const Value>(Value(Value::List{Value(std::int64_t{1}), Value(last)}));
  };
  JobStatus status(job);
  status.apply({{}, {1}, GraphAdded{.instance = {0}, .values = list(2)}});
  status.apply({{}, {1}, InstanceEnded{.instance = {1}, .state = State::succeeded}});
  status.apply({{}, {1}, InstanceEnded{.instance = {2}, .state = State::failed}});
  status.apply({{}, {1}, InstanceEnded{.instance = {0}, .state = State::failed}});
  status.apply({{}, {1}, JobEnded{.state = JobState::failed}});
  Reuse same(status, {});
  CHECK(same.begin().empty());
  const auto done = same.grow({.instance = {0}, .values = list(2)});
  REQUIRE(done.size() == 1);
  CHECK(done.front().instance == InstanceId{1});
  CHECK(same.grow({.instance = {0}, .values = list(2)}).empty());  // it is known already
  Reuse other(status, {});
  CHECK(other.begin().empty());
  CHECK(other.grow({.instance = {0}, .values = list(3)}).empty());
  Reuse anew(status, {"each"});
  CHECK(anew.begin().empty());
  CHECK(anew.grow({.instance = {0}, .values = list(2)}).empty());
}

TEST_CASE("a job that has not ended is not run again and tasks are known by their names") {
  const auto job = compiled(diamond);
  CHECK_THROWS_WITH(Reuse(JobStatus(job), {}), Catch::Contains("has not ended"));
  CHECK_THROWS_WITH(Reuse(ended(job, {}), {"e"}), Catch::Contains("no task \"e\""));
}

TEST_CASE("a record tells of which job it is a rerun and from where") {
  JobRecord record;
  CHECK_FALSE(rerun_in(record));
  record.reuses = to_json(RerunRecord{{77}, {"a", "b"}});
  const auto rerun = rerun_in(record);
  REQUIRE(rerun);
  CHECK(rerun->of == JobId{77});
  CHECK(rerun->from == Names{"a", "b"});
  record.reuses = "{}";
  CHECK_THROWS_AS(rerun_in(record), Error);
}

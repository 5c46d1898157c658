// The fake backend: scripts in virtual time.
#include "support/catch.hpp"

#include <headway/session/fake.hpp>
#include <headway/testing/backend_exam_room.hpp>

using namespace headway;
using headway::testing::ExamRoom;
using headway::testing::ReportList;

namespace {

const Node one_node{.name = "fake", .resources = {{"cpu", 4}}};

SessionSpec named(const std::string& name, Attempt attempt = 1) {
  auto key = ExamRoom::key(0);
  key.attempt = attempt;
  return {.key = key, .name = name};
}

void start(FakeBackend& backend, const SessionSpec& session) { backend.start({&session, 1}); }

}  // namespace

TEST_CASE("a scripted session takes its time and then succeeds") {
  ReportList reports;
  FakeBackend backend({one_node}, FakeScript().takes("train", 20_min));
  backend.attach(reports);
  start(backend, named("train[lr=0.1]"));
  backend.advance(Instant{} + 19_min);
  CHECK(reports.of<Finished>(named("").key).empty());
  CHECK(backend.next_due() == Instant{} + 20_min);
  backend.advance(Instant{} + 20_min);
  REQUIRE(reports.of<Finished>(named("").key).size() == 1);
  CHECK(reports.of<Finished>(named("").key).front().cause == Cause{});
  CHECK(backend.running() == 0);
}

TEST_CASE("a session that fails twice succeeds at the third attempt") {
  ReportList reports;
  FakeBackend backend({one_node}, FakeScript().fails("train", times(2)));
  backend.attach(reports);
  for (Attempt attempt = 1; attempt <= 3; ++attempt) start(backend, named("train", attempt));
  backend.advance(Instant{} + 1_h);
  const auto cause_of = [&](Attempt attempt) {
    return reports.of<Finished>(named("train", attempt).key).at(0).cause;
  };
  CHECK(cause_of(1) == Cause{Cause::Kind::exit_code, 1});
  CHECK(cause_of(2) == Cause{Cause::Kind::exit_code, 1});
  CHECK(cause_of(3) == Cause{});
}

TEST_CASE("the line of an instance comes before the line of its task") {
  const auto script = FakeScript().takes("train", 1_h).takes("train[lr=1]", 2_s);
  CHECK(script.of("train[lr=1]").duration == 2_s);
  CHECK(script.of("train[lr=2]").duration == 1_h);
  CHECK_FALSE(script.of("other").duration);
}

TEST_CASE("a success gives its outputs") {
  ReportList reports;
  FakeBackend backend({one_node}, FakeScript().gives("train", {{"accuracy", 0.5}}));
  backend.attach(reports);
  start(backend, named("train"));
  backend.advance(Instant{} + 1_s);
  CHECK(reports.of<Finished>(named("").key).at(0).outputs->at("accuracy") == Value(0.5));
}

TEST_CASE("a stopped session ends once") {
  ReportList reports;
  FakeBackend backend({one_node}, FakeScript().takes("train", 1_min));
  backend.attach(reports);
  start(backend, named("train"));
  backend.advance(Instant{} + 1_s);
  const SessionStop stop{named("").key, 10_s};
  backend.stop({&stop, 1});
  backend.advance(Instant{} + 1_h);
  REQUIRE(reports.of<Finished>(named("").key).size() == 1);
  CHECK(reports.of<Finished>(named("").key).front().cause == Cause{Cause::Kind::signal, 15});
}

TEST_CASE("reports can come twice and late while the facts are what they are") {
  ReportList reports;
  FakeBackend backend({one_node}, {}, {.twice = true, .late = 5_s});
  backend.attach(reports);
  start(backend, named("train"));
  backend.advance(Instant{} + 2_s);
  CHECK(backend.running() == 0);
  CHECK(reports.entries().empty());
  backend.advance(Instant{} + 6_s);
  CHECK(reports.of<Finished>(named("").key).size() == 2);
}

TEST_CASE("a fake log is what the script writes") {
  FakeBackend backend({one_node}, FakeScript().writes("train", "epoch 1\n"));
  start(backend, named("train"));
  const auto log = backend.log({named("train").key, "", ""});
  CHECK(log->read(5) == "epoch");
  CHECK(log->read(100) == " 1\n");
  CHECK(log->read(100).empty());
}

// Many events in few bytes.
#include <headway/event/codec.hpp>
#include <headway/event/event_log.hpp>

#include "support/arbitrary_events.hpp"
#include "support/catch.hpp"

using namespace headway;

namespace {

const auto placement = std::make_shared<const Placement>(Placement{.node = "local"});

/// As text, with what a text shares with others.
std::string told(const Event& event) {
  std::string text = to_string(event.time) + ' ' + to_string(event.job) + ' ';
  return text.append(name_of(event.fact)) + ' ' + encode(event.fact);
}

/// The life of `count` instances, all alike.
EventLog lives(std::uint32_t count) {
  EventLog log;
  for (std::uint32_t i = 0; i < count; ++i) {
    log.add({{1}, {7}, AttemptIntended{{i}, 1}});
    log.add({{2}, {7}, SessionAccepted{{i}, 1, placement, "callable"}});
    log.add({{3}, {7}, SessionStarted{{i}, 1, "thread"}});
    log.add({{4}, {7}, AttemptEnded{.instance = {i}, .attempt = 1}});
  }
  return log;
}

}  // namespace

TEST_CASE("every event comes out of a log as it was added") {
  CHECK(rc::check([] {
    EventLog log;
    std::vector<Event> added;
    const int count = *rc::gen::inRange(0, 20);
    for (int i = 0; i < count; ++i) {
      const JobId job{*rc::gen::inRange<std::uint64_t>(1, 4)};
      added.push_back({.time = {i}, .job = job, .fact = arbitrary::fact()});
      log.add(added.back());
    }
    RC_ASSERT(log.size() == added.size());
    for (std::size_t i = 0; i < added.size(); ++i) {
      RC_ASSERT(told(log.at(i)) == told(added[i]));
      RC_ASSERT(log.job(i) == added[i].job);
    }
  }));
}

TEST_CASE("facts that come by the million are visited by their own types") {
  const EventLog log = lives(2);
  std::string words;
  for (std::size_t i = 0; i < log.size(); ++i) {
    log.visit(i, [&](Instant, JobId, const auto& fact) { words += name_of(Fact(fact)); });
  }
  const std::string life = "attempt_intendedsession_acceptedsession_startedattempt_ended";
  CHECK(words == life + life);
}

TEST_CASE("a placement that many share stays one") {
  const EventLog log = lives(1000);
  CHECK(std::get<SessionAccepted>(log.at(1).fact).placement == placement);
  CHECK(std::get<SessionAccepted>(log.at(3997).fact).placement == placement);
  CHECK(placement.use_count() == 2);  // this test's, and the log's
}

TEST_CASE("an end that says something keeps what it says") {
  EventLog log;
  log.add({{1}, {7}, AttemptEnded{.instance = {0}, .attempt = 1, .message = "lost its way"}});
  log.add({{1}, {7}, AttemptEnded{.instance = {1}, .attempt = 2, .cause = {Cause::Kind::error}}});
  CHECK(std::get<AttemptEnded>(log.at(0).fact).message == "lost its way");
  CHECK(std::get<AttemptEnded>(log.at(1).fact).cause == Cause{Cause::Kind::error});
}

// The fold of a job's events.
#include <headway/event/job_state.hpp>

#include "support/arbitrary_events.hpp"
#include "support/catch.hpp"
#include "support/numbered_jobs.hpp"

using namespace headway;
using State = InstanceState;

namespace {

/// A status that facts are told to, a second apart.
struct Told {
  JobStatus status;
  std::int64_t second = 0;
  Told& operator<<(Fact fact) {
    status.apply({.time = {1'000'000 * second++}, .fact = std::move(fact)});
    return *this;
  }
  [[nodiscard]] State state(std::uint32_t i) const { return status.instance({i}).state; }
};

//   0 ──> 1
Told chain() { return {JobStatus(job_of({{}, {.after = {{{0}}}}}))}; }

}  // namespace

TEST_CASE("what waits for nothing is ready from the first") {
  const Told told = chain();
  CHECK(told.state(0) == State::ready);
  CHECK(told.state(1) == State::pending);
  CHECK(told.status.count(State::ready) == 1);
}

TEST_CASE("an attempt is intended then starting then running then over") {
  Told told = chain();
  told << JobStarted{} << AttemptIntended{{0}, 1};
  CHECK(told.state(0) == State::ready);
  told << SessionAccepted{{0}, 1, std::make_shared<Placement>(Placement{"local"}), "h1"};
  CHECK(told.state(0) == State::starting);
  CHECK(told.status.instance({0}).node == "local");
  told << SessionStarted{{0}, 1};
  CHECK(told.state(0) == State::running);
  told << AttemptEnded{.instance = {0}, .attempt = 1, .folder = "jobs/x/0/1/output"};
  CHECK(told.state(0) == State::succeeded);
  CHECK(told.status.instance({0}).output_folder == "jobs/x/0/1/output");
  CHECK(told.state(1) == State::ready);
}

TEST_CASE("times are those of the first session and of the end") {
  Told told = chain();
  told << JobStarted{} << AttemptIntended{{0}, 1} << SessionAccepted{{0}, 1}
       << AttemptEnded{{0}, 1, {Cause::Kind::node_lost}};
  told << InstanceRetrying{{0}, 1, {7}} << AttemptIntended{{0}, 2} << AttemptEnded{{0}, 2};
  CHECK(told.status.instance({0}).started == Instant{2'000'000});
  CHECK(told.status.instance({0}).ended == Instant{6'000'000});
  CHECK(told.status.instance({0}).attempts == 2);
}

TEST_CASE("a failed attempt is between attempts until a decision ends it") {
  Told told = chain();
  told << AttemptIntended{{0}, 1}
       << AttemptEnded{
              .instance = {0}, .attempt = 1, .cause = {Cause::Kind::exit_code, 3}, .message = "no"};
  CHECK(told.state(0) == State::retrying);
  told << InstanceEnded{{0}, State::failed, {Cause::Kind::exit_code, 3}};
  CHECK(told.state(0) == State::failed);
  CHECK(told.status.instance({0}).message == "no");
  CHECK(told.state(1) == State::pending);
}

TEST_CASE("silence of the backend is unknown and an answer ends it") {
  Told told = chain();
  told << AttemptIntended{{0}, 1} << AttemptUnknown{{0}, 1};
  CHECK(told.state(0) == State::unknown);
  told << SessionAccepted{{0}, 1};
  CHECK(told.state(0) == State::starting);
}

TEST_CASE("terminal is final") {
  Told told = chain();
  told << AttemptIntended{{0}, 1} << AttemptEnded{{0}, 1};
  told << AttemptEnded{{0}, 1, {Cause::Kind::signal, 9}} << AttemptIntended{{0}, 2}
       << InstanceEnded{{0}, State::cancelled} << SessionStarted{{0}, 1} << AttemptUnknown{{0}, 1};
  CHECK(told.state(0) == State::succeeded);
  CHECK(told.status.instance({0}).attempts == 1);
}

TEST_CASE("a fact about an earlier attempt changes nothing") {
  Told told = chain();
  told << AttemptIntended{{0}, 1} << AttemptEnded{{0}, 1, {Cause::Kind::signal, 9}}
       << AttemptIntended{{0}, 2};
  told << AttemptEnded{{0}, 1} << SessionStarted{{0}, 1};
  CHECK(told.state(0) == State::ready);
}

TEST_CASE("a job is paused and resumed and ended once") {
  Told told = chain();
  told << JobStarted{} << JobPaused{"ctrl-c"};
  CHECK(told.status.state() == JobState::paused);
  told << JobResumed{} << JobCancelRequested{"ann"};
  CHECK(told.status.state() == JobState::running);
  CHECK(told.status.cancelling());
  told << JobEnded{JobState::cancelled, {Cause::Kind::cancelled_by_user}} << JobResumed{};
  CHECK(told.status.state() == JobState::cancelled);
  CHECK(told.status.ended() == Instant{4'000'000});
}

TEST_CASE("counts always agree with the states") {
  CHECK(rc::check([] {
    Told told = chain();
    for (int i = 0; i < 30; ++i) {
      Fact fact = arbitrary::fact();
      std::visit(
          [](auto& f) {
            if constexpr (requires { f.instance; }) f.instance.value %= 2;
          },
          fact);
      std::visit(
          [](auto& f) {
            if constexpr (requires { f.attempt; }) f.attempt %= 3;
          },
          fact);
      if (auto* ended = std::get_if<InstanceEnded>(&fact)) ended->state = State::skipped;
      told << fact;
    }
    std::vector<std::uint32_t> counts(12);
    for (const auto& instance : told.status.instances())
      ++counts[static_cast<std::size_t>(instance.state)];
    for (std::size_t s = 0; s < 12; ++s)
      RC_ASSERT(told.status.count(static_cast<State>(s)) == counts[s]);
  }));
}

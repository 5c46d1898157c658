// Words of states and causes.
#include <headway/event/state.hpp>

#include "support/catch.hpp"

using namespace headway;

TEST_CASE("every instance state reads back from its word") {
  for (int i = 0; i <= static_cast<int>(InstanceState::unknown); ++i) {
    const auto state = static_cast<InstanceState>(i);
    CHECK(parse_instance_state(to_string(state)) == state);
  }
  CHECK(to_string(InstanceState::upstream_failed) == "upstream_failed");
}

TEST_CASE("every job state reads back from its word") {
  for (int i = 0; i <= static_cast<int>(JobState::paused); ++i) {
    const auto state = static_cast<JobState>(i);
    CHECK(parse_job_state(to_string(state)) == state);
  }
}

TEST_CASE("every cause reads back from its word") {
  for (int i = 0; i <= static_cast<int>(Cause::Kind::upstream); ++i) {
    const Cause cause{static_cast<Cause::Kind>(i)};
    CHECK(parse_cause(to_string(cause)) == cause);
  }
}

TEST_CASE("exit codes and signals carry their number") {
  CHECK(to_string(Cause{Cause::Kind::exit_code, 3}) == "exit_code(3)");
  CHECK(parse_cause("signal(9)") == Cause{Cause::Kind::signal, 9});
  CHECK(parse_cause("exit_code(-1)") == Cause{Cause::Kind::exit_code, -1});
}

TEST_CASE("what is no word of a state or cause reads as nothing") {
  CHECK_FALSE(parse_instance_state("Running"));
  CHECK_FALSE(parse_job_state(""));
  for (const char* text : {"exit_code", "exit_code(", "exit_code()", "exit_code(3", "exit_code(3)x",
                           "exit_code(99999999999)", "timeout_run(1)", "boredom"}) {
    CHECK_FALSE(parse_cause(text));
  }
}

TEST_CASE("only the five final states are terminal") {
  int terminal = 0;
  for (int i = 0; i <= static_cast<int>(InstanceState::unknown); ++i) {
    terminal += is_terminal(static_cast<InstanceState>(i)) ? 1 : 0;
  }
  CHECK(terminal == 5);
  CHECK_FALSE(is_terminal(JobState::paused));
}

// Bodies of events, filled in from what was encoded before.
#include "../src/store/event_bodies.hpp"

#include "support/arbitrary_events.hpp"
#include "support/catch.hpp"

using namespace headway;

namespace {

Fact intended(std::uint32_t i, Attempt attempt = 1) { return AttemptIntended{{i}, attempt}; }

Fact accepted(std::uint32_t i, const std::string& node, const std::string& handle) {
  return SessionAccepted{
      {i}, 1, std::make_shared<const Placement>(Placement{.node = node}), handle};
}

Fact started(std::uint32_t i, const std::string& isolation) {
  return SessionStarted{{i}, 1, isolation};
}

}  // namespace

TEST_CASE("a body is what encode says of the event whatever came before it") {
  EventBodies bodies;
  for (const Fact& fact :
       {intended(1), intended(4'000'000'000), intended(2, 3), intended(2, 0), intended(3),
        accepted(1, "local", "callable"), accepted(2, "local", "callable"),
        accepted(3, "local", "4711"), accepted(4, "other", "4711"), started(1, "thread"),
        started(2, "thread"), started(3, ""), started(4, "group")}) {
    CHECK(bodies.of(fact) == encode(fact));
  }
}

TEST_CASE("a body is what encode says of any event") {
  EventBodies bodies;
  CHECK(rc::check([&] {
    const Fact fact = arbitrary::fact();
    RC_ASSERT(bodies.of(fact) == encode(fact));
  }));
}

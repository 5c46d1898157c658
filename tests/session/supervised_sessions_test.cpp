// Supervised sessions on their own, under shortages.
#include "support/catch.hpp"
#include "support/local_sessions.hpp"

#include "supervised_sessions.hpp"

#include <csignal>
#include <cstdlib>

using namespace headway;
using namespace headway::testing;

TEST_CASE("an output that cannot be watched is read all the same") {
  TemporaryFolder folder;
  const auto spec = process_spec(folder.path(), 0, {"head", "-c", "300000", "/dev/zero"});
  std::optional<Finished> end;
  constexpr int no_poll_set = -1;
  SupervisedSessions sessions(no_poll_set, [&](const Reply& reply, Haste) {
    if (const auto* ended = std::get_if<EndedReply>(&reply)) end = ended->end;
  });
  sessions.set_base({{"PATH=/usr/bin:/bin"}});
  sessions.start(
      {.key = spec.key, .folder = spec.folder, .argv = std::get<ProcessSpec>(spec.body).argv});
  sessions.turn();
  CHECK(sessions.next_turn());
  const bool ended = eventually([&] {
    sessions.turn();
    sessions.reap();
    return end.has_value();
  });
  sessions.end_all();
  REQUIRE(ended);
  CHECK(end->cause == Cause{});
  CHECK(text_of(spec.folder + "/log").size() == 300'000);
}

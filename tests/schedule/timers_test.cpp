// Timers: by time, then by job and instance.
#include <headway/schedule/timers.hpp>

#include "support/catch.hpp"

#include <limits>

using namespace headway;

TEST_CASE("the earliest timer is on top and equal times go by job and instance") {
  Timers timers;
  timers.push({.at = {2}, .job = 0, .instance = {1}});
  timers.push({.at = {1}, .job = 1, .instance = {0}});
  timers.push({.at = {1}, .job = 0, .instance = {7}});
  CHECK(timers.top().instance == InstanceId{7});
  timers.pop();
  CHECK(timers.top().job == 1);
}

TEST_CASE("a time beyond the calendar is its last instant") {
  const Instant last{std::numeric_limits<std::int64_t>::max()};
  CHECK(later({5}, Duration{std::numeric_limits<std::int64_t>::max()}) == last);
  CHECK(later({5}, 2_us) == Instant{7});
}

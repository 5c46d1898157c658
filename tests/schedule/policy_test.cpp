// Words of policies.
#include <headway/schedule/policy.hpp>

#include "support/catch.hpp"

using namespace headway;

TEST_CASE("every order reads back from its word") {
  CHECK(parse_order(to_string(Order::fifo)) == Order::fifo);
  CHECK(parse_order("critical_path") == Order::critical_path);
  CHECK(parse_order("planned") == Order::planned);
  CHECK_FALSE(parse_order("plan"));
}

// Gates: so many at a time, in their order.
#include <headway/schedule/gate.hpp>

#include "support/catch.hpp"

using namespace headway;

TEST_CASE("a gate lets in as many as it may and the next when one has gone") {
  Gate gate(2, {10}, 4);
  const auto all = [](InstanceId) { return true; };
  CHECK(gate.let_in(all) == InstanceId{10});
  CHECK(gate.let_in(all) == InstanceId{11});
  CHECK_FALSE(gate.let_in(all));
  CHECK(gate.let_out({11}));
  CHECK(gate.let_in(all) == InstanceId{12});
}

TEST_CASE("a gate passes over what is gone and counts nobody who did not come through it") {
  Gate gate(1, {0}, 3);
  const auto last = [](InstanceId id) { return id.value == 2; };
  CHECK(gate.let_in(last) == InstanceId{2});
  CHECK_FALSE(gate.let_out({1}));
  CHECK(gate.let_out({2}));
  CHECK_FALSE(gate.let_out({2}));
  CHECK_FALSE(gate.let_in(last));
}

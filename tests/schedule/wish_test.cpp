// The queue of wishes: first in, first out.
#include <headway/schedule/wish.hpp>

#include "support/catch.hpp"

using namespace headway;

TEST_CASE("wishes come out in the order they went in") {
  WishQueue queue;
  for (std::uint32_t i = 0; i < 3; ++i) queue.push({.first = i});
  for (std::uint32_t i = 0; i < 3; ++i) {
    CHECK(queue.front().first == i);
    queue.pop();
  }
  CHECK(queue.empty());
}

TEST_CASE("a wish in front can be worked off bit by bit") {
  WishQueue queue;
  queue.push({.first = 0, .last = 2});
  ++queue.front().first;
  CHECK(queue.front().first == 1);
}

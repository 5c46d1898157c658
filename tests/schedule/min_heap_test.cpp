// The heap: smallest first.
#include <headway/schedule/min_heap.hpp>

#include "support/catch.hpp"

#include <rapidcheck.h>

#include <algorithm>

TEST_CASE("a heap gives its items in order") {
  CHECK(rc::check([](std::vector<int> items) {
    headway::MinHeap<int> heap;
    for (const int item : items) heap.push(item);
    std::sort(items.begin(), items.end());
    for (const int item : items) {
      RC_ASSERT(heap.top() == item);
      heap.pop();
    }
    RC_ASSERT(heap.empty());
  }));
}

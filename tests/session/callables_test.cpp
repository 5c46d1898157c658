// The pool of threads for callables.
#include "support/catch.hpp"

#include <headway/session/callables.hpp>

#include <atomic>
#include <latch>
#include <mutex>
#include <set>
#include <thread>

using namespace headway;

TEST_CASE("all work is done on at most so many threads") {
  std::mutex mutex;
  std::set<std::thread::id> threads;
  std::latch done(1000);
  {
    WorkerPool pool(3);
    for (int i = 0; i < 1000; ++i) {
      pool.submit([&] {
        {
          const std::lock_guard lock(mutex);
          threads.insert(std::this_thread::get_id());
        }
        done.count_down();
      });
    }
    done.wait();
  }
  CHECK(threads.size() <= 3);
  CHECK_FALSE(threads.contains(std::this_thread::get_id()));
}

TEST_CASE("work runs side by side up to the number of threads") {
  std::latch both(2);
  std::latch done(2);
  WorkerPool pool(2);
  for (int i = 0; i < 2; ++i) {
    pool.submit([&] {
      both.arrive_and_wait();  // returns only when both are here
      done.count_down();
    });
  }
  done.wait();
  CHECK(both.try_wait());
}

TEST_CASE("a pool that goes waits for work that has begun and drops what has not") {
  std::atomic<int> begun = 0;
  std::atomic<int> ended = 0;
  {
    std::latch first(1);
    WorkerPool pool(1);
    for (int i = 0; i < 100; ++i) {
      pool.submit([&] {
        ++begun;
        if (begun == 1) first.count_down();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        ++ended;
      });
    }
    first.wait();
  }
  CHECK(begun == ended);
  CHECK(begun < 100);
}

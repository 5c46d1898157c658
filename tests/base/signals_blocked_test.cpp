// Threads that take no signals of the host.
#include "../src/base/signals_blocked.hpp"
#include "support/catch.hpp"

#include <thread>

using namespace headway;

namespace {

sigset_t blocked_here() {
  sigset_t blocked;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
  return blocked;
}

}  // namespace

TEST_CASE("a thread begun while signals are blocked takes none but those of faults") {
  const sigset_t before = blocked_here();
  std::thread quiet;
  sigset_t of_thread;
  {
    const SignalsBlocked blocked;
    quiet = std::thread([&] { of_thread = blocked_here(); });
  }
  quiet.join();
  CHECK(::sigismember(&of_thread, SIGTERM) == 1);
  CHECK(::sigismember(&of_thread, SIGINT) == 1);
  CHECK(::sigismember(&of_thread, SIGSEGV) == 0);
  const sigset_t after = blocked_here();
  CHECK(::sigismember(&after, SIGTERM) == ::sigismember(&before, SIGTERM));
}

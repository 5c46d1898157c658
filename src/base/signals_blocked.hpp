// Threads of headway in a program of others: they take none of its signals.
#pragma once

#include <pthread.h>

#include <csignal>
#include <initializer_list>

namespace headway::inline v0 {

/// While it lives, every signal but those of faults is blocked in this thread, and in threads that
/// it starts for good: the host's handlers run on the host's threads.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    ::sigfillset(&all);
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) ::sigdelset(&all, fault);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace headway::inline v0

// Threads of headway in a program of others: they take none of its signals.
#pragma once

#include <pthread.h>

#include <csignal>
#include <thread>
#include <utility>

namespace headway::inline v0 {

/// A thread in which every signal is blocked, so that the host's handlers run on the host's
/// threads.
template <class Function>
std::jthread quiet_thread(Function function) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);  // a new thread inherits the mask
  std::jthread thread;
  try {
    thread = std::jthread(std::move(function));
  } catch (...) {
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    throw;
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace headway::inline v0

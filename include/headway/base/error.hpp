// The typed exceptions of a failing world, and the assertion for bugs of our own.
#pragma once

#include <stdexcept>
#include <string>

namespace headway::inline v0 {

/// The base of everything headway throws. The message says what to do next.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The store cannot be read or written.
class StoreError : public Error {
 public:
  using Error::Error;
};

/// Another live process holds the store's lock.
class StoreLocked : public StoreError {
 public:
  using StoreError::StoreError;
};

/// A backend cannot do its work.
class SessionError : public Error {
 public:
  using Error::Error;
};

/// The caller's wait was called off.
class Cancelled : public Error {
 public:
  using Error::Error;
};

/// A broken invariant of headway itself; user input never causes it.
class AssertionFailure : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] inline void assertion_failed(const char* condition, const char* file, int line) {
  throw AssertionFailure(std::string(file) + ":" + std::to_string(line) + ": " + condition +
                         " does not hold; this is a bug in headway, please report it");
}

}  // namespace headway::inline v0

#define HEADWAY_ASSERT(condition) \
  ((condition) ? (void)0 : ::headway::assertion_failed(#condition, __FILE__, __LINE__))

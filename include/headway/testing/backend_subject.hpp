// A session backend under exam: how it is made and told what its sessions are to do.
#pragma once

#include <headway/session/backend.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace headway::inline v0::testing {

/// What a session of the exam is to do. The backend's subject says how that is expressed.
enum class Act {
  succeed,         // at once
  exit_with_3,     // fail with exit code 3
  die_of_signal,   // SIGKILL, without being asked to
  wait_for_stop,   // until asked to stop; then end
  ignore_stop,     // go on until forced
  write_lines,     // "one\ntwo\n" to its output
  write_variable,  // the bytes of the variable HEADWAY_EXAM to its output, and nothing else
  write_threads,   // what OMP_NUM_THREADS says to its output, and nothing else
  cannot_start,    // a program that does not exist
};

/// A backend under exam.
struct BackendSubject {
  /// A backend of its own for each case.
  std::function<std::unique_ptr<SessionBackend>()> make{};
  /// A session that does that, with a folder where the backend needs one; nothing when this kind
  /// of session cannot do it, which skips the case.
  std::function<std::optional<SessionSpec>(Act, const SessionKey&)> express{};
  /// Lets a little time pass: sleeps for some milliseconds, or advances a virtual clock.
  std::function<void(SessionBackend&)> let_pass{};
};

}  // namespace headway::inline v0::testing

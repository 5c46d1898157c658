// Working without the GIL, and coming back before the interpreter ends.
#pragma once

#include <pybind11/pybind11.h>

#include <atomic>
#include <optional>

namespace headway::python {

namespace py = pybind11;

/// While one lives, its thread is in a call of this module that may be without the GIL. A thread
/// that asks for the GIL of an interpreter that has ended is unwound through C++, which ends the
/// process; so the interpreter's end waits until all calls are back (`bind_gil.cpp`).
class CallAway {
 public:
  CallAway() { ++count(); }
  ~CallAway() { --count(); }
  CallAway(const CallAway&) = delete;
  CallAway& operator=(const CallAway&) = delete;

  static std::atomic<int>& count();
  /// Once set, no call lets the GIL go.
  static std::atomic<bool>& ending();
};

/// Lets the GIL go for as long as it lives. Made and destroyed with the GIL.
class WithoutGil {
 public:
  WithoutGil() {
    if (!CallAway::ending()) released_.emplace();
  }

 private:
  CallAway away_{};  // before the release: gone only once the GIL is back
  std::optional<py::gil_scoped_release> released_{};
};

}  // namespace headway::python

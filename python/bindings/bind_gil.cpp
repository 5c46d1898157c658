// The end of the interpreter: every call that is without the GIL comes back first.
#include "bindings.hpp"
#include "without_gil.hpp"

#include <chrono>
#include <thread>

namespace headway::python {

std::atomic<int>& CallAway::count() {
  static std::atomic<int> calls = 0;
  return calls;
}

std::atomic<bool>& CallAway::ending() {
  static std::atomic<bool> over = false;
  return over;
}

namespace {

/// Waits at most two seconds for calls that are away; whoever comes later keeps the GIL.
void end_calls() {
  CallAway::ending() = true;
  const py::gil_scoped_release released;
  for (int i = 0; i < 2000 && CallAway::count() > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace

void bind_gil(py::module_& module) { module.def("end_calls", end_calls); }

}  // namespace headway::python

// The Python module headway._core: a list of what is bound.
#include <headway/version.hpp>

#include <pybind11/pybind11.h>

PYBIND11_MODULE(_core, module) {
  module.doc() = "headway's C++ library";
  module.attr("__version__") = HEADWAY_VERSION;
}

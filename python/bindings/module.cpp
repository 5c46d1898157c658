// The Python module headway._core: a list of what is bound.
#include "bindings.hpp"

#include <headway/version.hpp>

PYBIND11_MODULE(_core, module) {
  module.doc() = "headway's C++ library, as the package uses it";
  module.attr("__version__") = HEADWAY_VERSION;
  headway::python::bind_gil(module);
  headway::python::bind_errors(module);
  headway::python::bind_diagnostic(module);
  headway::python::bind_pipeline(module);
  headway::python::bind_plan(module);
  headway::python::bind_task(module);
  headway::python::bind_engine(module);
  headway::python::bind_job(module);
  headway::python::bind_history(module);
  headway::python::bind_expression(module);
}

// What the files of this folder bind, each its class.
#pragma once

#include <pybind11/pybind11.h>

namespace headway::python {

namespace py = pybind11;

void bind_gil(py::module_& module);
void bind_errors(py::module_& module);
void bind_diagnostic(py::module_& module);
void bind_pipeline(py::module_& module);
void bind_plan(py::module_& module);
void bind_task(py::module_& module);
void bind_engine(py::module_& module);
void bind_job(py::module_& module);
void bind_history(py::module_& module);
void bind_expression(py::module_& module);

}  // namespace headway::python

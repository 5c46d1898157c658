// Exceptions: what C++ throws is raised as the classes of headway._errors.
#include "bindings.hpp"
#include "conversions.hpp"

#include <headway/base/invalid_pipeline.hpp>

#include <exception>
#include <utility>

namespace headway::python {
namespace {

py::object class_of(const char* name) { return py::module_::import("headway._errors").attr(name); }

void raise(const char* name, const Error& error) {
  const auto kind = class_of(name);
  PyErr_SetObject(kind.ptr(), kind(to_str(error.what())).ptr());
}

void raise(const InvalidPipeline& invalid) {
  const auto kind = class_of("InvalidPipeline");
  const auto findings = with_python_lines(invalid.diagnostics());
  const auto error = kind(to_str(render(findings)), to_python(findings));
  PyErr_SetObject(kind.ptr(), error.ptr());
}

void translate(std::exception_ptr thrown) {
  try {
    std::rethrow_exception(std::move(thrown));
  } catch (const InvalidPipeline& error) {
    raise(error);
  } catch (const StoreLocked& error) {
    raise("StoreLocked", error);
  } catch (const StoreError& error) {
    raise("StoreError", error);
  } catch (const SessionError& error) {
    raise("SessionError", error);
  } catch (const Cancelled& error) {
    raise("Cancelled", error);
  } catch (const Error& error) {
    raise("Error", error);
  }
}

}  // namespace

void bind_errors(py::module_& /*module*/) { py::register_local_exception_translator(translate); }

}  // namespace headway::python

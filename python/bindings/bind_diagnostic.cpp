// Diagnostic: one finding about a pipeline.
#include "bindings.hpp"
#include "conversions.hpp"

#include <map>
#include <memory>

namespace headway::python {
namespace {

/// The text of Python files and notebook cells, by their names, as linecache knows them.
class PythonSources {
 public:
  std::shared_ptr<const Source> of(const std::string& name) {
    auto& source = known_[name];
    if (!source) {
      const auto lines = py::module_::import("linecache").attr("getlines")(to_str(name));
      source = std::make_shared<Source>(
          Source{name, py::str("").attr("join")(lines).cast<std::string>()});
    }
    return source;
  }

 private:
  std::map<std::string, std::shared_ptr<const Source>> known_;
};

py::list to_list(const std::vector<std::string>& texts) {
  py::list list;
  for (const auto& text : texts) list.append(to_str(text));
  return list;
}

}  // namespace

Diagnostics with_python_lines(const Diagnostics& findings) {
  PythonSources sources;
  Diagnostics result;
  for (Diagnostic finding : findings) {
    auto& source = finding.span.source;
    if (source && source->text.empty() && !source->name.empty()) source = sources.of(source->name);
    result.add(std::move(finding));
  }
  return result;
}

py::list to_python(const Diagnostics& findings) {
  py::list list;
  for (const Diagnostic& finding : findings) list.append(py::cast(finding));
  return list;
}

void bind_diagnostic(py::module_& module) {
  py::class_<Diagnostic>(module, "Diagnostic", "One finding about a pipeline; `str` renders it.")
      .def_property_readonly(
          "code", [](const Diagnostic& d) { return to_str(d.code); },
          "A word in kebab-case; docs/errors has a page for each.")
      .def_property_readonly(
          "message", [](const Diagnostic& d) { return to_str(d.message); },
          "What is wrong, in one sentence.")
      .def_property_readonly(
          "severity", [](const Diagnostic& d) { return to_str(to_string(d.severity)); },
          "\"error\", or \"warning\", with which a job may start.")
      .def_property_readonly(
          "file",
          [](const Diagnostic& d) { return to_str(d.span.source ? d.span.source->name : ""); },
          "The pipeline or Python file it was written in; empty where it has no place.")
      .def_property_readonly(
          "line", [](const Diagnostic& d) { return d.span.line; },
          "Counted from 1; 0 without a place.")
      .def_property_readonly(
          "column", [](const Diagnostic& d) { return d.span.column; },
          "Counted from 1; 0 where only the line is known.")
      .def_property_readonly(
          "path", [](const Diagnostic& d) { return to_str(d.path); },
          "The key it is about, as in tasks.train.retry.")
      .def_property_readonly(
          "candidates", [](const Diagnostic& d) { return to_list(d.candidates); },
          "What may have been meant, the likeliest first.")
      .def_property_readonly(
          "notes", [](const Diagnostic& d) { return to_list(d.notes); },
          "The reason and what to do next.")
      .def("__str__", [](const Diagnostic& d) { return to_str(render(d)); })
      .def("__repr__", [](const Diagnostic& d) {
        return to_str("<headway.Diagnostic " + d.code + ": " + d.message + '>');
      });
}

}  // namespace headway::python

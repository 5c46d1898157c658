// Python objects and what they are in C++.
#pragma once

#include <headway/base/call_site.hpp>
#include <headway/base/diagnostic.hpp>
#include <headway/model/amount.hpp>
#include <headway/model/pipeline.hpp>
#include <headway/model/resources.hpp>
#include <headway/model/value.hpp>

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace headway::python {

namespace py = pybind11;

/// A line of Python: file and number.
struct Place : std::pair<std::string, std::uint32_t> {
  Place() = default;
  Place(std::string file, std::uint32_t line) : pair(std::move(file), line) {}
  /// Borrows the file's name.
  [[nodiscard]] CallSite site() const { return {.file = first.c_str(), .line = second}; }
};

/// None, bool, int, float, str, paths, references, and lists and dicts of them. Raises TypeError.
Value to_value(py::handle object);
Values to_values(const py::dict& named);

/// Artifacts become headway.File and headway.Directory; bytes that are no UTF-8 become U+FFFD.
py::object to_python(const Value& value);
py::dict to_python(const Values& values);
py::str to_str(std::string_view text);

/// How much of which slot, in the order it was said.
using PythonAmounts = std::vector<std::pair<std::string, std::variant<long, double, std::string>>>;
std::vector<SlotAmount> to_amounts(const PythonAmounts& amounts);
/// What a machine has. Throws Error for an amount that is no quantity of its slot.
Resources to_resources(const PythonAmounts& amounts);

/// The params as Python gives them: an int where a float is due becomes one.
Values bound(const Pipeline& pipeline, Values values);

/// The findings as a Python list; those that lie in Python files come with the text of their line.
py::list to_python(const Diagnostics& findings);
Diagnostics with_python_lines(const Diagnostics& findings);

}  // namespace headway::python

/// A Place comes as the tuple (file, line).
template <>
struct pybind11::detail::type_caster<headway::python::Place> {
  PYBIND11_TYPE_CASTER(headway::python::Place, const_name("tuple[str, int]"));

  bool load(handle source, bool convert) {
    make_caster<std::pair<std::string, std::uint32_t>> pair;
    if (!pair.load(source, convert)) return false;
    static_cast<std::pair<std::string, std::uint32_t>&>(value) =
        cast_op<std::pair<std::string, std::uint32_t>>(pair);
    return true;
  }
};

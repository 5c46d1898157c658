// Values between Python and C++.
#include "conversions.hpp"

#include <headway/model/with_floats.hpp>

namespace headway::python {
namespace {

constexpr int deepest = 200;

std::string utf8(py::handle text) {
  py::ssize_t size = 0;
  const char* bytes = PyUnicode_AsUTF8AndSize(text.ptr(), &size);
  if (bytes == nullptr) throw py::error_already_set();
  return {bytes, static_cast<std::size_t>(size)};
}

Value integer(py::handle number) {
  const auto whole = py::reinterpret_steal<py::object>(PyNumber_Index(number.ptr()));
  const long long small = whole ? PyLong_AsLongLong(whole.ptr()) : -1;
  if (small == -1 && PyErr_Occurred() != nullptr) throw py::error_already_set();
  return std::int64_t{small};
}

Value value_at(py::handle object, int depth);

Value list_at(py::handle items, int depth) {
  Value::List list;
  for (const auto item : items) list.push_back(value_at(item, depth + 1));
  return list;
}

Value map_at(py::handle items, int depth) {
  Value::Map map;
  for (const auto [key, item] : py::reinterpret_borrow<py::dict>(items)) {
    if (!py::isinstance<py::str>(key)) throw py::type_error("the keys of a map are strings");
    map.insert_or_assign(utf8(key), value_at(item, depth + 1));
  }
  return map;
}

/// Paths, and references, whose text is their expression.
Value text_at(py::handle object) {
  if (py::hasattr(object, "__fspath__")) return utf8(object.attr("__fspath__")());
  if (py::hasattr(object, "expression")) return utf8(object.attr("expression"));
  throw py::type_error("a value of type " + utf8(py::type::of(object).attr("__name__")) +
                       " has no form in a pipeline; give None, bool, int, float, str, a path, a "
                       "reference, or lists and dicts of them");
}

Value value_at(py::handle object, int depth) {
  if (depth > deepest) throw py::value_error("a value is nested deeper than 200 levels");
  if (object.is_none()) return {};
  if (py::isinstance<py::bool_>(object)) return object.cast<bool>();
  if (py::isinstance<py::float_>(object)) return object.cast<double>();
  if (py::isinstance<py::str>(object)) return utf8(object);
  if (PyIndex_Check(object.ptr()) != 0) return integer(object);
  if (py::isinstance<py::list>(object) || py::isinstance<py::tuple>(object)) {
    return list_at(object, depth);
  }
  if (py::isinstance<py::dict>(object)) return map_at(object, depth);
  return text_at(object);
}

/// One function for each alternative of a value.
struct ToPython {
  py::object operator()(std::monostate /*null*/) const { return py::none(); }
  py::object operator()(bool value) const { return py::bool_(value); }
  py::object operator()(std::int64_t value) const { return py::int_(value); }
  py::object operator()(double value) const { return py::float_(value); }
  py::object operator()(const std::string& value) const { return to_str(value); }
  py::object operator()(const Value::List& list) const {
    py::list result;
    for (const Value& item : list) result.append(to_python(item));
    return result;
  }
  py::object operator()(const Value::Map& map) const { return to_python(map); }
  py::object operator()(const Artifact& artifact) const {
    const auto files = py::module_::import("headway.worker");
    return files.attr(artifact.directory ? "Directory" : "File")(to_str(artifact.path),
                                                                 artifact.digest);
  }
};

}  // namespace

Value to_value(py::handle object) { return value_at(object, 0); }

Values to_values(const py::dict& named) {
  Values values = *map_at(named, 0).get_if<Value::Map>();
  return values;
}

py::object to_python(const Value& value) { return std::visit(ToPython(), value.data()); }

py::dict to_python(const Values& values) {
  py::dict result;
  for (const auto& [name, value] : values) result[to_str(name)] = to_python(value);
  return result;
}

py::str to_str(std::string_view text) {
  PyObject* decoded =
      PyUnicode_DecodeUTF8(text.data(), static_cast<py::ssize_t>(text.size()), "replace");
  if (decoded == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::str>(decoded);
}

std::vector<SlotAmount> to_amounts(const PythonAmounts& amounts) {
  std::vector<SlotAmount> result;
  for (const auto& [slot, amount] : amounts) {
    const auto said = std::visit([](const auto& value) { return Amount(value); }, amount);
    result.push_back({slot, said});
  }
  return result;
}

Resources to_resources(const PythonAmounts& amounts) {
  Resources resources;
  for (const auto& [slot, amount] : to_amounts(amounts)) {
    const auto quantity = amount.in(unit_of(slot));
    if (!quantity)
      throw Error("slots: \"" + amount.text() + "\" is no quantity of \"" + slot + '"');
    resources.set(slot, *quantity);
  }
  return resources;
}

Values bound(const Pipeline& pipeline, Values values) {
  for (const Param& param : pipeline.params) {
    const auto given = values.find(param.name);
    if (given != values.end()) given->second = with_floats(std::move(given->second), param.type);
  }
  return values;
}

}  // namespace headway::python

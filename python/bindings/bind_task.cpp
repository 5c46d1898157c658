// Task and Defaults: the handles of a builder.
#include "bindings.hpp"
#include "conversions.hpp"

#include <headway/model/builder.hpp>

#include <optional>

namespace headway::python {
namespace {

using Words = std::vector<std::string>;
using NamedValues = std::vector<std::pair<std::string, py::object>>;

template <class Handle>
void bind_settings(py::class_<Handle>& handle) {
  handle
      .def("resources",
           [](const Handle& h, const PythonAmounts& slots, const Place& at) {
             h.resources({.slots = to_amounts(slots)}, at.site());
           })
      .def("env", [](const Handle& h, std::string name, std::string value,
                     const Place& at) { h.env(std::move(name), std::move(value), at.site()); })
      .def("secrets", [](const Handle& h, const Words& names,
                         const Place& at) { h.secrets(names, at.site()); })
      .def("retry",
           [](const Handle& h, std::uint32_t limit, std::int64_t initial_us, double multiplier,
              std::int64_t max_us, double jitter, const Place& at) {
             h.retry({.limit = limit,
                      .backoff = {.initial = {initial_us},
                                  .multiplier = multiplier,
                                  .max = {max_us},
                                  .jitter = jitter}},
                     at.site());
           })
      .def("timeout", [](const Handle& h, std::int64_t us,
                         const Place& at) { h.timeout(Duration{us}, at.site()); })
      .def("workdir", [](const Handle& h, std::string folder,
                         const Place& at) { h.workdir(std::move(folder), at.site()); })
      .def("estimate", [](const Handle& h, std::int64_t us,
                          const Place& at) { h.estimate(Duration{us}, at.site()); })
      .def("priority", [](const Handle& h, std::int32_t larger_is_sooner,
                          const Place& at) { h.priority(larger_is_sooner, at.site()); })
      .def("allow_failure", [](const Handle& h, const Place& at) { h.allow_failure(at.site()); })
      .def_property_readonly("path", [](const Handle& h) { return h.draft().path_of(h.index()); });
}

/// The package has refused words that are no condition.
EdgeCondition condition_of(const std::string& word) {
  for (const auto known :
       {EdgeCondition::completed, EdgeCondition::failed, EdgeCondition::succeeded_or_skipped}) {
    if (to_string(known) == word) return known;
  }
  return EdgeCondition::succeeded;
}

void depends_on(const TaskHandle& task, const TaskHandle& other, const std::string& condition,
                const Place& at) {
  task.depends_on(other, condition_of(condition), at.site());
}

/// By name, for tasks of a pipeline that was loaded.
void depends_on_name(const TaskHandle& task, const std::string& other, const std::string& condition,
                     const Place& at) {
  auto& draft = task.draft();
  draft.task(task.index())
      .depends_on.push_back({other, condition_of(condition), draft.span(at.site())});
}

std::vector<std::pair<std::string, Value>> to_combination(const NamedValues& named) {
  std::vector<std::pair<std::string, Value>> values;
  for (const auto& [name, value] : named) values.emplace_back(name, to_value(value));
  return values;
}

void add_axis(const TaskHandle& task, std::string name, const py::list& values, const Place& at) {
  const Value list = to_value(values);
  task.matrix({{std::move(name), AxisValues(*list.get_if<Value::List>())}}, at.site());
}

/// An axis whose values a param has.
void add_axis_of(const TaskHandle& task, std::string name, std::string path, const Place& at) {
  task.matrix({{std::move(name), AxisValues(Reference(std::move(path)))}}, at.site());
}

void bind_bodies(py::class_<TaskHandle>& task) {
  task.def("command", [](const TaskHandle& t, const Words& words,
                         const Place& at) { t.command(words, at.site()); })
      .def("script", [](const TaskHandle& t, std::string text, const std::optional<Words>& shell,
                        const Place& at) {
        if (shell) {
          t.script(std::move(text), *shell, at.site());
        } else {
          t.script(std::move(text), at.site());
        }
      });
}

}  // namespace

void bind_task(py::module_& module) {
  py::class_<DefaultsHandle> defaults(module, "Defaults");
  bind_settings(defaults);
  py::class_<TaskHandle> task(module, "Task");
  bind_settings(task);
  bind_bodies(task);
  task.def_property_readonly("name", [](const TaskHandle& t) { return t.name(); })
      .def("description", [](const TaskHandle& t, const std::string& text) { t.description(text); })
      .def("depends_on", depends_on)
      .def("depends_on", depends_on_name)
      .def("input", [](const TaskHandle& t, std::string name, const py::object& value,
                       const Place& at) { t.input(std::move(name), to_value(value), at.site()); })
      .def("sources", [](const TaskHandle& t, const Words& globs,
                         const Place& at) { t.sources(globs, at.site()); })
      .def("max_parallel", [](const TaskHandle& t, std::uint32_t sessions,
                              const Place& at) { t.max_parallel(sessions, at.site()); })
      .def("output",
           [](const TaskHandle& t, std::string name, std::string type, std::string path,
              const Place& at) {
             t.outputs({{std::move(name), std::move(type), std::move(path)}}, at.site());
           })
      .def("axis", add_axis)
      .def("axis_of", add_axis_of)
      .def("exclude", [](const TaskHandle& t, const NamedValues& values,
                         const Place& at) { t.exclude(to_combination(values), at.site()); })
      .def("include", [](const TaskHandle& t, const NamedValues& values, const Place& at) {
        t.include(to_combination(values), at.site());
      });
}

}  // namespace headway::python

// Task, Repeat and Defaults: the handles of a builder.
#include "bindings.hpp"
#include "draft.hpp"
#include "settings.hpp"

#include <optional>

namespace headway::python {
namespace {

using NamedValues = std::vector<std::pair<std::string, py::object>>;

/// The word's enumerator; the package has refused words that are none.
template <class Word>
Word word_of(const std::string& word, std::initializer_list<Word> known) {
  for (const Word each : known) {
    if (to_string(each) == word) return each;
  }
  return *known.begin();
}

EdgeCondition condition_of(const std::string& word) {
  return word_of(word, {EdgeCondition::succeeded, EdgeCondition::completed, EdgeCondition::failed,
                        EdgeCondition::succeeded_or_skipped});
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

std::vector<Argument> to_arguments(const NamedValues& named) {
  std::vector<Argument> arguments;
  for (const auto& [name, value] : named) arguments.emplace_back(name, to_value(value));
  return arguments;
}

void bind_bodies(py::class_<TaskHandle>& task) {
  task.def("command", [](const TaskHandle& t, const Words& words,
                         const Place& at) { t.command(words, at.site()); })
      .def("script",
           [](const TaskHandle& t, std::string text, const std::optional<Words>& shell,
              const Place& at) {
             if (shell) {
               t.script(std::move(text), *shell, at.site());
             } else {
               t.script(std::move(text), at.site());
             }
           })
      .def("call", [](const TaskHandle& t, std::string target,
                      const Place& at) { t.call(std::move(target), at.site()); })
      .def("pipeline",
           [](const TaskHandle& t, std::string path, std::string from, const NamedValues& params,
              const Place& at) {
             t.pipeline({std::move(path), std::move(from), to_arguments(params)}, at.site());
           })
      .def("pipeline",
           [](const TaskHandle& t, PipelineBuilder& inner, const NamedValues& params,
              const Place& at) { t.pipeline(built(inner), to_arguments(params), at.site()); })
      .def(
          "repeat",
          [](const TaskHandle& t, std::string until, std::uint32_t max_rounds,
             std::int64_t delay_us, const Place& at) {
            return t.repeat({std::move(until), max_rounds, {delay_us}}, at.site());
          },
          py::keep_alive<0, 1>());
}

/// The bodies that wait for something, or end.
void bind_waits(py::class_<TaskHandle>& task) {
  using OnTimeout = ApprovalBody::OnTimeout;
  task.def("approval",
           [](const TaskHandle& t, std::string message, Words approvers, std::int64_t timeout_us,
              const std::string& on_timeout, const Place& at) {
             const auto then =
                 word_of(on_timeout, {OnTimeout::fail, OnTimeout::reject, OnTimeout::approve});
             t.approval({std::move(message), std::move(approvers), {timeout_us}, then}, at.site());
           })
      .def("wait", [](const TaskHandle& t, std::int64_t us,
                      const Place& at) { t.wait(Duration{us}, at.site()); })
      .def("wait_until", [](const TaskHandle& t, const std::string& time,
                            const Place& at) { t.wait_until(time, at.site()); })
      .def("fail", [](const TaskHandle& t, std::string error, std::string message,
                      const Place& at) { t.fail(std::move(error), std::move(message), at.site()); })
      .def("callback", [](const TaskHandle& t, std::int64_t timeout_us,
                          const Place& at) { t.callback(Duration{timeout_us}, at.site()); })
      .def("compensate", [](const TaskHandle& t, Words command, std::string script,
                            std::string call, const Place& at) {
        t.compensate({std::move(command), std::move(script), std::move(call)}, at.site());
      });
}

void add_axis(const TaskHandle& task, std::string name, const py::list& values, const Place& at) {
  const Value list = to_value(values);
  task.matrix({{std::move(name), AxisValues(*list.get_if<Value::List>())}}, at.site());
}

/// An axis whose values a param has.
void add_axis_of(const TaskHandle& task, std::string name, std::string path, const Place& at) {
  task.matrix({{std::move(name), AxisValues(Reference(std::move(path)))}}, at.site());
}

void bind_fan_outs(py::class_<TaskHandle>& task) {
  task.def("axis", add_axis)
      .def("axis_of", add_axis_of)
      .def("exclude", [](const TaskHandle& t, const NamedValues& values,
                         const Place& at) { t.exclude(to_combination(values), at.site()); })
      .def("include", [](const TaskHandle& t, const NamedValues& values,
                         const Place& at) { t.include(to_combination(values), at.site()); })
      .def("map",
           [](const TaskHandle& t, const std::string& over, std::uint32_t amount, bool percent,
              const Place& at) {
             t.map(over, {amount, percent}, at.site());
           })
      .def("max_parallel", [](const TaskHandle& t, std::uint32_t sessions, const Place& at) {
        t.max_parallel(sessions, at.site());
      });
}

void bind_arguments(py::class_<TaskHandle>& task) {
  task.def("depends_on", depends_on)
      .def("depends_on", depends_on_name)
      .def("when", [](const TaskHandle& t, const std::string& expression,
                      const Place& at) { t.when(expression, at.site()); })
      .def("input", [](const TaskHandle& t, std::string name, const py::object& value,
                       const Place& at) { t.input(std::move(name), to_value(value), at.site()); })
      .def("config", [](const TaskHandle& t, std::string name, const py::object& value,
                        const Place& at) { t.config(std::move(name), to_value(value), at.site()); })
      .def("sources", [](const TaskHandle& t, const Words& globs,
                         const Place& at) { t.sources(globs, at.site()); })
      .def("output", [](const TaskHandle& t, std::string name, std::string type, std::string path,
                        std::string value, Words values, const Place& at) {
        t.outputs({{std::move(name), std::move(type), std::move(path), std::move(value),
                    std::move(values)}},
                  at.site());
      });
}

}  // namespace

void bind_task(py::module_& module) {
  py::class_<DefaultsHandle> defaults(module, "Defaults");
  bind_settings(defaults);
  py::class_<TaskHandle> task(module, "Task");
  py::class_<RepeatHandle> repeat(module, "Repeat");
  bind_settings(task);
  bind_bodies(task);
  bind_waits(task);
  bind_fan_outs(task);
  bind_arguments(task);
  task.def_property_readonly("name", [](const TaskHandle& t) { return t.name(); })
      .def("description",
           [](const TaskHandle& t, const std::string& text) { t.description(text); });
  repeat
      .def(
          "task",
          [](const RepeatHandle& r, const std::string& name, const Place& at) {
            return r.task({name, at.site()});
          },
          py::keep_alive<0, 1>())
      .def("output", [](const RepeatHandle& r, const std::string& name, std::string expression,
                        const Place& at) {
        r.output({name, at.site()}, std::move(expression));
      });
}

}  // namespace headway::python

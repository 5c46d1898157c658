// Task handles: the fluent way to say what a task is.
#pragma once

#include <headway/model/conversion.hpp>
#include <headway/model/reference.hpp>
#include <headway/model/setting_keys.hpp>

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// An output as `outputs` takes it: `{"rows", "int"}`, `{"clean", "directory", "data/clean"}`.
struct OutputRequest {
  std::string name;
  std::string type;
  std::string path{};  // beneath the output folder; empty: the name
};

/// The values of an axis: `{"cnn", "mlp"}`, a vector, or a reference to a list.
class AxisValues {
 public:
  AxisValues(std::initializer_list<Value> values) : written_(Value::List(values)) {}
  AxisValues(const Reference& list) : written_(list.expression()) {}
  template <Convertible T>
  AxisValues(const std::vector<T>& values)
      : written_(*to_value(values).template get_if<Value::List>()) {}
  [[nodiscard]] const std::variant<Value::List, std::string>& written() const { return written_; }

 private:
  std::variant<Value::List, std::string> written_;
};

/// An axis as `matrix` takes it.
struct AxisRequest {
  std::string name;
  AxisValues values;
};

class TaskHandle;

/// The keys that every kind of task has.
template <class Self>
class TaskKeys : public SettingKeys<Self> {
 public:
  [[nodiscard]] const std::string& name() const { return task().name; }

  Self description(const std::string& text) const;
  Self depends_on(const TaskHandle& other, EdgeCondition condition = EdgeCondition::succeeded,
                  CallSite at = CallSite::here()) const;
  Self depends_on(const std::vector<TaskHandle>& others, CallSite at = CallSite::here()) const;
  /// An argument: a value, a reference, or a string that may hold `${{ }}`.
  template <class T>
  Self input(std::string name, const T& value, CallSite at = CallSite::here()) const;
  /// Globs relative to the pipeline's folder.
  Self sources(const std::vector<std::string>& globs, CallSite at = CallSite::here()) const;
  /// Elements of the fan-out that run at a time.
  Self max_parallel(std::uint32_t sessions, CallSite at = CallSite::here()) const;

 protected:
  using SettingKeys<Self>::SettingKeys;
  [[nodiscard]] Task& task() const { return this->draft().task(this->index()); }
};

/// A task that says its own body. A small copyable handle, valid while its builder lives.
class TaskHandle : public TaskKeys<TaskHandle> {
 public:
  TaskHandle(PipelineDraft& draft, DraftIndex index) : TaskKeys(draft, index) {}
  /// The same task without the type of its result.
  template <class Self>
  requires(!std::same_as<Self, TaskHandle>) TaskHandle(const TaskKeys<Self>& other)
      : TaskKeys(other.draft(), other.index()) {}

  /// A program and its arguments; never seen by a shell.
  TaskHandle command(const std::vector<std::string>& words, CallSite at = CallSite::here()) const;
  /// A text for `bash -euo pipefail -c`, or for another shell; values reach it by environment only.
  TaskHandle script(std::string text, CallSite at = CallSite::here()) const;
  TaskHandle script(std::string text, std::vector<std::string> shell,
                    CallSite at = CallSite::here()) const;
  /// A callable by name: `cpp:train`.
  TaskHandle call(std::string target, CallSite at = CallSite::here()) const;
  TaskHandle outputs(const std::vector<OutputRequest>& outputs,
                     CallSite at = CallSite::here()) const;

  /// A fan-out: the cross product of `{{"rate", rates}, {"arch", {"cnn", "mlp"}}}`.
  TaskHandle matrix(const std::vector<AxisRequest>& axes, CallSite at = CallSite::here()) const;
  TaskHandle exclude(std::vector<std::pair<std::string, Value>> values,
                     CallSite at = CallSite::here()) const;
  TaskHandle include(std::vector<std::pair<std::string, Value>> values,
                     CallSite at = CallSite::here()) const;

  /// An output as a reference; of a fan-out, the list of its elements' outputs.
  OutputReference operator[](std::string output) const { return {name(), std::move(output)}; }

 private:
  void set_body(Body body, const SourceSpan& span) const;
  Matrix& matrix_here(const SourceSpan& span) const;
};

// ---------------------------------------------------------------------------------------------

namespace detail {

inline constexpr std::string_view all_type_words =
    "bool int float string enum list(T) map(T) json file directory optional(T)";

/// A C++ value, a reference or a text as the value of an input.
template <class T>
Value input_value(const T& value) {
  if constexpr (std::convertible_to<T, std::string>) {
    return Value(static_cast<std::string>(value));
  } else if constexpr (Convertible<T>) {
    return to_value(value);
  } else {
    return Value(value);
  }
}

}  // namespace detail

template <class Self>
Self TaskKeys<Self>::description(const std::string& text) const {
  task().description = text;
  return this->self();
}

template <class Self>
Self TaskKeys<Self>::depends_on(const TaskHandle& other, EdgeCondition condition,
                                CallSite at) const {
  const auto span = this->draft().span(at);
  if (&other.draft() != &this->draft()) {
    this->draft().mistake("foreign-task", '"' + other.name() + "\" is a task of another builder",
                          span, this->draft().path_of(this->index()) + ".depends_on",
                          {"a task depends on tasks of its own pipeline"});
  }
  task().depends_on.push_back({other.name(), condition, span});
  return this->self();
}

template <class Self>
Self TaskKeys<Self>::depends_on(const std::vector<TaskHandle>& others, CallSite at) const {
  for (const auto& other : others) depends_on(other, EdgeCondition::succeeded, at);
  return this->self();
}

template <class Self>
template <class T>
Self TaskKeys<Self>::input(std::string name, const T& value, CallSite at) const {
  task().inputs.push_back({std::move(name), {detail::input_value(value), this->draft().span(at)}});
  return this->self();
}

template <class Self>
Self TaskKeys<Self>::sources(const std::vector<std::string>& globs, CallSite at) const {
  for (auto& glob : detail::texts(globs, this->draft().span(at))) {
    task().sources.push_back(std::move(glob));
  }
  return this->self();
}

template <class Self>
Self TaskKeys<Self>::max_parallel(std::uint32_t sessions, CallSite at) const {
  task().max_parallel = Spanned<std::uint32_t>{sessions, this->draft().span(at)};
  return this->self();
}

inline void TaskHandle::set_body(Body body, const SourceSpan& span) const {
  if (task().has_session()) {
    draft().mistake("several-bodies", "the task \"" + name() + "\" has two bodies", span,
                    draft().path_of(index()), {"a task is one of command, script and call"});
  }
  task().body = std::move(body);
}

inline TaskHandle TaskHandle::command(const std::vector<std::string>& words, CallSite at) const {
  const auto span = draft().span(at);
  set_body(CommandBody{detail::texts(words, span)}, span);
  return *this;
}

inline TaskHandle TaskHandle::script(std::string text, CallSite at) const {
  const auto span = draft().span(at);
  set_body(ScriptBody{.text = {std::move(text), span}}, span);
  return *this;
}

inline TaskHandle TaskHandle::script(std::string text, std::vector<std::string> shell,
                                     CallSite at) const {
  const auto span = draft().span(at);
  set_body(ScriptBody{.text = {std::move(text), span}, .shell = std::move(shell)}, span);
  return *this;
}

inline TaskHandle TaskHandle::call(std::string target, CallSite at) const {
  const auto span = draft().span(at);
  set_body(CallBody{{std::move(target), span}}, span);
  return *this;
}

inline TaskHandle TaskHandle::outputs(const std::vector<OutputRequest>& outputs,
                                      CallSite at) const {
  const auto span = draft().span(at);
  for (const auto& request : outputs) {
    const auto type = parse_type(request.type);
    const auto path = draft().path_of(index()) + ".outputs." + request.name;
    if (!type) {
      draft().mistake("unknown-type", '"' + request.type + "\" is no type", span, path,
                      {"types are " + std::string(detail::all_type_words)});
    }
    OutputDeclaration output{.name = request.name, .type = type.value_or(Type{}), .span = span};
    if (!request.path.empty()) output.path = Text{request.path, span};
    task().outputs.push_back(std::move(output));
  }
  return *this;
}

inline Matrix& TaskHandle::matrix_here(const SourceSpan& span) const {
  if (!task().matrix) task().matrix = Matrix{.span = span};
  return *task().matrix;
}

inline TaskHandle TaskHandle::matrix(const std::vector<AxisRequest>& axes, CallSite at) const {
  const auto span = draft().span(at);
  for (const auto& axis : axes) {
    matrix_here(span).axes.push_back(
        {.name = axis.name, .values = axis.values.written(), .span = span});
  }
  return *this;
}

inline TaskHandle TaskHandle::exclude(std::vector<std::pair<std::string, Value>> values,
                                      CallSite at) const {
  const auto span = draft().span(at);
  matrix_here(span).exclude.push_back({std::move(values), span});
  return *this;
}

inline TaskHandle TaskHandle::include(std::vector<std::pair<std::string, Value>> values,
                                      CallSite at) const {
  const auto span = draft().span(at);
  matrix_here(span).include.push_back({std::move(values), span});
  return *this;
}

}  // namespace headway::inline v0

// Task handles: the fluent way to say what a task does.
#pragma once

#include <headway/model/task_keys.hpp>
#include <headway/model/task_request.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

class RepeatHandle;

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
  /// A callable by name: `cpp:train`, `python:digits.select:pick_best`.
  TaskHandle call(std::string target, CallSite at = CallSite::here()) const;
  /// What the class that is called is constructed with.
  template <class T>
  TaskHandle config(std::string name, const T& value, CallSite at = CallSite::here()) const;
  TaskHandle pipeline(const PipelineRequest& request, CallSite at = CallSite::here()) const;
  /// A pipeline that is at hand; it goes by the file name `<its name>.yaml`.
  TaskHandle pipeline(Pipeline inner, const std::vector<Argument>& params = {},
                      CallSite at = CallSite::here()) const;
  TaskHandle approval(const ApprovalRequest& request, CallSite at = CallSite::here()) const;
  TaskHandle wait(Duration pause, CallSite at = CallSite::here()) const;
  /// Until a time as RFC 3339 writes it, or an expression that yields one.
  TaskHandle wait_until(const std::string& time, CallSite at = CallSite::here()) const;
  /// Fails on purpose.
  TaskHandle fail(std::string error, std::string message = {},
                  CallSite at = CallSite::here()) const;
  /// A loop: its body's tasks are added to what this returns.
  RepeatHandle repeat(const RepeatRequest& request, CallSite at = CallSite::here()) const;
  TaskHandle outputs(const std::vector<OutputRequest>& outputs,
                     CallSite at = CallSite::here()) const;

  /// A fan-out: the cross product of `{{"rate", rates}, {"arch", {"cnn", "mlp"}}}`.
  TaskHandle matrix(const std::vector<AxisRequest>& axes, CallSite at = CallSite::here()) const;
  TaskHandle exclude(std::vector<std::pair<std::string, Value>> values,
                     CallSite at = CallSite::here()) const;
  TaskHandle include(std::vector<std::pair<std::string, Value>> values,
                     CallSite at = CallSite::here()) const;
  /// A fan-out over a list that another task makes; some elements may fail: `{5, .percent = true}`.
  TaskHandle map(const std::string& over, Tolerance tolerate_failures = {},
                 CallSite at = CallSite::here()) const;

  /// An output as a reference; of a fan-out, the list of its elements' outputs.
  OutputReference operator[](std::string output) const { return {name(), std::move(output)}; }

 private:
  const TaskHandle& set_body(Body body, const SourceSpan& span) const;
  void refuse_second_body(const SourceSpan& span) const;
  [[nodiscard]] OutputDeclaration declared(const OutputRequest& request,
                                           const SourceSpan& span) const;
  Matrix& matrix_here(const SourceSpan& span) const;
};

// ---------------------------------------------------------------------------------------------

namespace detail {

inline constexpr std::string_view all_type_words =
    "bool int float string enum list(T) map(T) json file directory optional(T)";

inline std::vector<Input> inputs_of(const std::vector<Argument>& arguments,
                                    const SourceSpan& span) {
  std::vector<Input> inputs;
  inputs.reserve(arguments.size());
  for (const auto& argument : arguments) inputs.push_back({argument.name, {argument.value, span}});
  return inputs;
}

}  // namespace detail

template <class Self>
Self TaskKeys<Self>::depends_on(const TaskHandle& other, EdgeCondition condition,
                                CallSite at) const {
  const auto span = this->draft().span(at);
  const bool own = &other.draft() == &this->draft();
  if (!own || other.index().list != this->index().list) {
    this->draft().mistake(
        "foreign-task",
        '"' + other.name() + "\" is a task of another " + (own ? "list of tasks" : "builder"), span,
        path("depends_on"),
        {own ? "tasks of a repeat, of on_failure and of finally depend on each other only"
             : "a task depends on tasks of its own pipeline"});
  }
  task().depends_on.push_back({other.name(), condition, span});
  return this->self();
}

template <class Self>
Self TaskKeys<Self>::depends_on(const std::vector<TaskHandle>& others, CallSite at) const {
  for (const auto& other : others) depends_on(other, EdgeCondition::succeeded, at);
  return this->self();
}

inline void TaskHandle::refuse_second_body(const SourceSpan& span) const {
  if (std::holds_alternative<JoinBody>(task().body)) return;
  draft().mistake("several-bodies", "the task \"" + name() + "\" has two bodies", span,
                  draft().path_of(index()),
                  {"a task is one of command, script, call, pipeline, repeat, approval, wait and "
                   "fail"});
}

/// A loop stays, for there are handles on its tasks.
inline const TaskHandle& TaskHandle::set_body(Body body, const SourceSpan& span) const {
  refuse_second_body(span);
  if (!std::holds_alternative<RepeatBody>(task().body)) task().body = std::move(body);
  return *this;
}

inline TaskHandle TaskHandle::command(const std::vector<std::string>& words, CallSite at) const {
  const auto span = draft().span(at);
  return set_body(CommandBody{detail::texts(words, span)}, span);
}

inline TaskHandle TaskHandle::script(std::string text, CallSite at) const {
  const auto span = draft().span(at);
  return set_body(ScriptBody{.text = {std::move(text), span}}, span);
}

inline TaskHandle TaskHandle::script(std::string text, std::vector<std::string> shell,
                                     CallSite at) const {
  const auto span = draft().span(at);
  return set_body(ScriptBody{.text = {std::move(text), span}, .shell = std::move(shell)}, span);
}

inline TaskHandle TaskHandle::call(std::string target, CallSite at) const {
  const auto span = draft().span(at);
  return set_body(CallBody{{std::move(target), span}}, span);
}

template <class T>
TaskHandle TaskHandle::config(std::string name, const T& value, CallSite at) const {
  task().config.push_back({std::move(name), {detail::argument_value(value), draft().span(at)}});
  return *this;
}

inline TaskHandle TaskHandle::pipeline(const PipelineRequest& request, CallSite at) const {
  const auto span = draft().span(at);
  if (request.path.empty() == request.from.empty()) {
    draft().mistake("several-bodies", '"' + name() + "\" takes one pipeline: a path, or from", span,
                    path("pipeline"), {"give .path or .from"});
  }
  return set_body(PipelineBody{.path = {request.path, span},
                               .from = {detail::without_braces(request.from), span},
                               .params = detail::inputs_of(request.params, span)},
                  span);
}

inline TaskHandle TaskHandle::pipeline(Pipeline inner, const std::vector<Argument>& params,
                                       CallSite at) const {
  const auto span = draft().span(at);
  const std::string path = inner.name + ".yaml";
  return set_body(PipelineBody{.path = {path, span},
                               .params = detail::inputs_of(params, span),
                               .loaded = std::make_shared<const Pipeline>(std::move(inner))},
                  span);
}

inline TaskHandle TaskHandle::approval(const ApprovalRequest& request, CallSite at) const {
  const auto span = draft().span(at);
  return set_body(ApprovalBody{.message = {request.message, span},
                               .approvers = detail::texts(request.approvers, span),
                               .timeout = request.timeout,
                               .on_timeout = request.on_timeout},
                  span);
}

inline TaskHandle TaskHandle::wait(Duration pause, CallSite at) const {
  return set_body(WaitBody{.pause = pause}, draft().span(at));
}

inline TaskHandle TaskHandle::wait_until(const std::string& time, CallSite at) const {
  const auto span = draft().span(at);
  return set_body(WaitBody{.until = {detail::without_braces(time), span}}, span);
}

inline TaskHandle TaskHandle::fail(std::string error, std::string message, CallSite at) const {
  const auto span = draft().span(at);
  return set_body(
      FailBody{.error = {std::move(error), span}, .message = {std::move(message), span}}, span);
}

inline OutputDeclaration TaskHandle::declared(const OutputRequest& request,
                                              const SourceSpan& span) const {
  const auto type = parse_type(request.type);
  if (!type) {
    draft().mistake("unknown-type", '"' + request.type + "\" is no type", span,
                    path("outputs." + request.name),
                    {"types are " + std::string(detail::all_type_words)});
  }
  OutputDeclaration output{.name = request.name, .type = type.value_or(Type{}), .span = span};
  if (!request.values.empty()) output.type.values = request.values;
  if (!request.path.empty()) output.path = Text{request.path, span};
  if (!request.value.empty()) output.value = Text{request.value, span};
  return output;
}

inline TaskHandle TaskHandle::outputs(const std::vector<OutputRequest>& outputs,
                                      CallSite at) const {
  for (const auto& request : outputs) {
    task().outputs.push_back(declared(request, draft().span(at)));
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

inline TaskHandle TaskHandle::map(const std::string& over, Tolerance tolerate_failures,
                                  CallSite at) const {
  const auto span = draft().span(at);
  task().map = Map{.over = {detail::without_braces(over), span},
                   .tolerate_failures = tolerate_failures,
                   .span = span};
  return *this;
}

}  // namespace headway::inline v0

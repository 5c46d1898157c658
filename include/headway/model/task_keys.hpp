// Task keys: the fluent way to say what every kind of task has.
#pragma once

#include <headway/model/setting_keys.hpp>
#include <headway/model/task_request.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

class TaskHandle;

/// The keys that every kind of task has. An expression may stand in `${{ }}` or alone.
template <class Self>
class TaskKeys : public SettingKeys<Self> {
 public:
  [[nodiscard]] const std::string& name() const { return task().name; }

  Self description(const std::string& text) const;
  Self depends_on(const TaskHandle& other, EdgeCondition condition = EdgeCondition::succeeded,
                  CallSite at = CallSite::here()) const;
  Self depends_on(const std::vector<TaskHandle>& others, CallSite at = CallSite::here()) const;
  /// A condition: where it is false, the task is skipped.
  Self when(const std::string& expression, CallSite at = CallSite::here()) const;
  /// An argument: a value, a reference, or a string that may hold `${{ }}`.
  template <class T>
  Self input(std::string name, const T& value, CallSite at = CallSite::here()) const;
  /// Globs relative to the pipeline's folder.
  Self sources(const std::vector<std::string>& globs, CallSite at = CallSite::here()) const;
  /// Elements of the fan-out that run at a time.
  Self max_parallel(std::uint32_t sessions, CallSite at = CallSite::here()) const;
  /// Its process hands work to somebody else and ends; outputs are brought later, within `timeout`
  /// (0: whenever).
  Self callback(Duration timeout = {}, CallSite at = CallSite::here()) const;
  /// What undoes it when the job rolls back.
  Self compensate(const CompensationRequest& request, CallSite at = CallSite::here()) const;

 protected:
  using SettingKeys<Self>::SettingKeys;
  [[nodiscard]] Task& task() const { return this->draft().task(this->index()); }
  [[nodiscard]] std::string path(std::string_view key) const {
    return this->draft().path_of(this->index()) + '.' + std::string(key);
  }
};

// ---------------------------------------------------------------------------------------------

namespace detail {

/// `tasks.a.outputs.n` of `${{ tasks.a.outputs.n }}`: what is an expression needs no braces.
inline std::string without_braces(std::string_view expression) {
  const bool braced = expression.starts_with("${{") && expression.ends_with("}}") &&
                      expression.find("${{", 1) == std::string_view::npos;
  return std::string(trimmed(braced ? expression.substr(3, expression.size() - 5) : expression));
}

}  // namespace detail

template <class Self>
Self TaskKeys<Self>::description(const std::string& text) const {
  task().description = text;
  return this->self();
}

template <class Self>
Self TaskKeys<Self>::when(const std::string& expression, CallSite at) const {
  task().when = Text{detail::without_braces(expression), this->draft().span(at)};
  return this->self();
}

template <class Self>
template <class T>
Self TaskKeys<Self>::input(std::string name, const T& value, CallSite at) const {
  task().inputs.push_back(
      {std::move(name), {detail::argument_value(value), this->draft().span(at)}});
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

template <class Self>
Self TaskKeys<Self>::callback(Duration timeout, CallSite at) const {
  task().callback = Callback{.timeout = timeout, .span = this->draft().span(at)};
  return this->self();
}

template <class Self>
Self TaskKeys<Self>::compensate(const CompensationRequest& request, CallSite at) const {
  const auto span = this->draft().span(at);
  const bool calls = !request.call.empty();
  const bool scripts = !request.script.empty();
  if ((calls || scripts) + (calls && scripts) + !request.command.empty() > 1) {
    this->draft().mistake("several-bodies", '"' + name() + "\" is undone by two bodies", span,
                          path("compensate"), {"it is one of command, script and call"});
  }
  if (calls) {
    task().compensate = CallBody{{request.call, span}};
  } else if (scripts) {
    task().compensate = ScriptBody{.text = {request.script, span}};
  } else {
    task().compensate = CommandBody{detail::texts(request.command, span)};
  }
  return this->self();
}

}  // namespace headway::inline v0

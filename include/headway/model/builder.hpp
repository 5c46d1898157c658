// The pipeline builder: a pipeline written in C++.
#pragma once

#include <headway/model/param_handle.hpp>
#include <headway/model/repeat_handle.hpp>
#include <headway/model/task_handle.hpp>
#include <headway/model/typed_call.hpp>
#include <headway/model/typed_task.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// Whom to tell of which events: `{.events = {"failed"}, .slack = "${{ secrets.SLACK_URL }}"}`.
struct NotificationRequest {
  std::vector<std::string> events{};
  std::string slack{};    // a URL
  std::string webhook{};  // either of the two
};

/// Caps for one job: `{.max_parallel = 32, .slots = {{"db", 2}}}`.
struct LimitsRequest {
  std::optional<std::uint32_t> max_parallel{};
  std::vector<SlotAmount> slots{};
};

/// The settings of every task that has a session.
class DefaultsHandle : public SettingKeys<DefaultsHandle> {
 public:
  explicit DefaultsHandle(PipelineDraft& draft) : SettingKeys(draft, draft_defaults) {}
};

/// Builds a Pipeline call by call. An identity: its handles point to it, so it is neither copied
/// nor moved. One thread at a time. A wrong call does not throw; `build` reports all of them
/// together.
class PipelineBuilder {
 public:
  explicit PipelineBuilder(const WrittenName& name) : draft_(name.name, name.at) {}

  PipelineBuilder& description(std::string text);
  PipelineBuilder& label(std::string name, std::string value);
  /// `reference` is `env:NAME` or `file:PATH`.
  PipelineBuilder& secret(const WrittenName& name, std::string reference);
  PipelineBuilder& limits(const LimitsRequest& request, CallSite at = CallSite::here());
  DefaultsHandle defaults() { return DefaultsHandle(draft_); }
  /// Nothing new starts after a failure.
  PipelineBuilder& fail_fast();
  /// On failure what has succeeded is undone, newest first.
  PipelineBuilder& rollback();
  PipelineBuilder& notify(const NotificationRequest& request, CallSite at = CallSite::here());

  /// A param that every job must give, and one with a default.
  template <Convertible T>
  ParamHandle<T> param(const WrittenName& name);
  template <Convertible T>
  ParamHandle<T> param(const WrittenName& name, const std::type_identity_t<T>& default_value);

  /// A task that says its own body; without one it joins its edges.
  TaskHandle task(const WrittenName& name) { return {draft_, draft_.add_task(name)}; }
  /// A task that calls `function` in this program. Its arguments, after a leading TaskContext&
  /// where it takes one: values, params, results of other typed tasks, and `each(…)`, which makes
  /// it a fan-out. The result of a fan-out is a vector.
  template <class Function, class... Arguments>
  auto task(const WrittenName& name, Function function, const Arguments&... arguments);

  /// A task that is done after the others when the job failed, and one that is done last, however
  /// the job ended.
  TaskHandle on_failure(const WrittenName& name) {
    return {draft_, draft_.add_task(name, on_failure_tasks)};
  }
  template <class Function, class... Arguments>
  auto on_failure(const WrittenName& name, Function function, const Arguments&... arguments);
  TaskHandle finally(const WrittenName& name) {
    return {draft_, draft_.add_task(name, finally_tasks)};
  }
  template <class Function, class... Arguments>
  auto finally(const WrittenName& name, Function function, const Arguments&... arguments);

  /// An output of the whole job: `tasks.best.outputs.accuracy` by a reference or as an expression.
  PipelineBuilder& output(const WrittenName& name, std::string expression);

  /// The pipeline; the outputs of `results` (tasks, or outputs of them) become the job's, under
  /// their own names. Throws InvalidPipeline with every mistake so far. May be called again.
  template <class... Results>
  [[nodiscard]] Pipeline build(const Results&... results) const;

  /// The functions of its typed tasks, by the names its tasks call them.
  [[nodiscard]] Callables callables() const { return draft_.callables(); }

 private:
  PipelineDraft draft_;
};

// ---------------------------------------------------------------------------------------------

namespace detail {

/// A pipeline with the outputs of some tasks added to its own.
class JobOutputs {
 public:
  explicit JobOutputs(Pipeline pipeline) : pipeline_(std::move(pipeline)) {}

  void add(const OutputReference& output) {
    add(output.output(), output.expression(), pipeline_.span);
  }
  void add(const TaskHandle& task) {
    for (const auto& declared : task.draft().task(task.index()).outputs) {
      add(declared.name, expression_of(task, declared.name), declared.span);
    }
  }
  [[nodiscard]] Diagnostics take_mistakes() { return std::move(mistakes_); }
  [[nodiscard]] Pipeline take() { return std::move(pipeline_); }

 private:
  static std::string expression_of(const TaskHandle& task, const std::string& output) {
    return OutputReference(task.name(), output).expression();
  }
  void add(const std::string& name, std::string expression, const SourceSpan& span) {
    for (const auto& output : pipeline_.outputs) {
      if (output.name == name) refuse(name, span);
    }
    pipeline_.outputs.push_back({name, {std::move(expression), span}});
  }
  void refuse(const std::string& name, const SourceSpan& span) {
    mistakes_.add({.code = "duplicate-name",
                   .message = "there are two job outputs \"" + name + '"',
                   .span = span,
                   .path = "outputs." + name,
                   .notes = {"name each with output(name, reference)"}});
  }

  Pipeline pipeline_;
  Diagnostics mistakes_;
};

}  // namespace detail

inline PipelineBuilder& PipelineBuilder::description(std::string text) {
  draft_.pipeline().description = std::move(text);
  return *this;
}

inline PipelineBuilder& PipelineBuilder::label(std::string name, std::string value) {
  draft_.pipeline().labels.emplace_back(std::move(name), std::move(value));
  return *this;
}

inline PipelineBuilder& PipelineBuilder::secret(const WrittenName& name, std::string reference) {
  draft_.pipeline().secrets.push_back({name.name, {std::move(reference), draft_.span(name.at)}});
  return *this;
}

inline PipelineBuilder& PipelineBuilder::limits(const LimitsRequest& request, CallSite at) {
  const auto span = draft_.span(at);
  auto& limits = draft_.pipeline().limits;
  if (request.max_parallel)
    limits.max_parallel = Spanned<std::uint32_t>{*request.max_parallel, span};
  for (const auto& [slot, amount] : request.slots) {
    limits.slots.emplace_back(
        slot, Spanned<Quantity>{draft_.quantity(slot, amount, span, "limits.slots"), span});
  }
  return *this;
}

inline PipelineBuilder& PipelineBuilder::fail_fast() {
  draft_.pipeline().fail_fast = true;
  return *this;
}

inline PipelineBuilder& PipelineBuilder::rollback() {
  draft_.pipeline().rollback = true;
  return *this;
}

inline PipelineBuilder& PipelineBuilder::notify(const NotificationRequest& request, CallSite at) {
  const auto span = draft_.span(at);
  draft_.pipeline().notify.push_back({.events = detail::texts(request.events, span),
                                      .slack = {request.slack, span},
                                      .webhook = {request.webhook, span},
                                      .span = span});
  return *this;
}

inline PipelineBuilder& PipelineBuilder::output(const WrittenName& name, std::string expression) {
  draft_.pipeline().outputs.push_back({name.name, {std::move(expression), draft_.span(name.at)}});
  return *this;
}

template <Convertible T>
ParamHandle<T> PipelineBuilder::param(const WrittenName& name) {
  return {draft_, draft_.add_param(name, {.name = {}, .type = type_for<T>()})};
}

template <Convertible T>
ParamHandle<T> PipelineBuilder::param(const WrittenName& name,
                                      const std::type_identity_t<T>& default_value) {
  return {draft_, draft_.add_param(name, {.name = {},
                                          .type = type_for<T>(),
                                          .default_value = to_value<T>(default_value)})};
}

template <class Function, class... Arguments>
auto PipelineBuilder::task(const WrittenName& name, Function function,
                           const Arguments&... arguments) {
  return detail::add_typed_task(draft_, draft_.add_task(name), std::move(function), arguments...);
}

template <class Function, class... Arguments>
auto PipelineBuilder::on_failure(const WrittenName& name, Function function,
                                 const Arguments&... arguments) {
  return detail::add_typed_task(draft_, draft_.add_task(name, on_failure_tasks),
                                std::move(function), arguments...);
}

template <class Function, class... Arguments>
auto PipelineBuilder::finally(const WrittenName& name, Function function,
                              const Arguments&... arguments) {
  return detail::add_typed_task(draft_, draft_.add_task(name, finally_tasks), std::move(function),
                                arguments...);
}

template <class... Results>
Pipeline PipelineBuilder::build(const Results&... results) const {
  detail::JobOutputs outputs(draft_.pipeline());
  (outputs.add(results), ...);
  draft_.throw_mistakes(outputs.take_mistakes());
  return outputs.take();
}

}  // namespace headway::inline v0

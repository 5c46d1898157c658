// Repeat handles: the body of a loop, a small graph of its own.
#pragma once

#include <headway/model/task_handle.hpp>
#include <headway/model/typed_call.hpp>
#include <headway/model/typed_task.hpp>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// The body of a loop. A small copyable handle, valid while its builder lives.
class RepeatHandle {
 public:
  RepeatHandle(PipelineDraft& draft, DraftIndex owner, DraftList list)
      : draft_(&draft), owner_(owner), list_(list) {}

  /// A task of every round; as PipelineBuilder::task.
  TaskHandle task(const WrittenName& name) const {
    return {*draft_, draft_->add_task(name, list_)};
  }
  template <class Function, class... Arguments>
  auto task(const WrittenName& name, Function function, const Arguments&... arguments) const;
  /// What a round gives: `round.previous` and `outputs` hold it, and the last round's is the
  /// task's.
  RepeatHandle output(const WrittenName& name, std::string expression) const;
  /// The task that repeats.
  [[nodiscard]] TaskHandle whole() const { return {*draft_, owner_}; }

 private:
  PipelineDraft* draft_;
  DraftIndex owner_;
  DraftList list_;
};

// ---------------------------------------------------------------------------------------------

namespace detail {

/// Makes the task at `index` one that calls `function`.
template <class Function, class... Arguments>
auto add_typed_task(PipelineDraft& draft, DraftIndex index, Function function,
                    const Arguments&... arguments) {
  using Shape = ShapeOf<Function>;
  using Result = std::remove_cvref_t<typename Shape::result>;
  using Parameters = typename Shape::parameters;
  static_assert(std::is_void_v<Result> || RecordType<Result> || Convertible<Result>,
                "the pipeline language has no type for this function's result; specialise "
                "headway::Conversion or headway::Record for it");
  static_assert(!Shape::writes_arguments,
                "a task's function takes its arguments by value or by const reference");
  static_assert(Parameters::size == sizeof...(Arguments),
                "the function takes another number of arguments");
  check_arguments<Arguments...>(Parameters());
  constexpr bool fans_out = (Given<Arguments>::fans_out || ...);
  InputWriter writer(draft, index);
  TypedCall<Function, Parameters, Arguments...> call(std::move(function), writer, arguments...);
  auto outputs = outputs_for<Result>();
  for (auto& output : outputs) output.span = draft.task(index).span;
  draft.task(index).outputs = outputs;
  draft.add_callable(
      index, make_callable({.inputs = writer.take_signature(), .outputs = std::move(outputs)},
                           std::move(call)));
  return TypedTask < Result, fans_out ? Cardinality::many : Cardinality::one > (draft, index);
}

}  // namespace detail

template <class Function, class... Arguments>
auto RepeatHandle::task(const WrittenName& name, Function function,
                        const Arguments&... arguments) const {
  return detail::add_typed_task(*draft_, draft_->add_task(name, list_), std::move(function),
                                arguments...);
}

inline RepeatHandle RepeatHandle::output(const WrittenName& name, std::string expression) const {
  auto& body = std::get<RepeatBody>(draft_->task(owner_).body);
  body.outputs.push_back({name.name, {std::move(expression), draft_->span(name.at)}});
  return *this;
}

inline RepeatHandle TaskHandle::repeat(const RepeatRequest& request, CallSite at) const {
  const auto span = draft().span(at);
  refuse_second_body(span);
  const DraftList list = draft().add_body(index());
  auto& body = std::get<RepeatBody>(task().body);
  body.until = {detail::without_braces(request.until), span};
  body.max_rounds = {request.max_rounds, span};
  body.delay = request.delay;
  return {draft(), index(), list};
}

}  // namespace headway::inline v0

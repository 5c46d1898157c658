// Typed tasks: handles on tasks that call a C++ function, with the type of its result.
#pragma once

#include <headway/model/record.hpp>
#include <headway/model/task_handle.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace headway::inline v0 {

/// Whether a task gives one result or, as a fan-out, a list of them in instance order.
enum class Cardinality : std::uint8_t { one, many };

/// An output of type `T`, or a list of them.
template <class T, Cardinality cardinality>
class TypedOutput : public OutputReference {
 public:
  using OutputReference::OutputReference;
};

/// A task whose function returns `Result`. A small copyable handle, valid while its builder lives.
template <class Result, Cardinality cardinality>
class TypedTask : public TaskKeys<TypedTask<Result, cardinality>> {
 public:
  TypedTask(PipelineDraft& draft, DraftIndex index)
      : TaskKeys<TypedTask<Result, cardinality>>(draft, index) {}

  /// Stands for the function's code in cache keys: change it with the code.
  TypedTask version(std::string version) const {
    this->draft().declare_version(this->index(), std::move(version));
    return *this;
  }

  /// One output by name, `winner["accuracy"]`; a name it lacks becomes a finding.
  OutputReference operator[](std::string output) const;
  /// The same checked by the compiler: `winner[&Trained::accuracy]`.
  template <class T, class Owner>
  requires RecordType<Result> && std::is_base_of_v<Owner, Result> TypedOutput<T, cardinality>
  operator[](T Owner::*member) const {
    return {this->name(), std::string(Record<Result>::name_of(member))};
  }
};

// ---------------------------------------------------------------------------------------------

namespace detail {
/// Adds a finding when `task` declares no output of that name.
inline void check_output(PipelineDraft& draft, DraftIndex task, const std::string& output) {
  std::vector<std::string> known;
  for (const auto& declared : draft.task(task).outputs) {
    if (declared.name == output) return;
    known.push_back(declared.name);
  }
  draft.mistake(
      {.code = "unknown-output",
       .message = "the task \"" + draft.task(task).name + "\" has no output \"" + output + '"',
       .span = draft.task(task).span,
       .path = draft.path_of(task) + ".outputs",
       .notes = {},
       .candidates = closest(output, known)});
}
}  // namespace detail

template <class Result, Cardinality cardinality>
OutputReference TypedTask<Result, cardinality>::operator[](std::string output) const {
  detail::check_output(this->draft(), this->index(), output);
  return {this->name(), std::move(output)};
}

}  // namespace headway::inline v0

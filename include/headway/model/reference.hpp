// References: params, outputs and matrix values of a pipeline under construction.
#pragma once

#include <headway/model/draft.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace headway::inline v0 {

/// A value that is known once the pipeline runs. It stands where a text does: in a command word, an
/// environment variable, an input. A value.
class Reference {
 public:
  explicit Reference(std::string path) : path_(std::move(path)) {}
  [[nodiscard]] const std::string& path() const { return path_; }
  /// `${{ params.rate }}`
  [[nodiscard]] std::string expression() const { return "${{ " + path_ + " }}"; }
  operator std::string() const { return expression(); }

 private:
  std::string path_;  // `params.rate`
};

/// An output of a task, or of all elements of a fan-out.
class OutputReference : public Reference {
 public:
  OutputReference(std::string_view task, std::string output);
  [[nodiscard]] const std::string& output() const { return output_; }

 private:
  std::string output_;
};

// ---------------------------------------------------------------------------------------------

namespace detail {
/// `tasks.train`, or `tasks["my-task"]`.
inline std::string task_path(std::string_view task) {
  if (is_name(task)) return "tasks." + std::string(task);
  return "tasks[\"" + std::string(task) + "\"]";
}
}  // namespace detail

inline OutputReference::OutputReference(std::string_view task, std::string output)
    : Reference(detail::task_path(task) + ".outputs." + output), output_(std::move(output)) {}

}  // namespace headway::inline v0

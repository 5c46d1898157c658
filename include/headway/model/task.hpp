// A task: the smallest unit of a pipeline, as the user wrote it.
#pragma once

#include <headway/model/body.hpp>
#include <headway/model/fan_out.hpp>
#include <headway/model/settings.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace headway::inline v0 {

/// When an edge lets its task start.
enum class EdgeCondition : std::uint8_t { succeeded, completed, failed, succeeded_or_skipped };

std::string_view to_string(EdgeCondition condition);

/// An edge as written: this task after that one.
struct Dependency {
  std::string task;
  EdgeCondition condition = EdgeCondition::succeeded;
  SourceSpan span{};
  friend bool operator==(const Dependency&, const Dependency&) = default;
};

/// A promised output: its type, and where the task leaves it beneath its output folder.
struct OutputDeclaration {
  std::string name;
  Type type{};
  std::optional<Text> path{};   // default: the name
  std::optional<Text> value{};  // of a join: one `${{ }}`
  SourceSpan span{};
  friend bool operator==(const OutputDeclaration&, const OutputDeclaration&) = default;
};

/// The session's process submits work elsewhere and ends; the task then waits, holding nothing,
/// until somebody brings its outputs.
struct Callback {
  Duration timeout{};  // 0: none
  SourceSpan span{};
  friend bool operator==(const Callback&, const Callback&) = default;
};

/// A task. A value; equality ignores where things were written.
struct Task {
  std::string name;
  SourceSpan span{};
  std::string description{};
  std::vector<Dependency> depends_on{};
  std::optional<Text> when{};  // an expression; false: skipped
  Body body{};
  std::vector<Input> inputs{};
  std::vector<Input> config{};  // what a class is constructed with
  std::vector<OutputDeclaration> outputs{};
  std::vector<Text> sources{};  // globs relative to the file
  std::optional<Matrix> matrix{};
  std::optional<Map> map{};
  std::optional<Spanned<std::uint32_t>> max_parallel{};
  std::optional<Callback> callback{};
  std::optional<CompensationBody> compensate{};
  SessionSettings settings{};
  friend bool operator==(const Task&, const Task&) = default;

  /// Whether its attempts, or those of its elements, run in sessions.
  [[nodiscard]] bool has_session() const { return runs_in_session(body); }
};

// ---------------------------------------------------------------------------------------------

inline std::string_view to_string(EdgeCondition condition) {
  switch (condition) {
    case EdgeCondition::succeeded: return "succeeded";
    case EdgeCondition::completed: return "completed";
    case EdgeCondition::failed: return "failed";
    case EdgeCondition::succeeded_or_skipped: return "succeeded_or_skipped";
  }
  return "succeeded";
}

inline bool operator==(const RepeatBody& a, const RepeatBody& b) {
  return a.tasks == b.tasks && a.outputs == b.outputs && a.until == b.until &&
         a.max_rounds == b.max_rounds && a.delay == b.delay;
}

}  // namespace headway::inline v0

// A task: the smallest unit of a pipeline, as the user wrote it.
#pragma once

#include <headway/model/settings.hpp>
#include <headway/model/value.hpp>

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

/// argv, each word with its own `${{ }}`; never seen by a shell.
struct CommandBody {
  std::vector<Text> argv{};
  friend bool operator==(const CommandBody&, const CommandBody&) = default;
};

/// A text for a shell; values reach it by environment only.
struct ScriptBody {
  Text text{};
  std::vector<std::string> shell{"bash", "-euo", "pipefail", "-c"};
  friend bool operator==(const ScriptBody&, const ScriptBody&) = default;
};

/// A function by name: `cpp:train`.
struct CallBody {
  Text target{};
  friend bool operator==(const CallBody&, const CallBody&) = default;
};

/// A task without a body of its own: it succeeds once its edges are satisfied.
struct JoinBody {
  friend bool operator==(JoinBody, JoinBody) = default;
};

using Body = std::variant<JoinBody, CommandBody, ScriptBody, CallBody>;

/// An argument: a value whose strings may hold `${{ }}`.
struct Input {
  std::string name;
  Spanned<Value> value{};
  friend bool operator==(const Input&, const Input&) = default;
};

/// A promised output: its type, and where the task leaves it beneath its output folder.
struct OutputDeclaration {
  std::string name;
  Type type{};
  std::optional<Text> path{};  // default: the name
  SourceSpan span{};
  friend bool operator==(const OutputDeclaration&, const OutputDeclaration&) = default;
};

/// One axis of a matrix: a list of scalars, or one `${{ params.x }}` that yields such a list.
struct Axis {
  std::string name;
  std::variant<Value::List, std::string> values{};
  SourceSpan span{};
  friend bool operator==(const Axis&, const Axis&) = default;
};

/// Values of some axes, as `exclude` names them, or of all, as `include` adds them.
struct Combination {
  std::vector<std::pair<std::string, Value>> values{};
  SourceSpan span{};
  friend bool operator==(const Combination&, const Combination&) = default;
};

/// A static fan-out: the cross product of the axes, last axis fastest, minus exclude, plus include.
struct Matrix {
  std::vector<Axis> axes{};
  std::vector<Combination> exclude{};
  std::vector<Combination> include{};
  SourceSpan span{};
  friend bool operator==(const Matrix&, const Matrix&) = default;
};

/// A task. A value; equality ignores where things were written.
struct Task {
  std::string name;
  SourceSpan span{};
  std::string description{};
  std::vector<Dependency> depends_on{};
  Body body{};
  std::vector<Input> inputs{};
  std::vector<OutputDeclaration> outputs{};
  std::vector<Text> sources{};  // globs relative to the file
  std::optional<Matrix> matrix{};
  std::optional<Spanned<std::uint32_t>> max_parallel{};
  SessionSettings settings{};
  friend bool operator==(const Task&, const Task&) = default;

  /// Whether an attempt of this task runs in a session; a join has none.
  [[nodiscard]] bool has_session() const { return !std::holds_alternative<JoinBody>(body); }
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

}  // namespace headway::inline v0

// Bodies: what a task does.
#pragma once

#include <headway/base/source_span.hpp>
#include <headway/base/time.hpp>
#include <headway/model/value.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace headway::inline v0 {

struct Pipeline;
struct Task;

/// A named argument: a value whose strings may hold `${{ }}`.
struct Input {
  std::string name;
  Spanned<Value> value{};
  friend bool operator==(const Input&, const Input&) = default;
};

/// A named result that is computed: one `${{ }}`.
struct ComputedOutput {
  std::string name;
  Text expression{};
  friend bool operator==(const ComputedOutput&, const ComputedOutput&) = default;
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

/// A function or class by name: `cpp:train`, `python:digits.select:pick_best`. May hold `${{ }}` of
/// params, so that a param chooses among implementations.
struct CallBody {
  Text target{};
  friend bool operator==(const CallBody&, const CallBody&) = default;
};

/// A task without a body of its own: it succeeds once its edges are satisfied, and may compute its
/// outputs.
struct JoinBody {
  friend bool operator==(JoinBody, JoinBody) = default;
};

/// A job inside the job: a pipeline from a file beside this one, or made at run time.
struct PipelineBody {
  Text path{};                               // relative to the file; empty: `from`
  Text from{};                               // an expression that yields a file or its path
  std::vector<Input> params{};               // of the inner pipeline
  std::shared_ptr<const Pipeline> loaded{};  // what stands at `path`, once it was read
  friend bool operator==(const PipelineBody&, const PipelineBody&);  // ignores `loaded`
};

/// A small graph, done again until it is good enough. The last round's outputs are the task's.
struct RepeatBody {
  std::vector<Task> tasks;
  std::vector<ComputedOutput> outputs;
  Text until;                           // an expression over the body's tasks and `outputs`
  Spanned<std::uint32_t> max_rounds{};  // at least 1
  Duration delay{};                     // between rounds
  friend bool operator==(const RepeatBody&, const RepeatBody&);
};

/// A person decides. The outputs of the task are what the person types in.
struct ApprovalBody {
  enum class OnTimeout : std::uint8_t { fail, reject, approve };
  Text message{};
  std::vector<Text> approvers{};  // users; empty: anyone
  Duration timeout{};             // 0: none
  OnTimeout on_timeout = OnTimeout::fail;
  friend bool operator==(const ApprovalBody&, const ApprovalBody&) = default;
};

/// Waits for so long, or until a time (RFC 3339) that may be computed.
struct WaitBody {
  Duration pause{};
  Text until{};  // empty: `pause`
  friend bool operator==(const WaitBody&, const WaitBody&) = default;
};

/// Fails on purpose, by a name that others can tell.
struct FailBody {
  Text error{};
  Text message{};
  friend bool operator==(const FailBody&, const FailBody&) = default;
};

using Body = std::variant<JoinBody, CommandBody, ScriptBody, CallBody, PipelineBody, RepeatBody,
                          ApprovalBody, WaitBody, FailBody>;

/// What runs in a session to undo a task.
using CompensationBody = std::variant<CommandBody, ScriptBody, CallBody>;

/// Whether an attempt at `body` runs in a session.
inline bool runs_in_session(const Body& body) {
  return std::holds_alternative<CommandBody>(body) || std::holds_alternative<ScriptBody>(body) ||
         std::holds_alternative<CallBody>(body);
}

std::string_view to_string(ApprovalBody::OnTimeout outcome);

// ---------------------------------------------------------------------------------------------

inline std::string_view to_string(ApprovalBody::OnTimeout outcome) {
  switch (outcome) {
    case ApprovalBody::OnTimeout::fail: return "fail";
    case ApprovalBody::OnTimeout::reject: return "reject";
    case ApprovalBody::OnTimeout::approve: return "approve";
  }
  return "fail";
}

inline bool operator==(const PipelineBody& a, const PipelineBody& b) {
  return a.path == b.path && a.from == b.from && a.params == b.params;
}

}  // namespace headway::inline v0

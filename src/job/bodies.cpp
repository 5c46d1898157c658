// Bodies: what a task does, and what undoes it.
#include "checks.hpp"

#include <headway/base/name.hpp>
#include <headway/base/rfc3339.hpp>
#include <headway/job/expression.hpp>

#include <variant>

namespace headway::inline v0 {
namespace {

constexpr std::string_view call_of_cpp = "cpp:";
constexpr std::string_view call_of_python = "python:";

/// `text` with a letter in the place of each `${{ }}`.
std::string without_expressions(const std::string& text) {
  std::string result;
  std::size_t at = 0;
  for (auto open = text.find("${{"); open != std::string::npos; open = text.find("${{", at)) {
    const auto close = text.find("}}", open);
    if (close == std::string::npos) break;
    result.append(text, at, open - at).append("x");
    at = close + 2;
  }
  return result.append(text, at);
}

/// `package.module:name`.
bool names_function(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || !is_name(text.substr(colon + 1))) return false;
  std::string_view module = text.substr(0, colon);
  for (auto dot = module.find('.'); dot != std::string_view::npos; dot = module.find('.')) {
    if (!is_name(module.substr(0, dot))) return false;
    module.remove_prefix(dot + 1);
  }
  return is_name(module);
}

/// `DataNotReady`, or with points as Python writes the class of an exception.
bool names_error(std::string_view text) {
  for (auto dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
    if (!is_name(text.substr(0, dot))) return false;
    text.remove_prefix(dot + 1);
  }
  return is_name(text);
}

class BodyCheck {
 public:
  BodyCheck(const Task& task, const Where& where, Findings& findings)
      : task_(task), where_(where), findings_(findings) {}

  void check(const JoinBody& /*body*/) {
    bool computes = true;
    for (const OutputDeclaration& output : task_.outputs) {
      computes = computes && output.value.has_value();
    }
    const bool fans_out = task_.matrix || task_.map;
    const bool has_more = task_.settings != SessionSettings{} || !task_.inputs.empty() ||
                          !task_.config.empty() || !task_.sources.empty() || task_.callback ||
                          task_.compensate || task_.max_parallel;
    const bool does_something =
        !task_.outputs.empty() || (!fans_out && (!task_.depends_on.empty() || task_.when));
    if (computes && does_something && !has_more) return;
    findings_.add(
        {.code = "missing-body",
         .message = "the task " + quoted(task_.name) + " does nothing",
         .span = task_.span,
         .path = where_.text(),
         .notes = {"give it a command, a script or a call; a task that only joins others "
                   "has depends_on, when, and outputs with a value, which a matrix or a map "
                   "has for each element, and nothing else"}});
  }

  void check(const CommandBody& body) {
    if (!body.argv.empty() && !body.argv.front().value.empty()) return;
    findings_.add({.code = "empty-command",
                   .message = "the command of the task " + quoted(task_.name) + " names no program",
                   .span = body.argv.empty() ? task_.span : body.argv.front().span,
                   .path = path("command"),
                   .notes = {"the first word is the program: command: [python, train.py]"}});
  }

  void check(const ScriptBody& body) {
    for (const std::string& word : body.shell) {
      check_literal(word, task_.span, where_.child("shell"), findings_);
    }
    if (body.shell.empty() || body.shell.front().empty()) {
      findings_.add({.code = "empty-command",
                     .message = "the shell of the task " + quoted(task_.name) + " names no program",
                     .span = task_.span,
                     .path = path("shell"),
                     .notes = {"leave it out for bash, or write shell: [sh, -c]"}});
    }
    if (body.text.value.find("${{") == std::string::npos) return;
    Diagnostics ignored;  // in a script even what does not parse is the same mistake
    const Template pieces = parse_template(body.text, ignored);
    for (const auto& piece : pieces.pieces) {
      if (const auto* expression = std::get_if<Expression>(&piece)) {
        interpolation(body.text, expression);
      }
    }
    if (pieces.is_literal() && has_expression(body.text.value)) interpolation(body.text, nullptr);
  }

  /// `cpp:name`, or `python:module.path:name`; what stands in `${{ }}` is known once the job runs.
  void check(const CallBody& body) {
    const std::string target = without_expressions(body.target.value);
    if (target.starts_with(call_of_cpp) && target.size() > call_of_cpp.size()) return;
    if (target.starts_with(call_of_python) && names_function(target.substr(call_of_python.size())))
      return;
    if (target == "x" && body.target.value != "x") return;  // a param says all of it
    findings_.add({.code = "bad-call",
                   .message = quoted(body.target.value) + " names no callable",
                   .span = body.target.span,
                   .path = path("call"),
                   .notes = {"write cpp:name, with the name it is registered by, or "
                             "python:package.module:name"}});
  }

  void check(const PipelineBody& body) {
    check_literal(body.path.value, body.path.span, where_.child("pipeline").child("path"),
                  findings_);
    if (body.path.value.empty() == body.from.value.empty() && !body.loaded) {
      refuse("missing-key", "a pipeline is read from a path, or made by a task", task_.span,
             "pipeline", "write path: ./deploy.yaml, or from: tasks.x.outputs.y");
    }
  }

  void check(const RepeatBody& body) {
    if (body.tasks.empty()) {
      refuse("missing-body", "the repeat of " + quoted(task_.name) + " has no tasks", task_.span,
             "repeat.tasks", "a round does at least one task");
    }
    if (body.until.value.empty()) {
      refuse("missing-key", "the repeat of " + quoted(task_.name) + " has no \"until\"", task_.span,
             "repeat.until", "write when it is good enough: until: outputs.accuracy >= 0.9");
    }
    if (body.max_rounds.value == 0) {
      refuse("out-of-range", "\"max_rounds\" is zero: nothing would be done", body.max_rounds.span,
             "repeat.max_rounds", "a round is done once before it is asked whether it is enough");
    }
    if (body.delay.us < 0) negative("delay", "repeat.delay");
  }

  void check(const ApprovalBody& body) {
    for (const Text& user : body.approvers) {
      check_literal(user.value, user.span, where_.child("approval").child("approvers"), findings_);
    }
    if (body.message.value.empty()) {
      refuse("missing-key", "the approval of " + quoted(task_.name) + " asks nothing", task_.span,
             "approval.message", "write what the person decides: message: Ship it?");
    }
    if (body.timeout.us < 0) negative("timeout", "approval.timeout");
    if (body.on_timeout != ApprovalBody::OnTimeout::fail && body.timeout.us == 0) {
      refuse("misplaced-key",
             "\"on_timeout\" goes with \"timeout\", and the approval of " + quoted(task_.name) +
                 " waits for ever",
             task_.span, "approval.on_timeout", "add how long it waits: timeout: 48h");
    }
  }

  void check(const WaitBody& body) {
    const std::string& until = body.until.value;
    if (until.empty()) {
      if (body.pause.us > 0) return;
      return refuse("out-of-range", "the wait of " + quoted(task_.name) + " is not above zero",
                    task_.span, "wait", "write a duration: wait: 10m");
    }
    if (!begins_like_a_time(until) || parse_instant(until)) return;
    refuse("bad-time", quoted(until) + " is no time", body.until.span, "wait.until",
           "write it with its time zone: 2030-01-31T09:00:00Z, or 2030-01-31T10:00:00+01:00");
  }

  void check(const FailBody& body) {
    const std::string& error = body.error.value;
    if (has_expression(error) || names_error(error)) return;
    findings_.add(
        {.code = "illegal-name",
         .message = quoted(shortened(error)) + " cannot name an error",
         .span = error.empty() ? task_.span : body.error.span,
         .path = where_.child("fail").child("error").text(),
         .notes = {"it is a word such as DataNotReady, by which a retry rule can tell it: "
                   "error(DataNotReady)"}});
  }

 private:
  [[nodiscard]] std::string path(std::string_view key) const { return where_.child(key).text(); }

  void refuse(std::string_view code, std::string message, const SourceSpan& span,
              std::string_view key, std::string note) {
    findings_.add({.code = std::string(code),
                   .message = std::move(message),
                   .span = span.line > 0 ? span : task_.span,
                   .path = path(key),
                   .notes = {std::move(note)}});
  }

  void negative(std::string_view word, std::string_view key) {
    refuse("out-of-range", quoted(word) + " is negative", task_.span, key,
           "it is a duration such as 10m");
  }

  /// `found` is null where nothing could be read.
  void interpolation(const Text& script, const Expression* found) {
    const NameUse* name = found ? found->single_name() : nullptr;
    const std::string variable =
        name && is_task_name(name->path.back()) ? environment_name(name->path.back()) : "VALUE";
    const std::string expression = found ? to_string(*found) : "…";
    findings_.add({.code = "interpolation-in-script",
                   .message = "a script is not interpolated: " +
                              (found ? "\"${{ " + expression + " }}\"" : std::string("\"${{\"")) +
                              " would become code",
                   .span = found ? found->span() : span_within(script, script.value.find("${{"), 3),
                   .path = path("script"),
                   .notes = {"pass it as a variable and use \"$" + variable + "\" in the script:",
                             "    env: {" + variable + ": \"${{ " + expression + " }}\"}"}});
  }

  const Task& task_;
  const Where& where_;
  Findings& findings_;
};

}  // namespace

bool begins_like_a_time(std::string_view text) {
  if (text.size() < 5 || text[4] != '-') return false;
  return text.substr(0, 4).find_first_not_of("0123456789") == std::string_view::npos;
}

void check_body(const Task& task, Findings& findings) {
  const Where where{"tasks", task.name};
  BodyCheck own(task, where, findings);
  std::visit([&](const auto& body) { own.check(body); }, task.body);
  if (!task.compensate) return;
  const Where undo = where.child("compensate");
  BodyCheck undoing(task, undo, findings);
  std::visit([&](const auto& body) { undoing.check(body); }, *task.compensate);
}

}  // namespace headway::inline v0

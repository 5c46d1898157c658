// Tasks: bodies, outputs, sources.
#include "checks.hpp"

#include <headway/base/name.hpp>
#include <headway/job/expression.hpp>

#include <variant>

namespace headway::inline v0 {
namespace {

constexpr std::string_view call_of_cpp = "cpp:";
constexpr std::string_view call_of_python = "python:";

/// `text` with a letter in the place of each `${{ }}`.
std::string without_expressions(std::string text) {
  for (auto open = text.find("${{"); open != std::string::npos; open = text.find("${{", open)) {
    const auto close = text.find("}}", open);
    if (close == std::string::npos) return text;
    text.replace(open, close + 2 - open, "x");
  }
  return text;
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

class TaskCheck {
 public:
  TaskCheck(const Task& task, Findings& findings) : task_(task), findings_(findings) {}

  void all() {
    std::visit([this](const auto& body) { check(body); }, task_.body);
    for (const OutputDeclaration& output : task_.outputs) check(output);
    for (const Text& source : task_.sources) {
      check_literal(source.value, source.span, {"tasks", task_.name, "sources"}, findings_);
    }
    if (task_.max_parallel) check_max_parallel();
    if (!task_.config.empty()) check_config();
  }

 private:
  [[nodiscard]] std::string path(std::string_view key) const {
    return Where{"tasks", task_.name, key}.text();
  }

  void check(const JoinBody& /*body*/) {
    const bool waits_only = task_.settings == SessionSettings{} && task_.outputs.empty() &&
                            task_.inputs.empty() && task_.sources.empty() && !task_.matrix;
    if (waits_only && !task_.depends_on.empty()) return;
    findings_.add({.code = "missing-body",
                   .message = "the task " + quoted(task_.name) + " does nothing",
                   .span = task_.span,
                   .path = Where{"tasks", task_.name}.text(),
                   .notes = {"give it a command, a script or a call; a task that only joins others "
                             "has depends_on and nothing else"}});
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
      check_literal(word, task_.span, {"tasks", task_.name, "shell"}, findings_);
    }
    if (body.shell.empty() || body.shell.front().empty()) {
      findings_.add({.code = "empty-command",
                     .message = "the shell of the task " + quoted(task_.name) + " names no program",
                     .span = task_.span,
                     .path = path("shell"),
                     .notes = {"leave it out for bash, or write shell: [sh, -c]"}});
    }
    Diagnostics ignored;  // in a script even what does not parse is the same mistake
    const Template pieces = parse_template(body.text, ignored);
    for (const auto& piece : pieces.pieces) {
      if (const auto* expression = std::get_if<Expression>(&piece)) {
        interpolation(body.text, expression);
      }
    }
    if (pieces.is_literal() && has_expression(body.text.value)) interpolation(body.text, nullptr);
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

  /// The bodies that have nothing of their own to check here.
  void check(const auto& /*body*/) {}

  void check(const OutputDeclaration& output) {
    if (!output.path) return;
    const std::string& file = output.path->value;
    const Where where{"tasks", task_.name, "outputs", output.name};
    check_literal(file, output.path->span, where, findings_);
    const bool outside = file.starts_with('/') || ('/' + file + '/').find("/../") != file.npos;
    if (!outside && !file.empty()) return;
    findings_.add({.code = "illegal-path",
                   .message = "the path of the output " + quoted(output.name) +
                              (file.empty() ? " is empty" : " leads out of the output folder"),
                   .span = output.path->span,
                   .path = where.text() + ".path",
                   .notes = {"it is relative to $HEADWAY_OUTPUT and has no \"..\""}});
  }

  /// A class is constructed with it, and only a call knows classes.
  void check_config() {
    const auto* call = std::get_if<CallBody>(&task_.body);
    if (call != nullptr && !call->target.value.starts_with(call_of_cpp)) return;
    findings_.add({.code = "misplaced-key",
                   .message = "\"config\" goes with a call of a Python class",
                   .span = task_.config.front().value.span,
                   .path = path("config"),
                   .notes = {"other tasks take their arguments as inputs"}});
  }

  void check_max_parallel() {
    if (task_.matrix && task_.max_parallel->value > 0) return;
    findings_.add({.code = "out-of-range",
                   .message = task_.matrix ? "\"max_parallel\" is zero: nothing could start"
                                           : "\"max_parallel\" caps a matrix, and the task " +
                                                 quoted(task_.name) + " has none",
                   .span = task_.max_parallel->span,
                   .path = path("max_parallel"),
                   .notes = {"leave it out, or see limits.max_parallel for the whole job"}});
  }

  const Task& task_;
  Findings& findings_;
};

}  // namespace

void check_task(const Task& task, Findings& findings) { TaskCheck(task, findings).all(); }

}  // namespace headway::inline v0

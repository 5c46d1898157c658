// Declared outputs: where they are left, and who may declare which.
#include "assignment.hpp"
#include "checks.hpp"

#include <headway/job/expression.hpp>

#include <algorithm>
#include <set>
#include <string_view>
#include <variant>

namespace headway::inline v0 {
namespace {

/// What a person can type in.
bool can_be_typed(const Type& type) {
  if (type.kind == Type::Kind::optional) return can_be_typed(type.element.front());
  return type.kind <= Type::Kind::enumeration || type.kind == Type::Kind::json;
}

/// Nothing but `.` and slashes.
bool is_where_it_starts(std::string_view path) {
  while (!path.empty()) {
    const auto part = path.substr(0, path.find('/'));
    if (!part.empty() && part != ".") return false;
    path.remove_prefix(std::min(part.size() + 1, path.size()));
  }
  return true;
}

class OutputCheck {
 public:
  OutputCheck(const Task& task, const OutputDeclaration& output, Findings& findings)
      : task_(task), output_(output), findings_(findings) {}

  void all() {
    words(output_.type);
    if (output_.path) path();
    if (output_.value) value();
    if (const auto* approval = std::get_if<ApprovalBody>(&task_.body)) typed_in(*approval);
    const bool waits = std::holds_alternative<WaitBody>(task_.body);
    if (waits || std::holds_alternative<FailBody>(task_.body)) given_by_nobody(waits);
  }

 private:
  [[nodiscard]] Where where() const { return {"tasks", task_.name, "outputs", output_.name}; }

  void refuse(std::string_view code, std::string message, const SourceSpan& span,
              std::string_view key, std::string note) {
    findings_.add({.code = std::string(code),
                   .message = std::move(message),
                   .span = span,
                   .path = key.empty() ? where().text() : where().child(key).text(),
                   .notes = {std::move(note)}});
  }

  void words(const Type& type) {
    if (!type.element.empty()) return words(type.element.front());
    if (type.kind != Type::Kind::enumeration) return;
    std::set<std::string_view> seen;
    for (const std::string& word : type.values) {
      if (seen.insert(word).second) continue;
      refuse("duplicate-name",
             "the enum " + quoted(output_.name) + " has " + quoted(word) + " twice", output_.span,
             "values", "each of its words is another value");
    }
    if (!type.values.empty()) return;
    refuse("wrong-type", "the enum " + quoted(output_.name) + " has no values", output_.span,
           "values", "list its words: values: [small, large]");
  }

  void path() {
    const std::string& file = output_.path->value;
    check_literal(file, output_.path->span, where(), findings_);
    if (std::holds_alternative<JoinBody>(task_.body)) return;  // lacks a body, which is told
    if (!task_.has_session()) {
      return refuse("misplaced-key",
                    "\"path\" goes with a command, a script or a call: " + quoted(task_.name) +
                        " writes no files",
                    output_.path->span, "path", "declare the type alone");
    }
    const bool outside = file.starts_with('/') || ('/' + file + '/').find("/../") != file.npos;
    const bool itself = is_where_it_starts(file);
    if (!outside && !itself) return;
    refuse("illegal-path",
           "the path of the output " + quoted(output_.name) +
               (file.empty() ? " is empty"
                : outside    ? " leads out of the output folder"
                             : " is the output folder itself"),
           output_.path->span, "path",
           itself ? "name a file or a folder in it, such as model/"
                  : "it is relative to $HEADWAY_OUTPUT and has no \"..\"");
  }

  void value() {
    if (output_.path) {
      return refuse("conflicting-keys",
                    "the output " + quoted(output_.name) + " has a path and a value",
                    output_.value->span, "value", "an output is read from a file, or computed");
    }
    if (std::holds_alternative<JoinBody>(task_.body)) return;
    refuse("misplaced-key",
           "\"value\" goes with a task that only joins others: what " + quoted(task_.name) +
               " gives comes from its body",
           output_.value->span, "value",
           "compute it in a task after this one: {depends_on: [" + task_.name + "], outputs: {" +
               output_.name + ": {type: …, value: …}}}");
  }

  void given_by_nobody(bool waits) {
    refuse("misplaced-key",
           std::string(waits ? "a wait" : "what fails") + " has no outputs: nobody gives " +
               quoted(output_.name),
           output_.span, {},
           waits ? "declare them of a task that gives them" : "\"message\" says what went wrong");
  }

  void typed_in(const ApprovalBody& approval) {
    if (!can_be_typed(output_.type)) {
      refuse("wrong-type",
             "a person cannot type in the output " + quoted(output_.name) + " of type " +
                 to_string(output_.type),
             output_.span, {}, "ask for a bool, an int, a float, a string, an enum or json");
    } else if (approval.on_timeout == ApprovalBody::OnTimeout::approve &&
               output_.type.kind != Type::Kind::optional && output_.type.kind != Type::Kind::json) {
      refuse("unanswered-output",
             "nobody gives the output " + quoted(output_.name) + " when " + quoted(task_.name) +
                 " is approved by its timeout",
             output_.span, {},
             "declare it as optional(" + to_string(output_.type) + "), or let the timeout reject");
    }
  }

  const Task& task_;
  const OutputDeclaration& output_;
  Findings& findings_;
};

}  // namespace

void check_outputs(const Task& task, Findings& findings) {
  for (const OutputDeclaration& output : task.outputs) OutputCheck(task, output, findings).all();
}

void check_given(const Task& task, const OutputDeclaration& output, const NamedTypes& found,
                 std::string_view key, Findings& findings) {
  const ExpressionType* type = found.find(output.name);
  if (type && may_become(*type, output.type)) return;
  Diagnostic finding{.span = output.span,
                     .path = Where{"tasks", task.name, "outputs", output.name}.text()};
  if (type) {
    finding.code = "wrong-type";
    finding.message = "the output " + quoted(output.name) + " is declared " +
                      to_string(output.type) + ", and the " + std::string(key) + " gives " +
                      shortened(to_string(*type));
    std::string note = conversion_note(*type, output.type);
    if (!note.empty()) finding.notes.push_back(std::move(note));
  } else {
    finding.code = "unknown-output";
    finding.message = "the " + std::string(key) + " of " + quoted(task.name) + " gives no output " +
                      quoted(output.name);
    finding.notes = {"add it to the outputs of that " + std::string(key)};
    finding.candidates = findings.candidates(output.name, found.entries());
  }
  findings.add(std::move(finding));
}

}  // namespace headway::inline v0

// Keys that hold expressions, one after the other.
#include "key_check.hpp"

#include "assignment.hpp"
#include "checks.hpp"
#include "inner_params.hpp"

#include <algorithm>

namespace headway::inline v0 {
namespace {

using Kind = ExpressionType::Kind;

constexpr std::initializer_list<Kind> texts{Kind::string, Kind::enumeration};
constexpr std::initializer_list<Kind> folders{Kind::string, Kind::enumeration, Kind::directory};
constexpr std::initializer_list<Kind> files{Kind::string, Kind::enumeration, Kind::file};
constexpr std::initializer_list<Kind> lists{Kind::list};
constexpr std::initializer_list<Kind> quantities{Kind::integer, Kind::floating, Kind::string};

const Expected workdir{"a workdir is a folder", "it may be a string or a directory", folders};
const Expected image{"an image is named by a text", "it is a string, such as python:3.12", texts};
const Expected mount{"a mount is a text", "it is a string: source:/target or source:/target:ro",
                     texts};
const Expected callable{"a call names a callable",
                        "it is a string: cpp:name or python:package.module:name", texts};
const Expected origin{"a pipeline is read from a file", "it may be a file, or the path of one",
                      files};
const Expected elements{"a map goes over a list", "an instance is made for each of its elements",
                        lists};
const Expected time{"a time is a text", "it is a string, such as \"2030-01-31T09:00:00Z\"", texts};
const Expected quantity{"a quantity is a number", "bytes of mem, disk and gpu_mem, else how many",
                        quantities};
const Expected url{"a URL is a text", "it is a string that begins with https:// or http://", texts};

const ExpressionType& plain(const ExpressionType& type) {
  return type.kind == Kind::optional ? type.element.front() : type;
}

}  // namespace

void KeyCheck::expect(const ExpressionType& type, const Text& text, const Where& where,
                      const Expected& expected) {
  const ExpressionType& found = plain(type);
  const auto& kinds = expected.kinds;
  if (found.is_dynamic() || std::find(kinds.begin(), kinds.end(), found.kind) != kinds.end())
    return;
  findings_.add({.code = "wrong-type",
                 .message = std::string(expected.rule) + ", and " + shortened(text.value) +
                            " is of type " + shortened(to_string(type)),
                 .span = text.span,
                 .path = where.text(),
                 .notes = {std::string(expected.note)}});
}

/// A text whose `${{ }}`, where it is one as a whole, must be of some type.
void KeyCheck::whole(const Text& text, const Where& where, const Expected& expected) {
  if (const auto type = resolver_.text_type(text, where)) expect(*type, text, where, expected);
}

void KeyCheck::expression(const Text& text, const Where& where, const Expected& expected) {
  if (const auto type = resolver_.expression_type(text, where)) {
    expect(*type, text, where, expected);
  }
}

void KeyCheck::defaults() {
  resolver_.enter({Place::Owner::defaults});
  settings(graph_.pipeline().defaults, {"defaults"});
}

void KeyCheck::task(std::uint32_t number) {
  const Task& task = graph_.task(number);
  const Where where{"tasks", task.name};
  resolver_.enter({Place::Owner::task, Place::Key::other, number});
  if (task.when) resolver_.condition(*task.when, where.child("when"));
  std::visit([&](const auto& kind) { body(kind, where); }, task.body);
  arguments(task.inputs, where.child("inputs"));
  arguments(task.config, where.child("config"));
  computed(task, where.child("outputs"));
  if (task.map) map(*task.map, where.child("map"));
  settings(task.settings, where);
  if (!task.compensate) return;
  resolver_.enter(Place::Key::compensate);
  const Where undo = where.child("compensate");
  std::visit([&](const auto& kind) { body(kind, undo); }, *task.compensate);
}

void KeyCheck::body(const CommandBody& body, const Where& where) {
  for (std::size_t i = 0; i < body.argv.size(); ++i) {
    resolver_.text(body.argv[i], where.child("command").at(i));
  }
}

void KeyCheck::body(const CallBody& body, const Where& where) {
  whole(body.target, where.child("call"), callable);
}

void KeyCheck::body(const PipelineBody& body, const Where& where) {
  const Where inner = where.child("pipeline");
  if (!body.from.value.empty()) expression(body.from, inner.child("from"), origin);
  if (!body.loaded) return arguments(body.params, inner.child("params"));
  check_inner_params(body, body.path.span, inner.child("params"), resolver_, findings_);
}

void KeyCheck::body(const ApprovalBody& body, const Where& where) {
  resolver_.text(body.message, where.child("approval").child("message"));
}

void KeyCheck::body(const WaitBody& body, const Where& where) {
  if (body.until.value.empty() || begins_like_a_time(body.until.value)) return;
  expression(body.until, where.child("wait").child("until"), time);
}

void KeyCheck::body(const FailBody& body, const Where& where) {
  resolver_.text(body.error, where.child("fail").child("error"));
  resolver_.text(body.message, where.child("fail").child("message"));
}

void KeyCheck::arguments(const std::vector<Input>& arguments, const Where& where) {
  for (const Input& argument : arguments) {
    resolver_.value(argument.value.value, argument.value.span, where.child(argument.name));
  }
}

void KeyCheck::computed(const Task& task, const Where& where) {
  for (const OutputDeclaration& output : task.outputs) {
    if (!output.value) continue;
    const auto type = resolver_.text_type(*output.value, where.child(output.name));
    if (!type || may_become(*type, output.type)) continue;
    Diagnostic finding{.code = "wrong-type",
                       .message = "the output " + quoted(output.name) + " is declared " +
                                  to_string(output.type) + ", and " +
                                  shortened(output.value->value) + " is of type " +
                                  shortened(to_string(*type)),
                       .span = output.value->span,
                       .path = where.child(output.name).child("value").text()};
    std::string note = conversion_note(*type, output.type);
    if (note.empty() && !has_expression(output.value->value)) {
      note = "a value that is no text stands in ${{ }}";
    }
    if (!note.empty()) finding.notes.push_back(std::move(note));
    findings_.add(std::move(finding));
  }
}

void KeyCheck::map(const Map& map, const Where& where) {
  resolver_.enter(Place::Key::over);
  expression(map.over, where.child("over"), elements);
  resolver_.enter(Place::Key::other);
}

void KeyCheck::settings(const SessionSettings& settings, const Where& where) {
  if (settings.retry.given()) retry(*settings.retry, where.child("retry"));
  if (settings.image.given()) {
    whole({*settings.image, settings.image.span()}, where.child("image"), image);
  }
  resolver_.enter(Place::Key::env);
  for (const auto& [name, value] : settings.env) {
    if (value.given()) resolver_.text({*value, value.span()}, where.child("env").child(name));
  }
  resolver_.enter(Place::Key::other);
  if (settings.mounts.given()) {
    for (std::size_t i = 0; i < settings.mounts->size(); ++i) {
      whole((*settings.mounts)[i], where.child("mounts").at(i), mount);
    }
  }
  if (settings.workdir.given()) {
    whole({*settings.workdir, settings.workdir.span()}, where.child("workdir"), workdir);
  }
}

void KeyCheck::retry(const RetryRules& rules, const Where& where) {
  resolver_.enter(Place::Key::retry);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (const auto& [slot, text] : rules[i].resources) {
      if (!has_expression(text.value)) continue;
      whole(text, (rules.size() == 1 ? where : where.at(i)).child("resources").child(slot),
            quantity);
    }
  }
  resolver_.enter(Place::Key::other);
}

NamedTypes KeyCheck::outputs(const std::vector<ComputedOutput>& outputs, const Where& where) {
  NamedTypes types;
  for (const ComputedOutput& output : outputs) {
    types.add(
        output.name,
        resolver_.text_type(output.expression, where.child(output.name)).value_or(Kind::json));
  }
  return types;
}

NamedTypes KeyCheck::round_outputs(const RepeatBody& repeat, const Where& where) {
  resolver_.enter({Place::Owner::repeat});
  return outputs(repeat.outputs, where.child("outputs"));
}

void KeyCheck::until(const RepeatBody& repeat, const Where& where) {
  resolver_.enter({Place::Owner::repeat, Place::Key::until});
  if (!repeat.until.value.empty()) resolver_.condition(repeat.until, where.child("until"));
}

NamedTypes KeyCheck::job_outputs() {
  resolver_.enter({Place::Owner::job});
  return outputs(graph_.pipeline().outputs, {"outputs"});
}

void KeyCheck::notifications() {
  resolver_.enter({Place::Owner::job, Place::Key::notify});
  const auto& all = graph_.pipeline().notify;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Where where = Where{"notify"}.at(i);
    whole(all[i].slack, where.child("slack"), url);
    whole(all[i].webhook, where.child("webhook"), url);
  }
}

}  // namespace headway::inline v0

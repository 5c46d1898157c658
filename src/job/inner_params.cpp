// Inner params: values with expressions in them, against declared types.
#include "inner_params.hpp"

#include "assignment.hpp"
#include "checks.hpp"

#include <algorithm>
#include <unordered_map>

namespace headway::inline v0 {
namespace {

bool holds_expression(const Value& value) {
  if (const auto* text = value.get_if<std::string>()) {
    return text->find("${{") != std::string::npos;
  }
  if (const auto* list = value.get_if<Value::List>()) {
    return std::any_of(list->begin(), list->end(), holds_expression);
  }
  const auto* map = value.get_if<Value::Map>();
  return map != nullptr && std::any_of(map->begin(), map->end(), [](const auto& entry) {
           return holds_expression(entry.second);
         });
}

class InnerParams {
 public:
  InnerParams(const PipelineBody& inner, const SourceSpan& span, const Where& where,
              Resolver& resolver, Findings& findings)
      : inner_(inner), span_(span), where_(where), resolver_(resolver), findings_(findings) {}

  void all() {
    const auto& params = inner_.loaded->params;
    if (!findings_.affords(params.size())) return names_only();
    for (const Param& param : params) params_.emplace(param.name, &param);
    for (const Input& given : inner_.params) {
      const auto known = params_.find(given.name);
      if (known == params_.end()) {
        unknown(given);
      } else {
        check(given, *known->second);
        given_.emplace(given.name, &given);
      }
    }
    for (const Param& param : params) {
      if (!param.default_value && !given_.contains(param.name)) missing(param);
    }
  }

 private:
  void names_only() {
    for (const Input& given : inner_.params) {
      resolver_.value(given.value.value, given.value.span, where_.child(given.name));
    }
  }

  void unknown(const Input& given) {
    resolver_.value(given.value.value, given.value.span, where_.child(given.name));
    findings_.add({.code = "unknown-param",
                   .message = "the pipeline " + quoted(inner_.loaded->name) + " has no param " +
                              quoted(given.name),
                   .span = given.value.span,
                   .path = where_.child(given.name).text(),
                   .notes = {"its params are declared at the top of its file"},
                   .candidates = findings_.candidates(given.name, inner_.loaded->params)});
  }

  void missing(const Param& param) {
    findings_.add({.code = "missing-param",
                   .message = "the param " + quoted(param.name) + " of the pipeline " +
                              quoted(inner_.loaded->name) + " has no default and no value",
                   .span = span_,
                   .path = where_.text(),
                   .notes = {"give it: params: {" + param.name + ": …}"}});
  }

  void check(const Input& given, const Param& param) {
    const Where where = where_.child(given.name);
    if (!holds_expression(given.value.value)) {
      check_param_value(param, given.value.value, "the value given for", given.value.span,
                        findings_);
    } else if (!fits(given.value.value, param.type, given.value.span, where)) {
      Diagnostic finding{.code = "wrong-type",
                         .message = "the value given for " + quoted(given.name) + " is " +
                                    shortened(format(given.value.value)) + ", which is no " +
                                    to_string(param.type),
                         .span = given.value.span,
                         .path = where.text()};
      if (!note_.empty()) finding.notes.push_back(note_);
      findings_.add(std::move(finding));
    }
  }

  /// Whether it may be of that type; what is wrong with its expressions is told here.
  bool fits(const Value& value, const Type& type, const SourceSpan& span, const Where& where) {
    if (type.kind == Type::Kind::optional) {
      return value.is_null() || fits(value, type.element.front(), span, where);
    }
    if (const auto* text = value.get_if<std::string>(); text && holds_expression(value)) {
      const auto found = resolver_.text_type({*text, span}, where);
      if (!found || may_become(*found, type)) return true;
      note_ = conversion_note(*found, type);
      if (note_.empty()) note_ = "the expression is of type " + shortened(to_string(*found));
      return false;
    }
    bool all = true;
    const auto* list = value.get_if<Value::List>();
    const auto* map = value.get_if<Value::Map>();
    if (list && type.kind == Type::Kind::list) {
      for (const Value& inner : *list) all = fits(inner, type.element.front(), span, where) && all;
    } else if (map && type.kind == Type::Kind::map) {
      for (const auto& [name, inner] : *map) {
        all = fits(inner, type.element.front(), span, where) && all;
      }
    } else {
      resolver_.value(value, span, where);
      all = conforms(value, type);
    }
    return all;
  }

  const PipelineBody& inner_;
  const SourceSpan& span_;
  const Where& where_;
  Resolver& resolver_;
  Findings& findings_;
  std::unordered_map<std::string_view, const Param*> params_;
  std::unordered_map<std::string_view, const Input*> given_;
  std::string note_;
};

}  // namespace

void check_inner_params(const PipelineBody& inner, const SourceSpan& span, const Where& where,
                        Resolver& resolver, Findings& findings) {
  InnerParams(inner, span, where, resolver, findings).all();
}

}  // namespace headway::inline v0

// Params and secrets: types, defaults, bounds, and where secrets come from.
#include "checks.hpp"

#include <headway/base/name.hpp>

#include <set>

namespace headway::inline v0 {
namespace {

bool is_number(const Type& type) {
  return type.kind == Type::Kind::integer || type.kind == Type::Kind::floating;
}

/// Whether `a` is less than `b`; both are numbers of one type, or nothing is less.
bool less(const Value& a, const Value& b) {
  if (const auto* x = a.get_if<std::int64_t>(), *y = b.get_if<std::int64_t>(); x && y) {
    return *x < *y;
  }
  const auto *x = a.get_if<double>(), *y = b.get_if<double>();
  return x && y && *x < *y;
}

bool needs_file(const Type& type) {
  if (type.kind == Type::Kind::file || type.kind == Type::Kind::directory) return true;
  return !type.element.empty() && needs_file(type.element.front());
}

std::string words_of(const Type& type) {
  std::string text;
  for (const std::string& word : type.values) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string bounds_of(const Param& param) {
  if (!param.max) return "at least " + to_json(*param.min);
  if (!param.min) return "at most " + to_json(*param.max);
  return "from " + to_json(*param.min) + " to " + to_json(*param.max);
}

/// `1` where a float is due, `1.0`: the commonest slip has a note of its own.
void note_the_likely_slip(const Value& value, const Type& type, Diagnostic& finding) {
  if (type.kind == Type::Kind::floating && value.get_if<std::int64_t>()) {
    finding.notes.push_back("an int is no float: write " + to_json(value) + ".0");
  } else if (type.kind == Type::Kind::string && !value.get_if<std::string>()) {
    finding.notes.push_back("put it in quotes: '" + format(value) + "'");
  } else if (type.kind == Type::Kind::integer) {
    finding.notes.emplace_back("an int is a whole number, such as 3");
  } else if (type.kind == Type::Kind::boolean) {
    finding.notes.emplace_back("a bool is true or false");
  } else if (type.kind == Type::Kind::enumeration) {
    finding.notes.push_back("it is one of: " + words_of(type));
    if (const auto* word = value.get_if<std::string>()) {
      finding.candidates = closest(*word, type.values);
    }
  }
}

void check_bound(const Param& param, const std::optional<Value>& bound, std::string_view word,
                 Findings& findings) {
  if (!bound || (is_number(param.type) && conforms(*bound, param.type))) return;
  Diagnostic finding{.code = "wrong-type",
                     .message = quoted(word) + " of the param " + quoted(param.name) +
                                (is_number(param.type) ? " is no " + to_string(param.type)
                                                       : ": only an int or a float has one"),
                     .span = param.span,
                     .path = Where{"params", param.name, word}.text()};
  if (is_number(param.type)) note_the_likely_slip(*bound, param.type, finding);
  findings.add(std::move(finding));
}

void check_words(const Param& param, Findings& findings) {
  if (param.type.kind != Type::Kind::enumeration) return;
  std::set<std::string_view> seen;
  for (const std::string& word : param.type.values) {
    if (seen.insert(word).second) continue;
    findings.add({.code = "duplicate-name",
                  .message = "the enum " + quoted(param.name) + " has " + quoted(word) + " twice",
                  .span = param.span,
                  .path = Where{"params", param.name, "values"}.text()});
  }
  if (!param.type.values.empty()) return;
  findings.add({.code = "wrong-type",
                .message = "the enum " + quoted(param.name) + " has no values",
                .span = param.span,
                .path = Where{"params", param.name, "values"}.text(),
                .notes = {"list its words: values: [dev, prod]"}});
}

void check_param(const Param& param, Findings& findings) {
  if (needs_file(param.type)) {
    findings.add({.code = "not-supported-yet",
                  .message = "a param of type " + to_string(param.type) + " is not supported yet",
                  .span = param.span,
                  .path = Where{"params", param.name, "type"}.text(),
                  .notes = {"take the path as a string"}});
    return;
  }
  check_words(param, findings);
  const std::size_t before = findings.size();
  check_bound(param, param.min, "min", findings);
  check_bound(param, param.max, "max", findings);
  if (findings.size() > before) return;
  if (param.min && param.max && less(*param.max, *param.min)) {
    findings.add({.code = "out-of-range",
                  .message = "no value of the param " + quoted(param.name) +
                             " is possible: its min is above its max",
                  .span = param.span,
                  .path = Where{"params", param.name}.text()});
  } else if (param.default_value) {
    check_param_value(param, *param.default_value, "the default of", param.span, findings);
  }
}

void check_secret(const Secret& secret, Findings& findings) {
  const std::string& reference = secret.reference.value;
  const bool variable = reference.starts_with("env:") && is_name(reference.substr(4));
  const bool file = reference.starts_with("file:") && reference.size() > 5;
  if ((variable || file) && reference.find("${{") == std::string::npos) return;
  findings.add({.code = "bad-secret",
                .message = "the secret " + quoted(secret.name) + " says not where it comes from",
                .span = secret.reference.span,
                .path = Where{"secrets", secret.name}.text(),
                .notes = {"write env:NAME for a variable or file:PATH for a file; never the secret "
                          "itself"}});
}

}  // namespace

bool check_param_value(const Param& param, const Value& value, std::string_view given,
                       const SourceSpan& span, Findings& findings) {
  const std::string path = Where{"params", param.name}.text();
  const std::string subject = std::string(given) + " " + quoted(param.name);
  if (!conforms(value, param.type)) {
    Diagnostic finding{.code = "wrong-type",
                       .message = subject + " is " +
                                  (is_finite(value) ? to_json(value) : "not finite") +
                                  ", which is no " + to_string(param.type),
                       .span = span,
                       .path = path};
    note_the_likely_slip(value, param.type, finding);
    findings.add(std::move(finding));
    return false;
  }
  const bool low = param.min && less(value, *param.min);
  const bool high = param.max && less(*param.max, value);
  if (!low && !high) return true;
  findings.add({.code = "out-of-range",
                .message = subject + " is " + to_json(value) + ", " +
                           (low ? "below its min " + to_json(*param.min)
                                : "above its max " + to_json(*param.max)),
                .span = span,
                .path = path,
                .notes = {"it may be " + bounds_of(param)}});
  return false;
}

bool validate(const Param& param, const Value& value, const SourceSpan& place, Diagnostics& found) {
  Findings findings;
  const bool fits = check_param_value(param, value, "the value given for", place, findings);
  found.append(findings.take());
  return fits;
}

void check_params(const Pipeline& pipeline, Findings& findings) {
  for (const Param& param : pipeline.params) check_param(param, findings);
  for (const Secret& secret : pipeline.secrets) check_secret(secret, findings);
}

}  // namespace headway::inline v0

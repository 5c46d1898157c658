// Checking expressions: the types of their terms, and everything that is wrong with them.
#include "cel_functions.hpp"
#include "cel_operator_check.hpp"
#include "cel_pattern.hpp"

namespace headway::inline v0 {
namespace {

/// `a string, a list or a map`
std::string alternatives(Kinds kinds) {
  std::vector<std::string> words;
  for (int i = 0; i <= static_cast<int>(Kind::null); ++i) {
    if (kinds.has(static_cast<Kind>(i))) words.push_back(with_article(static_cast<Kind>(i)));
  }
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

class Checker : public OperatorCheck {
 public:
  Checker(const ParsedExpression& parsed, TypeScope& scope, Diagnostics& found)
      : OperatorCheck(parsed, found), scope_(scope), slots_(parsed.variables) {}

  ExpressionType type(const Term& term) {
    switch (term.kind) {
      case Term::Kind::literal: return type_of(term.constant);
      case Term::Kind::name: return name(term);
      case Term::Kind::variable: return slots_[term.number];
      case Term::Kind::select: return selected(term, type(term.parts[0]), term.word);
      case Term::Kind::index: return index(term);
      case Term::Kind::list: return list(term);
      case Term::Kind::map: return map(term);
      case Term::Kind::unary: return unary(term);
      case Term::Kind::binary: return binary(term);
      case Term::Kind::all_of: return logic(term, "&&");
      case Term::Kind::any_of: return logic(term, "||");
      case Term::Kind::conditional: return conditional(term);
      case Term::Kind::has: type(term.parts[0]); return Kind::boolean;
      case Term::Kind::call: return call(term);
      case Term::Kind::macro: return macro(term);
    }
    return Kind::json;
  }

 private:
  static ExpressionType type_of(const Value& constant) {
    return constant.is_null() ? ExpressionType(Kind::null)
                              : ExpressionType(headway::type_of(constant));
  }

  ExpressionType name(const Term& term) {
    const auto& path = parsed_.names[term.number].path;
    auto answer = scope_.type_of(path);
    if (auto* wrong = std::get_if<Diagnostic>(&answer)) {
      if (!wrong->span.source) wrong->span = parsed_.span_of(term);
      if (wrong->code == "unknown-name") {
        for (auto& near : closest(path[0], variables_))
          wrong->candidates.push_back(std::move(near));
      }
      found_.add(std::move(*wrong));
      refused_name_ = &term;
      return Kind::json;
    }
    auto& [at, used] = std::get<TypedName>(answer);
    for (std::size_t i = used; i < path.size(); ++i) at = selected(term, at, path[i]);
    return std::move(at);
  }

  ExpressionType selected(const Term& term, const ExpressionType& whole, const std::string& field) {
    const ExpressionType& type = plain(whole);
    if (type.is_dynamic()) return Kind::json;
    if (type.kind == Kind::map) return type.element.front();
    if (const auto* known = type.field(field)) return *known;
    if (type.kind != Kind::record) {
      return refuse(term, "unknown-field",
                    with_article(type.kind) + " has no field \"" + field + '"',
                    {"only maps and records have fields"});
    }
    std::string fields;
    for (const std::string& known : type.names) fields += (fields.empty() ? "" : ", ") + known;
    return refuse(term, "unknown-field", "there is no field \"" + field + "\" here",
                  {fields.empty() ? "there are none" : "there are: " + fields},
                  closest(field, type.names));
  }

  ExpressionType index(const Term& term) {
    const ExpressionType whole = plain(type(term.parts[0]));
    const ExpressionType key = plain(type(term.parts[1]));
    if (whole.is_dynamic()) return Kind::json;
    const bool is_list = whole.kind == Kind::list;
    if (!is_list && !is_map(whole.kind)) {
      return refuse(term, "wrong-operand", refusal("[]", whole.kind),
                    {"lists are indexed by ints, maps by strings"});
    }
    const bool fits = is_list ? key.kind == Kind::integer : is_text(key.kind);
    if (!fits && !key.is_dynamic()) {
      return refuse(term.parts[1], "wrong-operand",
                    std::string(is_list ? "a list" : "a map") + " is indexed by " +
                        (is_list ? "an int" : "a string") + ", not by " + with_article(key.kind));
    }
    if (whole.kind != Kind::record) return whole.element.front();
    const auto* word = term.parts[1].constant.get_if<std::string>();
    return word ? selected(term, whole, *word) : Kind::json;
  }

  ExpressionType list(const Term& term) {
    if (term.parts.empty()) return list_of(Kind::json);
    ExpressionType element = type(term.parts.front());
    for (std::size_t i = 1; i < term.parts.size(); ++i) {
      element = joined(element, type(term.parts[i])).value_or(Kind::json);
    }
    return list_of(std::move(element));
  }

  /// A map whose keys are written out has typed fields.
  ExpressionType map(const Term& term) {
    std::vector<std::pair<std::string, ExpressionType>> fields;
    bool written_out = true;
    for (std::size_t i = 0; i < term.parts.size(); i += 2) {
      const Term& key = term.parts[i];
      const ExpressionType kind = plain(type(key));
      if (!is_text(kind.kind) && !kind.is_dynamic()) {
        refuse(key, "wrong-operand",
               "the keys of a map are strings, not " + with_article(kind.kind));
      }
      const auto* word = key.constant.get_if<std::string>();
      written_out = written_out && word;
      fields.emplace_back(word ? *word : std::string(), type(term.parts[i + 1]));
    }
    if (!written_out || fields.empty()) return map_of(Kind::json);
    return record_of(fields);
  }

  ExpressionType unary(const Term& term) {
    const ExpressionType operand = plain(type(term.parts[0]));
    const bool invert = term.symbol == CelOperator::invert;
    const bool fits = invert ? operand.kind == Kind::boolean : numbers.has(operand.kind);
    if (!fits && !operand.is_dynamic()) {
      refuse(term, "wrong-operand", refusal(to_string(term.symbol), operand.kind));
      return invert ? ExpressionType(Kind::boolean) : Kind::json;
    }
    return invert ? ExpressionType(Kind::boolean) : operand;
  }

  ExpressionType binary(const Term& term) {
    refused_name_ = nullptr;
    const ExpressionType left = type(term.parts[0]);
    if (is_dashed_name(term)) return Kind::json;
    const ExpressionType right = type(term.parts[1]);
    return result(term, left, right);
  }

  /// `tasks.my-task.outputs.x`, where `tasks.my` was refused: what follows the dash is no name.
  bool is_dashed_name(const Term& term) {
    const Term& left = term.parts[0];
    const Term& right = term.parts[1];
    return refused_name_ == &left && term.symbol == CelOperator::subtract &&
           right.kind == Term::Kind::name && right.offset == left.offset + left.length + 1;
  }

  void condition(const Term& term, std::string_view subject) {
    const ExpressionType found = plain(type(term));
    if (found.kind == Kind::boolean || found.is_dynamic()) return;
    refuse(term, "wrong-operand", refusal(subject, found.kind),
           {"it takes bools; compare: x > 0, x != \"\""});
  }

  ExpressionType logic(const Term& term, std::string_view subject) {
    for (const Term& part : term.parts) condition(part, subject);
    return Kind::boolean;
  }

  ExpressionType conditional(const Term& term) {
    condition(term.parts[0], "?:");
    const ExpressionType then = type(term.parts[1]);
    const ExpressionType otherwise = type(term.parts[2]);
    if (auto both = joined(then, otherwise)) return *both;
    std::vector<std::string> notes;
    if (then.kind == Kind::integer && otherwise.kind == Kind::floating) {
      note(term.parts[1], "double", notes);
    } else if (then.kind == Kind::floating && otherwise.kind == Kind::integer) {
      note(term.parts[2], "double", notes);
    }
    return refuse(term, "wrong-operand",
                  "the two sides of \":\" are " + with_article(plain(then).kind) + " and " +
                      with_article(plain(otherwise).kind),
                  std::move(notes));
  }

  ExpressionType call(const Term& term) {
    const CelFunction& function = *term.function;
    for (std::size_t i = 0; i < term.parts.size(); ++i) {
      const Kind kind = folded(plain(type(term.parts[i])).kind);
      if (kind != Kind::json && !function.takes[i].has(kind)) {
        refuse(term.parts[i], "wrong-operand", refusal(function.name, kind),
               {"it takes " + alternatives(function.takes[i])});
      }
    }
    if (function.name == "matches") check_pattern(term.parts[1]);
    return function.gives;
  }

  void check_pattern(const Term& term) {
    const auto* text = term.constant.get_if<std::string>();
    if (!text) return;
    const auto compiled = compile_pattern(*text);
    if (!compiled.pattern) refuse(term, "bad-pattern", compiled.fault);
  }

  ExpressionType macro(const Term& term) {
    const ExpressionType range = plain(type(term.parts[0]));
    ExpressionType element = range.kind == Kind::list ? range.element.front()
                             : is_map(range.kind)     ? ExpressionType(Kind::string)
                                                      : Kind::json;
    if (range.kind != Kind::list && !is_map(range.kind) && !range.is_dynamic()) {
      refuse(term.parts[0], "wrong-operand", refusal(to_string(term.macro), range.kind),
             {"it goes through a list, or the keys of a map"});
    }
    slots_[term.number] = element;
    variables_.push_back(term.word);
    ExpressionType result = Kind::boolean;
    if (term.macro != CelMacro::map || term.parts.size() == 3) {
      condition(term.parts[1], to_string(term.macro));
    }
    if (term.macro == CelMacro::map) result = list_of(type(term.parts.back()));
    if (term.macro == CelMacro::filter) result = list_of(std::move(element));
    variables_.pop_back();
    return result;
  }

  TypeScope& scope_;
  std::vector<ExpressionType> slots_;
  std::vector<std::string> variables_;  // of the macros around
  const Term* refused_name_ = nullptr;
};

}  // namespace

ExpressionType check(const Expression& expression, TypeScope& scope, Diagnostics& found) {
  return Checker(expression.parsed(), scope, found).type(expression.parsed().root);
}

void check_condition(const Expression& expression, TypeScope& scope, Diagnostics& found) {
  const ParsedExpression& parsed = expression.parsed();
  Checker checker(parsed, scope, found);
  const ExpressionType type = plain(checker.type(parsed.root));
  if (type.kind == Kind::boolean || type.is_dynamic()) return;
  checker.refuse(parsed.root, "wrong-operand",
                 "a condition is a bool, not " + with_article(type.kind),
                 {"compare it with something: x > 0, x != \"\""});
}

}  // namespace headway::inline v0

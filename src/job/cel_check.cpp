// Checking expressions: the types of their terms, and everything that is wrong with them.
#include "cel_functions.hpp"
#include "cel_kinds.hpp"
#include "cel_pattern.hpp"
#include "cel_term.hpp"

#include <algorithm>

namespace headway::inline v0 {
namespace {

/// `optional(T)` is used as T: what is null fails once it is evaluated.
const ExpressionType& plain(const ExpressionType& type) {
  return type.kind == Kind::optional ? type.element.front() : type;
}

bool is_text(Kind kind) { return kind == Kind::string || kind == Kind::enumeration; }
bool is_map(Kind kind) { return kind == Kind::map || kind == Kind::record; }

/// Kinds that operators do not tell apart.
Kind folded(Kind kind) {
  if (kind == Kind::enumeration) return Kind::string;
  return kind == Kind::record ? Kind::map : kind;
}

/// The one type of values of both types, json where only they themselves know; nothing where the
/// two exclude each other.
std::optional<ExpressionType> joined(const ExpressionType& a, const ExpressionType& b) {
  if (a == b) return a;
  if (a.is_dynamic() || b.is_dynamic()) return Kind::json;
  if (a.kind == Kind::null) return optional_of(b);
  if (b.kind == Kind::null) return optional_of(a);
  if (a.kind == Kind::optional || b.kind == Kind::optional) {
    auto inner = joined(plain(a), plain(b));
    return inner ? std::optional(optional_of(std::move(*inner))) : std::nullopt;
  }
  if (is_text(a.kind) && is_text(b.kind)) return Kind::string;
  if (is_map(a.kind) && is_map(b.kind) && a.kind != b.kind) return map_of(Kind::json);
  if (a.kind != b.kind || a.element.size() != b.element.size()) {
    return a.kind == b.kind ? std::optional<ExpressionType>(Kind::json) : std::nullopt;
  }
  if (a.names != b.names) return Kind::json;
  ExpressionType result = a;
  for (std::size_t i = 0; i < a.element.size(); ++i) {
    result.element[i] = joined(a.element[i], b.element[i]).value_or(Kind::json);
  }
  return result;
}

/// Whether values of the two types can be equal at all.
bool comparable(const ExpressionType& a, const ExpressionType& b) {
  if (a.is_dynamic() || b.is_dynamic()) return true;
  if (a.kind == Kind::null || b.kind == Kind::null) {
    const Kind other = a.kind == Kind::null ? b.kind : a.kind;
    return other == Kind::null || other == Kind::optional;
  }
  const ExpressionType& x = plain(a);
  const ExpressionType& y = plain(b);
  if (x.is_dynamic() || y.is_dynamic()) return true;
  if (numbers.has(x.kind) && numbers.has(y.kind)) return true;
  if (folded(x.kind) != folded(y.kind)) return false;
  return x.kind != Kind::list || comparable(x.element.front(), y.element.front());
}

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

class Checker {
 public:
  Checker(const ParsedExpression& parsed, TypeScope& scope, Diagnostics& found)
      : parsed_(parsed), scope_(scope), found_(found), slots_(parsed.variables) {}

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

  ExpressionType refuse(const Term& term, std::string_view code, std::string message,
                        std::vector<std::string> notes = {},
                        std::vector<std::string> candidates = {}) {
    found_.add({.code = std::string(code),
                .message = std::move(message),
                .span = parsed_.span_of(term),
                .notes = std::move(notes),
                .candidates = std::move(candidates)});
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
                  {"there are: " + fields}, closest(field, type.names));
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
    switch (term.symbol) {
      case CelOperator::equal:
      case CelOperator::not_equal: return equality(term, left, right);
      case CelOperator::less:
      case CelOperator::less_equal:
      case CelOperator::greater:
      case CelOperator::greater_equal: return inequality(term, plain(left), plain(right));
      case CelOperator::in: return membership(term, left, plain(right));
      default: return arithmetic(term, plain(left), plain(right));
    }
  }

  /// `tasks.my-task.outputs.x`, where `tasks.my` was refused: what follows the dash is no name.
  bool is_dashed_name(const Term& term) {
    const Term& left = term.parts[0];
    const Term& right = term.parts[1];
    return refused_name_ == &left && term.symbol == CelOperator::subtract &&
           right.kind == Term::Kind::name && right.offset == left.offset + left.length + 1;
  }

  ExpressionType mismatch(const Term& term, Kind left, Kind right, const ExpressionType& result) {
    std::vector<std::string> notes;
    const auto convert = [&](Kind from, Kind to, std::string_view function) {
      if (left == from && right == to) note(term.parts[0], function, notes);
      if (right == from && left == to) note(term.parts[1], function, notes);
    };
    if (term.symbol != CelOperator::modulo) convert(Kind::integer, Kind::floating, "double");
    if (term.symbol == CelOperator::modulo) convert(Kind::floating, Kind::integer, "int");
    if (term.symbol == CelOperator::add) {
      for (const Kind other :
           {Kind::integer, Kind::floating, Kind::boolean, Kind::file, Kind::directory}) {
        convert(other, Kind::string, "string");
      }
    }
    refuse(term, "wrong-operand", refusal(term.symbol, left, right), std::move(notes));
    return result;
  }

  void note(const Term& part, std::string_view function, std::vector<std::string>& notes) {
    notes.push_back("nothing is converted by itself: write " + std::string(function) + "(" +
                    std::string(parsed_.text_of(part)) + ")");
  }

  ExpressionType arithmetic(const Term& term, const ExpressionType& left,
                            const ExpressionType& right) {
    const Kinds takes = operands_of(term.symbol);
    const Kind a = folded(left.kind);
    const Kind b = folded(right.kind);
    const bool fits_left = takes.has(a) || left.is_dynamic();
    const bool fits_right = takes.has(b) || right.is_dynamic();
    const bool same = a == b || left.is_dynamic() || right.is_dynamic();
    if (!fits_left || !fits_right || !same) return mismatch(term, a, b, Kind::json);
    if (left.is_dynamic() && right.is_dynamic()) return Kind::json;
    const ExpressionType& known = left.is_dynamic() ? right : left;
    if (known.kind == Kind::list) return joined(left, right).value_or(list_of(Kind::json));
    return folded(known.kind);
  }

  ExpressionType inequality(const Term& term, const ExpressionType& left,
                            const ExpressionType& right) {
    const Kind a = folded(left.kind);
    const Kind b = folded(right.kind);
    const bool fits =
        (ordered.has(a) || left.is_dynamic()) && (ordered.has(b) || right.is_dynamic());
    const bool same =
        a == b || left.is_dynamic() || right.is_dynamic() || (numbers.has(a) && numbers.has(b));
    return fits && same ? Kind::boolean : mismatch(term, a, b, Kind::boolean);
  }

  ExpressionType equality(const Term& term, const ExpressionType& left,
                          const ExpressionType& right) {
    if (!comparable(left, right)) {
      const bool null = left.kind == Kind::null || right.kind == Kind::null;
      const ExpressionType& other = left.kind == Kind::null ? right : left;
      refuse(term, "wrong-operand",
             null ? with_article(other.kind) + " is never null"
                  : with_article(plain(left).kind) + " is never equal to " +
                        with_article(plain(right).kind));
    } else {
      check_word(plain(left), term.parts[1]);
      check_word(plain(right), term.parts[0]);
    }
    return Kind::boolean;
  }

  /// A text that an enumeration is compared with is one of its words.
  void check_word(const ExpressionType& words, const Term& term) {
    if (words.kind != Kind::enumeration) return;
    if (term.kind == Term::Kind::list) {
      for (const Term& part : term.parts) check_word(words, part);
    }
    const auto* text = term.constant.get_if<std::string>();
    const auto& known = words.names;
    if (!text || known.empty() || std::find(known.begin(), known.end(), *text) != known.end()) {
      return;
    }
    std::string all;
    for (const std::string& word : known) all += (all.empty() ? "" : ", ") + word;
    refuse(term, "wrong-operand", "the enum never has the value \"" + *text + '"',
           {"it is one of: " + all}, closest(*text, known));
  }

  ExpressionType membership(const Term& term, const ExpressionType& element,
                            const ExpressionType& whole) {
    if (whole.kind == Kind::list) {
      if (!comparable(element, whole.element.front())) {
        refuse(term, "wrong-operand",
               with_article(plain(element).kind) + " is never in a " + to_string(whole));
      } else {
        check_word(plain(element), term.parts[1]);
      }
    } else if (is_map(whole.kind)) {
      const Kind key = plain(element).kind;
      if (!is_text(key) && key != Kind::json) {
        refuse(term.parts[0], "wrong-operand",
               "the keys of a map are strings, not " + with_article(key));
      }
    } else if (!whole.is_dynamic()) {
      refuse(term, "wrong-operand", refusal("in", whole.kind),
             {is_text(whole.kind) ? "a part of a string: text.contains(part)"
                                  : "it looks into a list, or for a key of a map"});
    }
    return Kind::boolean;
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

  const ParsedExpression& parsed_;
  TypeScope& scope_;
  Diagnostics& found_;
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

// Operators: which operands they take, and what was likely meant where they do not.
#include "cel_operator_check.hpp"

#include <algorithm>
#include <utility>

namespace headway::inline v0 {

ExpressionType OperatorCheck::refuse(const Term& term, std::string_view code, std::string message,
                                     std::vector<std::string> notes,
                                     std::vector<std::string> candidates) {
  found_.add({.code = std::string(code),
              .message = std::move(message),
              .span = parsed_.span_of(term),
              .notes = std::move(notes),
              .candidates = std::move(candidates)});
  return Kind::json;
}

ExpressionType OperatorCheck::result(const Term& term, const ExpressionType& left,
                                     const ExpressionType& right) {
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

ExpressionType OperatorCheck::mismatch(const Term& term, Kind left, Kind right,
                                       const ExpressionType& result) {
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

void OperatorCheck::note(const Term& part, std::string_view function,
                         std::vector<std::string>& notes) {
  notes.push_back("nothing is converted by itself: write " + std::string(function) + "(" +
                  std::string(parsed_.text_of(part)) + ")");
}

ExpressionType OperatorCheck::arithmetic(const Term& term, const ExpressionType& left,
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

ExpressionType OperatorCheck::inequality(const Term& term, const ExpressionType& left,
                                         const ExpressionType& right) {
  const Kind a = folded(left.kind);
  const Kind b = folded(right.kind);
  const bool fits = (ordered.has(a) || left.is_dynamic()) && (ordered.has(b) || right.is_dynamic());
  const bool same =
      a == b || left.is_dynamic() || right.is_dynamic() || (numbers.has(a) && numbers.has(b));
  return fits && same ? Kind::boolean : mismatch(term, a, b, Kind::boolean);
}

ExpressionType OperatorCheck::equality(const Term& term, const ExpressionType& left,
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

void OperatorCheck::check_word(const ExpressionType& words, const Term& term) {
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

ExpressionType OperatorCheck::membership(const Term& term, const ExpressionType& element,
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

}  // namespace headway::inline v0

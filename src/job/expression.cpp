// Templates: finding `${{ }}` in a string, and evaluating it.
#include "cel_parser.hpp"
#include "quoted_text.hpp"

#include <headway/base/error.hpp>
#include <headway/base/name.hpp>
#include <headway/job/expression.hpp>

#include <algorithm>
#include <utility>

namespace headway::inline v0 {
namespace {

constexpr std::string_view opening = "${{";
constexpr std::string_view white = " \t\r\n";
constexpr auto npos = std::string_view::npos;
constexpr std::size_t most_findings = 1000;  // of one text
const char* const literal_note = "a literal \"${{\" is written \"$${{\"";

/// What is wrong, in the words of the file: `written` is the expression as it stands there.
Diagnostic finding_of(SyntaxFault fault, const Text& text, std::string_view written) {
  std::string message = std::move(fault.message);
  if (fault.code == "expression-syntax") {
    message = quoted(shortened(written)) + " is no expression: " + message;
  } else if (fault.code == "expression-too-large") {
    message = "an expression is too large: " + message;
  }
  return {.code = std::move(fault.code),
          .message = std::move(message),
          .span = span_within(text, fault.offset, fault.length),
          .notes = std::move(fault.notes),
          .candidates = std::move(fault.candidates)};
}

class TemplateParser {
 public:
  TemplateParser(const Text& text, Diagnostics& found) : text_(text), found_(found) {}

  Template parse() {
    const std::string_view all = text_.value;
    std::size_t at = 0;
    for (auto open = all.find(opening); open != npos; open = all.find(opening, at)) {
      if (open > at && all[open - 1] == '$') {
        literal(all.substr(at, open - at - 1));
        literal(opening);
        at = open + opening.size();
        continue;
      }
      literal(all.substr(at, open - at));
      const auto close = end_of_expression(all, open + opening.size());
      if (found_.size() >= most_findings) return std::move(result_);
      if (close == npos) {
        found_.add({.code = "expression-syntax",
                    .message = "\"${{\" has no \"}}\"",
                    .span = span_within(text_, open, opening.size()),
                    .notes = {literal_note}});
        return std::move(result_);
      }
      expression(open, close);
      at = close + 2;
    }
    literal(all.substr(at));
    return std::move(result_);
  }

 private:
  void literal(std::string_view piece) {
    if (piece.empty()) return;
    if (!result_.pieces.empty()) {
      if (auto* last = std::get_if<std::string>(&result_.pieces.back())) {
        last->append(piece);
        return;
      }
    }
    result_.pieces.emplace_back(std::string(piece));
  }

  void expression(std::size_t open, std::size_t close) {
    const std::size_t begin = open + opening.size();
    try {
      result_.pieces.emplace_back(Expression(parse_part(text_, begin, close - begin)));
    } catch (SyntaxFault& fault) {
      const auto written = std::string_view(text_.value).substr(open, close + 2 - open);
      if (fault.code == "expression-syntax") fault.notes.emplace_back(literal_note);
      found_.add(finding_of(std::move(fault), text_, written));
    }
  }

  const Text& text_;
  Diagnostics& found_;
  Template result_;
};

}  // namespace

std::string_view Expression::text() const {
  return std::string_view(parsed_->whole.value).substr(parsed_->offset, parsed_->length);
}

const std::vector<NameUse>& Expression::names() const { return parsed_->names; }

const NameUse* Expression::single_name() const {
  return parsed_->root.kind == Term::Kind::name ? &parsed_->names.front() : nullptr;
}

SourceSpan Expression::span() const {
  return span_within(parsed_->whole, parsed_->offset, parsed_->length);
}

std::string to_string(const Expression& expression) { return std::string(expression.text()); }

std::string to_string(std::span<const std::string> path) {
  std::string text;
  for (const std::string& word : path) {
    if (!is_name(word)) {
      text += "[\"" + word + "\"]";
    } else {
      text += (text.empty() ? "" : ".") + word;
    }
  }
  return text;
}

std::optional<Expression> parse_expression(const Text& text, Diagnostics& found) {
  const std::string_view all = text.value;
  const auto first = std::min(all.find_first_not_of(white), all.size());
  std::size_t begin = 0;
  std::size_t length = all.size();
  if (all.substr(first).starts_with(opening)) {
    const auto close = end_of_expression(all, first + opening.size());
    if (close != npos && all.find_first_not_of(white, close + 2) == npos) {
      begin = first + opening.size();
      length = close - begin;
    }
  }
  try {
    return Expression(parse_part(text, begin, length));
  } catch (SyntaxFault& fault) {
    found.add(finding_of(std::move(fault), text, all));
    return {};
  }
}

const Expression* Template::single() const {
  return pieces.size() == 1 ? std::get_if<Expression>(&pieces.front()) : nullptr;
}

bool Template::is_literal() const {
  for (const auto& piece : pieces) {
    if (std::holds_alternative<Expression>(piece)) return false;
  }
  return true;
}

bool has_expression(std::string_view text) {
  for (auto open = text.find(opening); open != npos; open = text.find(opening, open + 3)) {
    if (open == 0 || text[open - 1] != '$') return true;
  }
  return false;
}

Template parse_template(const Text& text, Diagnostics& found) {
  return TemplateParser(text, found).parse();
}

Value evaluate(const Template& pieces, const Scope& scope) {
  if (const auto* expression = pieces.single()) return evaluate(*expression, scope);
  std::string text;
  for (const auto& piece : pieces.pieces) {
    if (const auto* literal = std::get_if<std::string>(&piece)) {
      text += *literal;
    } else {
      text += format(evaluate(std::get<Expression>(piece), scope));
    }
  }
  return text;
}

Value evaluate(const Value& value, const Scope& scope) {
  if (const auto* text = value.get_if<std::string>()) {
    Diagnostics found;
    const auto pieces = parse_template({*text, {}}, found);
    if (!found.empty()) throw Error(found[0].message);
    return evaluate(pieces, scope);
  }
  if (const auto* list = value.get_if<Value::List>()) {
    Value::List result;
    result.reserve(list->size());
    for (const Value& element : *list) result.push_back(evaluate(element, scope));
    return result;
  }
  if (const auto* map = value.get_if<Value::Map>()) {
    Value::Map result;
    for (const auto& [name, element] : *map) result.emplace(name, evaluate(element, scope));
    return result;
  }
  return value;
}

}  // namespace headway::inline v0

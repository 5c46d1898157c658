// Templates: finding `${{ }}` in a string, and evaluating it.
#include "recogniser.hpp"

#include <headway/base/error.hpp>
#include <headway/base/name.hpp>
#include <headway/job/expression.hpp>

#include <utility>

namespace headway::inline v0 {
namespace {

constexpr std::string_view opening = "${{";
constexpr auto npos = std::string_view::npos;

/// The `}}` that closes an expression whose inside begins at `from`; quoted text is passed over.
std::size_t find_closing(std::string_view text, std::size_t from) {
  char quote = 0;
  for (std::size_t i = from; i + 1 < text.size(); ++i) {
    if (quote != 0) {
      if (text[i] == '\\')
        ++i;
      else if (text[i] == quote)
        quote = 0;
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == '}' && text[i + 1] == '}') {
      return i;
    }
  }
  return text.find("}}", from);  // a string in it is not closed: say so of this expression alone
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
      const auto close = find_closing(all, open + opening.size());
      if (close == npos) {
        found_.add({.code = "expression-syntax",
                    .message = "\"${{\" has no \"}}\"",
                    .span = span_within(text_, open, opening.size()),
                    .notes = {"a literal \"${{\" is written \"$${{\""}});
        return std::move(result_);
      }
      expression(open + opening.size(), close);
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

  void expression(std::size_t begin, std::size_t end) {
    const std::string_view inside = std::string_view(text_.value).substr(begin, end - begin);
    auto recognised = recognise(inside);
    if (recognised.kind != Recognised::Kind::reference) {
      refuse(recognised, inside, begin);
      return;
    }
    const auto first = inside.find_first_not_of(" \t\r\n");
    const auto last = inside.find_last_not_of(" \t\r\n");
    result_.pieces.emplace_back(Expression{std::move(recognised.path),
                                           static_cast<std::uint32_t>(begin + first),
                                           static_cast<std::uint32_t>(last - first + 1)});
  }

  void refuse(const Recognised& recognised, std::string_view inside, std::size_t begin) {
    const auto span = span_within(text_, begin - opening.size(), inside.size() + 5);
    if (recognised.kind == Recognised::Kind::malformed) {
      found_.add({.code = "expression-syntax",
                  .message = "\"${{" + std::string(inside) +
                             "}}\" is no expression: " + recognised.message,
                  .span = span,
                  .notes = {"a literal \"${{\" is written \"$${{\""}});
      return;
    }
    Diagnostic finding{
        .code = "expression-not-supported",
        .message = recognised.message + " in an expression is not supported yet",
        .span = span,
        .notes = {"supported now: params.x, matrix.x, tasks.x.outputs.y, job.id, job.name"}};
    if (inside.find("tasks.") != npos && recognised.message == "the operator -") {
      finding.notes.emplace_back("a task with \"-\" in its name is written tasks[\"my-task\"]");
    }
    found_.add(std::move(finding));
  }

  const Text& text_;
  Diagnostics& found_;
  Template result_;
};

Value value_of(const Expression& expression, const Scope& scope) {
  auto value = scope.at(expression.path);
  if (!value) throw Error("\"" + to_string(expression) + "\" has no value here");
  return std::move(*value);
}

}  // namespace

const Expression* Template::single() const {
  return pieces.size() == 1 ? std::get_if<Expression>(&pieces.front()) : nullptr;
}

bool Template::is_literal() const {
  for (const auto& piece : pieces) {
    if (std::holds_alternative<Expression>(piece)) return false;
  }
  return true;
}

std::string to_string(const Expression& reference) {
  std::string text;
  for (const std::string& word : reference.path) {
    if (!is_name(word)) {
      text += "[\"" + word + "\"]";
    } else {
      text += (text.empty() ? "" : ".") + word;
    }
  }
  return text;
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
  if (const auto* expression = pieces.single()) return value_of(*expression, scope);
  std::string text;
  for (const auto& piece : pieces.pieces) {
    if (const auto* literal = std::get_if<std::string>(&piece)) {
      text += *literal;
    } else {
      text += format(value_of(std::get<Expression>(piece), scope));
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

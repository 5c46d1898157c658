// Primaries: literals, names, lists and maps, and what follows them: fields, indices, calls.
#include "cel_primary_parser.hpp"

#include "cel_call_rules.hpp"

#include <algorithm>
#include <array>

namespace headway::inline v0 {
namespace {

constexpr std::array<std::string_view, 18> reserved{
    "as",  "break", "const",   "continue", "else",      "for", "function", "if",    "import",
    "let", "loop",  "package", "return",   "namespace", "var", "void",     "while", "in"};

}  // namespace

Term PrimaryParser::negative_literal() {
  const std::size_t begin = last_.offset;
  const Token token = advance();
  Term term = made(Term::Kind::literal, begin, {});
  if (const auto* number = token.value.get_if<std::int64_t>()) {
    term.constant = token.beyond_int ? *number : -*number;
  } else {
    term.constant = -*token.value.get_if<double>();
  }
  return term;
}

Term PrimaryParser::primary() {
  const std::size_t begin = ahead_.offset;
  if (ahead_.kind == Token::Kind::literal) return literal();
  if (ahead_.kind == Token::Kind::word) return word();
  if (take("(")) {
    Term inner = expression();
    expect(")");
    return inner;
  }
  if (take("[")) return fixed_list(made(Term::Kind::list, begin, elements("]")));
  if (take("{")) return map(begin);
  if (ahead_.kind == Token::Kind::end) fault("it ends where a value is due");
  fault('"' + std::string(ahead_.text) + "\" cannot stand here");
}

Term PrimaryParser::literal() {
  const Token token = advance();
  if (token.beyond_int) fault(std::string(token.text) + " is no int of 64 bits", token);
  Term term = made(Term::Kind::literal, token.offset, {});
  term.constant = token.value;
  return term;
}

std::vector<Term> PrimaryParser::elements(std::string_view close) {
  std::vector<Term> all;
  while (!take(close)) {
    all.push_back(expression());
    expect_comma(close);
  }
  return all;
}
void PrimaryParser::expect_comma(std::string_view close) {
  if (ahead_.is(close)) return;
  if (!take(",")) fault('"' + std::string(close) + "\" is missing");
  if (close == ")" && ahead_.is(close)) fault("an argument is missing after \",\"");
}

Term PrimaryParser::map(std::size_t begin) {
  std::vector<Term> all;
  while (!take("}")) {
    all.push_back(expression());
    expect(":");
    all.push_back(expression());
    expect_comma("}");
  }
  return fixed_map(made(Term::Kind::map, begin, std::move(all)));
}

Term PrimaryParser::word() {
  const Token token = advance();
  if (token.text == "true" || token.text == "false" || token.text == "null") {
    Term term = made(Term::Kind::literal, token.offset, {});
    if (token.text != "null") term.constant = token.text == "true";
    return term;
  }
  if (std::find(reserved.begin(), reserved.end(), token.text) != reserved.end()) {
    fault('"' + std::string(token.text) + "\" is a reserved word", token);
  }
  if (ahead_.is("(")) return call(token);
  for (std::size_t i = variables_.size(); i-- > 0;) {
    if (variables_[i] == token.text) return variable(token, i);
  }
  Term term = made(Term::Kind::name, token.offset, {});
  term.number = static_cast<std::uint32_t>(names_.size());
  names_.push_back({{std::string(token.text)}, term.offset, term.length});
  return term;
}

Term PrimaryParser::variable(const Token& token, std::size_t slot) {
  Term term = made(Term::Kind::variable, token.offset, {});
  term.number = static_cast<std::uint32_t>(slot);
  term.word = token.text;
  return term;
}

Term PrimaryParser::postfixes(Term term) {
  const std::size_t begin = term.offset;
  for (;;) {
    if (take(".")) {
      if (ahead_.kind != Token::Kind::word) fault("a name is missing after \".\"");
      const Token field = advance();
      term = ahead_.is("(") ? member(std::move(term), field)
                            : selected(std::move(term), begin, std::string(field.text));
    } else if (take("[")) {
      term = indexed(std::move(term), begin);
    } else {
      if (term.kind == Term::Kind::name && ahead_.is("{")) {
        left_out("a message", last_, "write a map: {\"key\": value}");
      }
      return term;
    }
  }
}

Term PrimaryParser::selected(Term whole, std::size_t begin, std::string field) {
  if (whole.kind == Term::Kind::name) return extended(std::move(whole), std::move(field));
  Term term = made_of(Term::Kind::select, begin, std::move(whole));
  term.word = std::move(field);
  return term;
}

Term PrimaryParser::extended(Term name, std::string word) {
  NameUse& use = names_[name.number];
  use.path.push_back(std::move(word));
  use.length = static_cast<std::uint32_t>(last_.end() - use.offset);
  name.length = use.length;
  return name;
}

Term PrimaryParser::indexed(Term whole, std::size_t begin) {
  Term key = expression();
  expect("]");
  const auto* word = key.kind == Term::Kind::literal ? key.constant.get_if<std::string>() : nullptr;
  if (word && whole.kind == Term::Kind::name) return extended(std::move(whole), *word);
  return made_of(Term::Kind::index, begin, std::move(whole), std::move(key));
}

Term PrimaryParser::call(const Token& name) {
  expect("(");
  if (name.text == "has") return has(name);
  if (macro_named(name.text) != CelMacro::none) {
    fault('"' + std::string(name.text) + "\" is called on a list or a map: list." +
              std::string(name.text) + "(x, …)",
          name);
  }
  return called(name, CelFunction::Form::call, name.offset, elements(")"));
}

Term PrimaryParser::member(Term receiver, const Token& name) {
  const std::size_t begin = receiver.offset;
  expect("(");
  const CelMacro macro = macro_named(name.text);
  if (macro != CelMacro::none) return comprehension(macro, std::move(receiver), name);
  std::vector<Term> arguments;
  arguments.push_back(std::move(receiver));
  for (Term& argument : elements(")")) arguments.push_back(std::move(argument));
  return called(name, CelFunction::Form::member, begin, std::move(arguments));
}

Term PrimaryParser::has(const Token& name) {
  Term field = expression();
  expect(")");
  const bool is_field = field.kind == Term::Kind::select ||
                        (field.kind == Term::Kind::name && names_[field.number].path.size() > 1);
  if (!is_field) fault("\"has\" takes a field: has(x.field)", name);
  return made_of(Term::Kind::has, name.offset, std::move(field));
}

Term PrimaryParser::comprehension(CelMacro macro, Term range, const Token& name) {
  const std::size_t begin = range.offset;
  const Token variable = advance();
  const bool is_word = variable.kind == Token::Kind::word && ahead_.is(",");
  if (!is_word || std::find(reserved.begin(), reserved.end(), variable.text) != reserved.end()) {
    fault('"' + std::string(name.text) + "\" takes a variable and an expression: list." +
              std::string(name.text) + "(x, …)",
          variable);
  }
  variables_.emplace_back(variable.text);
  most_variables_ = std::max(most_variables_, static_cast<std::uint32_t>(variables_.size()));
  std::vector<Term> parts;
  parts.push_back(std::move(range));
  expect(",");
  for (Term& part : elements(")")) parts.push_back(std::move(part));
  variables_.pop_back();
  check_count(macro, name, parts.size());
  Term term = made(Term::Kind::macro, begin, std::move(parts));
  term.macro = macro;
  term.number = static_cast<std::uint32_t>(variables_.size());
  term.word = variable.text;
  return term;
}

Term PrimaryParser::called(const Token& name, CelFunction::Form form, std::size_t begin,
                           std::vector<Term> arguments) {
  const CelFunction& function = function_called(name, form, arguments.size());
  Term term = made(Term::Kind::call, begin, std::move(arguments));
  term.function = &function;
  return term;
}

}  // namespace headway::inline v0

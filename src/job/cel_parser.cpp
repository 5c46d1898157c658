// Recursive descent over the grammar of the CEL specification ("Syntax").
#include "cel_parser.hpp"

#include "cel_call_rules.hpp"
#include "cel_term_maker.hpp"

#include <algorithm>
#include <array>

namespace headway::inline v0 {
namespace {

constexpr std::array<std::string_view, 18> reserved{
    "as",  "break", "const",   "continue", "else",      "for", "function", "if",    "import",
    "let", "loop",  "package", "return",   "namespace", "var", "void",     "while", "in"};

struct BinaryWord {
  std::string_view text;
  CelOperator symbol;
};
constexpr std::array<BinaryWord, 7> relations{{{"==", CelOperator::equal},
                                               {"!=", CelOperator::not_equal},
                                               {"<", CelOperator::less},
                                               {"<=", CelOperator::less_equal},
                                               {">", CelOperator::greater},
                                               {">=", CelOperator::greater_equal},
                                               {"in", CelOperator::in}}};
constexpr std::array<BinaryWord, 2> sums{{{"+", CelOperator::add}, {"-", CelOperator::subtract}}};
constexpr std::array<BinaryWord, 3> products{
    {{"*", CelOperator::multiply}, {"/", CelOperator::divide}, {"%", CelOperator::modulo}}};

class Parser {
 public:
  Parser(std::string_view text, std::size_t offset) : text_(text), lexer_(text, offset) {
    ahead_ = lexer_.next();
    if (ahead_.kind == Token::Kind::end) {
      throw SyntaxFault{.message = "it is empty", .offset = offset, .length = text.size() - offset};
    }
  }

  void parse_into(ParsedExpression& parsed) {
    parsed.root = expression();
    if (ahead_.kind != Token::Kind::end) fault("there is something after the expression");
    parsed.names = std::move(names_);
    parsed.variables = most_variables_;
  }

 private:
  [[noreturn]] void fault(std::string message) const { fault(std::move(message), ahead_); }
  [[noreturn]] void fault(std::string message, const Token& token) const {
    const bool at_end = token.kind == Token::Kind::end;
    throw SyntaxFault{.message = std::move(message),
                      .offset = at_end ? last_.offset : token.offset,
                      .length = at_end ? last_.text.size() : token.text.size()};
  }

  Token advance() {
    last_ = std::move(ahead_);
    ahead_ = lexer_.next();
    return last_;
  }
  bool take(std::string_view symbol) {
    if (!ahead_.is(symbol)) return false;
    advance();
    return true;
  }
  void expect(std::string_view symbol) {
    if (!take(symbol)) fault('"' + std::string(symbol) + "\" is missing");
  }

  /// A term over `parts`, from `begin` to the last token.
  Term made(Term::Kind kind, std::size_t begin, std::vector<Term> parts) {
    return maker_.made(kind, begin, last_.end() - begin, std::move(parts));
  }
  template <class... Parts>
  Term made_of(Term::Kind kind, std::size_t begin, Parts... parts) {
    std::vector<Term> all;
    all.reserve(sizeof...(parts));
    (all.push_back(std::move(parts)), ...);
    return made(kind, begin, std::move(all));
  }

  Term expression() {
    if (depth_++ > deepest_expression) {
      too_large(
          "it nests too deeply",
          "brackets and conditions nest up to " + std::to_string(deepest_expression) + " levels",
          ahead_.offset, ahead_.text.size());
    }
    const std::size_t begin = ahead_.offset;
    Term condition = any_of();
    if (take("?")) {
      Term then = any_of();
      if (ahead_.is("?")) fault("a condition inside of another one stands in parentheses");
      expect(":");
      Term otherwise = expression();
      condition = made_of(Term::Kind::conditional, begin, std::move(condition), std::move(then),
                          std::move(otherwise));
    }
    --depth_;
    return condition;
  }

  Term any_of() {
    return logic("||", Term::Kind::any_of,
                 [this] { return logic("&&", Term::Kind::all_of, [this] { return relation(); }); });
  }

  template <class Operand>
  Term logic(std::string_view symbol, Term::Kind kind, Operand operand) {
    const std::size_t begin = ahead_.offset;
    Term first = operand();
    if (!ahead_.is(symbol)) return first;
    std::vector<Term> parts;
    parts.push_back(std::move(first));
    while (take(symbol)) parts.push_back(operand());
    return made(kind, begin, std::move(parts));
  }

  Term relation() {
    return chain(relations, [this] {
      return chain(sums, [this] { return chain(products, [this] { return unary(); }); });
    });
  }

  /// Operands between operators of one rank, from the left.
  template <class Words, class Operand>
  Term chain(const Words& words, Operand operand) {
    const std::size_t begin = ahead_.offset;
    Term left = operand();
    for (;;) {
      const auto found = std::find_if(words.begin(), words.end(), [this](const BinaryWord& word) {
        return ahead_.is(word.text);
      });
      if (found == words.end()) return left;
      advance();
      Term right = operand();
      left = made_of(Term::Kind::binary, begin, std::move(left), std::move(right));
      left.symbol = found->symbol;
    }
  }

  Term unary() {
    const std::size_t begin = ahead_.offset;
    std::vector<CelOperator> symbols;
    while (ahead_.is("!") || ahead_.is("-")) {
      symbols.push_back(ahead_.is("!") ? CelOperator::invert : CelOperator::negate);
      advance();
    }
    const bool minus = !symbols.empty() && symbols.back() == CelOperator::negate;
    const bool negative = minus && ahead_.kind == Token::Kind::literal &&
                          (ahead_.value.get_if<std::int64_t>() || ahead_.value.get_if<double>());
    if (negative) symbols.pop_back();
    Term term = postfixes(negative ? negative_literal() : primary());
    for (; !symbols.empty(); symbols.pop_back()) {
      term = made_of(Term::Kind::unary, begin, std::move(term));
      term.symbol = symbols.back();
    }
    return term;
  }

  /// The least int has no positive counterpart, so the minus belongs to the literal.
  Term negative_literal() {
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

  Term primary() {
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

  Term literal() {
    const Token token = advance();
    if (token.beyond_int) fault(std::string(token.text) + " is no int of 64 bits", token);
    Term term = made(Term::Kind::literal, token.offset, {});
    term.constant = token.value;
    return term;
  }

  /// Up to the closing symbol, which is taken.
  std::vector<Term> elements(std::string_view close) {
    std::vector<Term> all;
    while (!take(close)) {
      all.push_back(expression());
      expect_comma(close);
    }
    return all;
  }
  /// A comma may follow the last element of a list or a map, but no argument.
  void expect_comma(std::string_view close) {
    if (ahead_.is(close)) return;
    if (!take(",")) fault('"' + std::string(close) + "\" is missing");
    if (close == ")" && ahead_.is(close)) fault("an argument is missing after \",\"");
  }

  Term map(std::size_t begin) {
    std::vector<Term> all;
    while (!take("}")) {
      all.push_back(expression());
      expect(":");
      all.push_back(expression());
      expect_comma("}");
    }
    return fixed_map(made(Term::Kind::map, begin, std::move(all)));
  }

  Term word() {
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

  Term variable(const Token& token, std::size_t slot) {
    Term term = made(Term::Kind::variable, token.offset, {});
    term.number = static_cast<std::uint32_t>(slot);
    term.word = token.text;
    return term;
  }

  Term postfixes(Term term) {
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

  Term selected(Term whole, std::size_t begin, std::string field) {
    if (whole.kind == Term::Kind::name) return extended(std::move(whole), std::move(field));
    Term term = made_of(Term::Kind::select, begin, std::move(whole));
    term.word = std::move(field);
    return term;
  }

  /// A name goes on as long as it is written out.
  Term extended(Term name, std::string word) {
    NameUse& use = names_[name.number];
    use.path.push_back(std::move(word));
    use.length = static_cast<std::uint32_t>(last_.end() - use.offset);
    name.length = use.length;
    return name;
  }

  Term indexed(Term whole, std::size_t begin) {
    Term key = expression();
    expect("]");
    const auto* word =
        key.kind == Term::Kind::literal ? key.constant.get_if<std::string>() : nullptr;
    if (word && whole.kind == Term::Kind::name) return extended(std::move(whole), *word);
    return made_of(Term::Kind::index, begin, std::move(whole), std::move(key));
  }

  Term call(const Token& name) {
    expect("(");
    if (name.text == "has") return has(name);
    if (macro_named(name.text) != CelMacro::none) {
      fault('"' + std::string(name.text) + "\" is called on a list or a map: list." +
                std::string(name.text) + "(x, …)",
            name);
    }
    return called(name, CelFunction::Form::call, name.offset, elements(")"));
  }

  Term member(Term receiver, const Token& name) {
    const std::size_t begin = receiver.offset;
    expect("(");
    const CelMacro macro = macro_named(name.text);
    if (macro != CelMacro::none) return comprehension(macro, std::move(receiver), name);
    std::vector<Term> arguments;
    arguments.push_back(std::move(receiver));
    for (Term& argument : elements(")")) arguments.push_back(std::move(argument));
    return called(name, CelFunction::Form::member, begin, std::move(arguments));
  }

  Term has(const Token& name) {
    Term field = expression();
    expect(")");
    const bool is_field = field.kind == Term::Kind::select ||
                          (field.kind == Term::Kind::name && names_[field.number].path.size() > 1);
    if (!is_field) fault("\"has\" takes a field: has(x.field)", name);
    return made_of(Term::Kind::has, name.offset, std::move(field));
  }

  Term comprehension(CelMacro macro, Term range, const Token& name) {
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

  Term called(const Token& name, CelFunction::Form form, std::size_t begin,
              std::vector<Term> arguments) {
    const CelFunction& function = function_called(name, form, arguments.size());
    Term term = made(Term::Kind::call, begin, std::move(arguments));
    term.function = &function;
    return term;
  }

  std::string_view text_;
  Lexer lexer_;
  Token ahead_;
  Token last_;
  std::size_t depth_ = 0;
  TermMaker maker_;
  std::vector<std::string> variables_;  // of the macros around
  std::uint32_t most_variables_ = 0;
  std::vector<NameUse> names_;
};

}  // namespace

std::shared_ptr<const ParsedExpression> parse_part(const Text& whole, std::size_t offset,
                                                   std::size_t length) {
  std::string_view inside = std::string_view(whole.value).substr(offset, length);
  const auto first = inside.find_first_not_of(" \t\r\n\f");
  const auto last = inside.find_last_not_of(" \t\r\n\f");
  if (first != std::string_view::npos) {
    inside = inside.substr(first, last - first + 1);
    offset += first;
  }
  if (inside.size() > longest_expression) {
    too_large("it is too long",
              "an expression has at most " + std::to_string(longest_expression) + " bytes", offset,
              1);
  }
  auto parsed = std::make_shared<ParsedExpression>();
  parsed->whole = whole;
  parsed->offset = static_cast<std::uint32_t>(offset);
  parsed->length = static_cast<std::uint32_t>(inside.size());
  const std::string_view up_to_end =
      std::string_view(parsed->whole.value).substr(0, offset + inside.size());
  Parser(up_to_end, offset).parse_into(*parsed);
  return parsed;
}

}  // namespace headway::inline v0

// Recursive descent over the grammar of the CEL specification ("Syntax").
#include "cel_parser.hpp"

#include "cel_primary_parser.hpp"

#include <algorithm>
#include <array>

namespace headway::inline v0 {
namespace {

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

class Parser final : private PrimaryParser {
 public:
  Parser(std::string_view text, std::size_t offset) : PrimaryParser(text, offset) {
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
  Term expression() override {
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

  std::size_t depth_ = 0;
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

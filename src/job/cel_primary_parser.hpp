// Parsing what stands between operators.
#pragma once

#include "cel_functions.hpp"
#include "cel_lexer.hpp"
#include "cel_term_maker.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// The part of the grammar below its operators, and the tokens. Throws SyntaxFault at the first
/// mistake. Borrows the text.
class PrimaryParser {
 public:
  PrimaryParser(const PrimaryParser&) = delete;
  PrimaryParser& operator=(const PrimaryParser&) = delete;

 protected:
  PrimaryParser(std::string_view text, std::size_t offset) : lexer_(text, offset) {
    ahead_ = lexer_.next();
  }
  ~PrimaryParser() = default;

  /// Whatever stands in brackets.
  virtual Term expression() = 0;

  Term primary();
  /// The least int has no positive counterpart, so the minus belongs to the literal.
  Term negative_literal();
  /// Fields, indices and calls behind a term.
  Term postfixes(Term term);

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

  Token ahead_{};
  Token last_{};
  std::uint32_t most_variables_ = 0;
  std::vector<NameUse> names_{};

 private:
  Term literal();
  /// Up to the closing symbol, which is taken.
  std::vector<Term> elements(std::string_view close);
  /// A comma may follow the last element of a list or a map, but no argument.
  void expect_comma(std::string_view close);
  Term map(std::size_t begin);
  Term word();
  Term variable(const Token& token, std::size_t slot);
  Term selected(Term whole, std::size_t begin, std::string field);
  /// A name goes on as long as it is written out.
  Term extended(Term name, std::string word);
  Term indexed(Term whole, std::size_t begin);
  Term call(const Token& name);
  Term member(Term receiver, const Token& name);
  Term has(const Token& name);
  Term comprehension(CelMacro macro, Term range, const Token& name);
  Term called(const Token& name, CelFunction::Form form, std::size_t begin,
              std::vector<Term> arguments);

  Lexer lexer_;
  TermMaker maker_{};
  std::vector<std::string> variables_{};  // of the macros around
};

}  // namespace headway::inline v0

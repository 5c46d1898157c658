// The tokens of expressions, by the CEL specification.
#pragma once

#include <headway/model/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// What stops the reading of an expression. Thrown inside of the room, never out of it.
struct SyntaxFault {
  std::string message;
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string code = "expression-syntax";
  std::vector<std::string> notes{};
  std::vector<std::string> candidates{};
};

/// A token; borrows its text. A value.
struct Token {
  enum class Kind { end, word, literal, symbol };
  Kind kind = Kind::end;
  std::size_t offset = 0;
  std::string_view text{};
  Value value{};            // of a literal
  bool beyond_int = false;  // of an int that fits only with a minus before it

  [[nodiscard]] std::size_t end() const { return offset + text.size(); }
  [[nodiscard]] bool is(std::string_view symbol) const {
    return (kind == Kind::symbol || kind == Kind::word) && text == symbol;
  }
};

/// Reads tokens from `at` on to the end of a text. Borrows the text.
class Lexer {
 public:
  explicit Lexer(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

  /// Throws SyntaxFault for what begins no token.
  Token next();

 private:
  void skip_space();
  Token word();
  Token number();
  Token string(std::string_view prefix);
  Token symbol();
  [[nodiscard]] Token token(Token::Kind kind, std::size_t begin) const;
  [[nodiscard]] bool ahead(std::string_view symbol) const {
    return text_.substr(at_).starts_with(symbol);
  }
  void skip_digits();

  std::string_view text_;
  std::size_t at_;
};

/// The text that a string literal means, quotes and prefix and all. Throws SyntaxFault; `offset` is
/// where the literal stands.
std::string unescaped(std::string_view literal, std::size_t offset);

/// The float that `digits` is in the notation of CEL, a sign before it allowed; one too small for a
/// float is zero. Nothing for what is no float, or too large for one.
std::optional<double> float_of(std::string_view digits);

/// The `}}` that closes an expression whose inside begins at `from`: one inside of a string or a
/// map closes nothing. Where the inside is no sequence of tokens, the next `}}`.
std::size_t end_of_expression(std::string_view text, std::size_t from);

}  // namespace headway::inline v0

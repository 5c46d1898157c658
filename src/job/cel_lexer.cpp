// Splitting the text of an expression into tokens.
#include "cel_lexer.hpp"

#include <headway/base/name.hpp>
#include <headway/job/expression.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace headway::inline v0 {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view space = " \t\r\n\f";
constexpr std::array<std::string_view, 7> long_symbols{"||", "&&", "<=", ">=", "==", "!=", "${{"};
constexpr std::string_view short_symbols = "()[]{}.,:?+-*/%<>!";
constexpr std::uint64_t least_int = std::uint64_t{1} << 63U;  // without its sign

bool is_hex(char c) {
  return detail::is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_prefix(std::string_view word) {
  const bool raw = word.find_first_of("rR") != npos;
  const bool bytes = word.find_first_of("bB") != npos;
  return (word.size() == 1 && (raw || bytes)) || (word.size() == 2 && raw && bytes);
}

[[noreturn]] void not_ours(std::string what, std::size_t offset, std::size_t length,
                           std::string note) {
  throw SyntaxFault{.message = std::move(what) + " is not part of headway's expressions",
                    .offset = offset,
                    .length = length,
                    .code = "expression-not-supported",
                    .notes = {std::move(note)}};
}

/// The value of a number; `text` is all digits, or `0x` and digits.
void read_int(Token& token) {
  const bool hex = token.text.starts_with("0x") || token.text.starts_with("0X");
  const std::string_view digits = hex ? token.text.substr(2) : token.text;
  std::uint64_t magnitude = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, hex ? 16 : 10);
  if (error != std::errc{} || end != digits.data() + digits.size() || magnitude > least_int) {
    throw SyntaxFault{.message = std::string(token.text) + " is no int of 64 bits",
                      .offset = token.offset,
                      .length = token.text.size()};
  }
  token.beyond_int = magnitude == least_int;
  token.value = static_cast<std::int64_t>(magnitude);
}

void read_float(Token& token) {
  const auto number = float_of(token.text);
  if (!number) {
    throw SyntaxFault{.message = std::string(token.text) + " is out of the range of floats",
                      .offset = token.offset,
                      .length = token.text.size()};
  }
  token.value = *number;
}

}  // namespace

Token Lexer::token(Token::Kind kind, std::size_t begin) const {
  return {.kind = kind, .offset = begin, .text = text_.substr(begin, at_ - begin)};
}

Token Lexer::next() {
  skip_space();
  if (at_ >= text_.size()) return {.kind = Token::Kind::end, .offset = text_.size()};
  const char first = text_[at_];
  const char second = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
  if (detail::is_letter(first)) return word();
  if (detail::is_digit(first) || (first == '.' && detail::is_digit(second))) return number();
  if (first == '"' || first == '\'') return string({});
  return symbol();
}

/// White space, and comments from `//` to the end of the line.
void Lexer::skip_space() {
  for (;;) {
    at_ = std::min(text_.find_first_not_of(space, at_), text_.size());
    if (!ahead("//")) return;
    at_ = std::min(text_.find('\n', at_), text_.size());
  }
}

Token Lexer::word() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && (detail::is_letter(text_[at_]) || detail::is_digit(text_[at_]))) {
    ++at_;
  }
  const Token found = token(Token::Kind::word, begin);
  const bool quote = at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'');
  return quote && is_prefix(found.text) ? string(found.text) : found;
}

void Lexer::skip_digits() {
  while (at_ < text_.size() && detail::is_digit(text_[at_])) ++at_;
}

Token Lexer::number() {
  const std::size_t begin = at_;
  bool is_float = false;
  if (ahead("0x") || ahead("0X")) {
    at_ += 2;
    while (at_ < text_.size() && is_hex(text_[at_])) ++at_;
  } else {
    skip_digits();
    if (ahead(".") && at_ + 1 < text_.size() && detail::is_digit(text_[at_ + 1])) {
      is_float = true;
      ++at_;
      skip_digits();
    }
    if (ahead("e") || ahead("E")) {
      is_float = true;
      ++at_;
      if (ahead("+") || ahead("-")) ++at_;
      skip_digits();
    }
  }
  Token found = token(Token::Kind::literal, begin);
  if (ahead("u") || ahead("U")) {
    not_ours("an unsigned int", begin, at_ + 1 - begin, "leave the u out: ints have 64 bits");
  }
  if (at_ < text_.size() && detail::is_letter(text_[at_])) {
    throw SyntaxFault{.message = "a number cannot be followed by a letter",
                      .offset = begin,
                      .length = at_ + 1 - begin};
  }
  is_float ? read_float(found) : read_int(found);
  return found;
}

/// `at_` is at the quote; the prefix stands before it.
Token Lexer::string(std::string_view prefix) {
  const std::size_t begin = at_ - prefix.size();
  if (prefix.find_first_of("bB") != npos) {
    not_ours("a bytes literal", begin, prefix.size() + 1, "write a string, without the b");
  }
  const std::string_view quote =
      ahead("\"\"\"") || ahead("'''") ? text_.substr(at_, 3) : text_.substr(at_, 1);
  for (at_ += quote.size(); at_ < text_.size(); ++at_) {
    if (ahead(quote)) {
      at_ += quote.size();
      const std::string_view literal = text_.substr(begin, at_ - begin);
      return {.kind = Token::Kind::literal,
              .offset = begin,
              .text = literal,
              .value = unescaped(literal, begin)};
    }
    if (text_[at_] == '\\' && prefix.empty()) ++at_;
    if (quote.size() == 1 && at_ < text_.size() && text_[at_] == '\n') break;
  }
  throw SyntaxFault{
      .message = "a string is not closed", .offset = begin, .length = prefix.size() + quote.size()};
}

Token Lexer::symbol() {
  const std::size_t begin = at_;
  for (const std::string_view known : long_symbols) {
    if (!ahead(known)) continue;
    at_ += known.size();
    return token(Token::Kind::symbol, begin);
  }
  if (short_symbols.find(text_[at_]) != npos) {
    ++at_;
    return token(Token::Kind::symbol, begin);
  }
  std::string_view rest = text_.substr(at_);
  const CodePoint point = take_code_point(rest);
  SyntaxFault fault{.message = '"' + escaped(point) + "\" cannot stand here",
                    .offset = at_,
                    .length = point.bytes.size()};
  if (point.value == '=') fault.notes.emplace_back("equality is written ==");
  if (point.value == '&' || point.value == '|') {
    fault.notes.emplace_back("and is written &&, or is written ||");
  }
  throw fault;
}

std::size_t end_of_expression(std::string_view text, std::size_t from) {
  try {
    Lexer lexer(text.substr(0, from + longest_expression + 2), from);
    std::size_t open = 0;
    for (Token token = lexer.next(); token.kind != Token::Kind::end; token = lexer.next()) {
      if (token.is("{")) ++open;
      if (!token.is("}")) continue;
      if (open == 0 && text.substr(token.offset).starts_with("}}")) return token.offset;
      if (open == 0) break;
      --open;
    }
  } catch (const SyntaxFault&) {  // whoever reads the expression meets it again and says so
  }
  return text.find("}}", from);
}

}  // namespace headway::inline v0

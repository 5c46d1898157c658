// What string literals mean: quotes, prefixes and escapes of the CEL specification.
#include "cel_lexer.hpp"

#include <headway/base/name.hpp>

#include <algorithm>
#include <optional>

namespace headway::inline v0 {
namespace {

constexpr auto npos = std::string_view::npos;

void append_code_point(std::string& text, char32_t point) {
  const auto trailing = [&](unsigned shift) {
    text += static_cast<char>(0x80U | ((point >> shift) & 0x3FU));
  };
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xC0U | (point >> 6U));
    trailing(0);
  } else if (point < 0x10000) {
    text += static_cast<char>(0xE0U | (point >> 12U));
    trailing(6), trailing(0);
  } else {
    text += static_cast<char>(0xF0U | (point >> 18U));
    trailing(12), trailing(6), trailing(0);
  }
}

/// How many digits an escape has after its letter, and their base.
struct Digits {
  std::size_t count;
  unsigned base;
};

std::optional<Digits> digits_of(char letter) {
  switch (letter) {
    case 'x':
    case 'X': return Digits{2, 16};
    case 'u': return Digits{4, 16};
    case 'U': return Digits{8, 16};
    default: return letter >= '0' && letter <= '3' ? std::optional(Digits{3, 8}) : std::nullopt;
  }
}

unsigned digit_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return 16;
}

class Unescaping {
 public:
  Unescaping(std::string_view body, std::size_t offset) : body_(body), offset_(offset) {}

  std::string text() {
    for (auto slash = body_.find('\\'); slash != npos; slash = body_.find('\\', at_)) {
      text_ += body_.substr(at_, slash - at_);
      at_ = slash + 1;
      escape(slash);
    }
    return text_ += body_.substr(at_);
  }

 private:
  void escape(std::size_t slash) {
    static constexpr std::string_view letters = "abfnrtv\\?\"'`";
    static constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\?\"'`";
    const char letter = at_ < body_.size() ? body_[at_] : '\0';
    const auto simple = letters.find(letter);
    if (at_ < body_.size() && simple != npos) {
      text_ += meanings[simple];
      ++at_;
    } else if (const auto digits = digits_of(letter)) {
      if (digits->base == 16) ++at_;
      append_code_point(text_, code_point(*digits, slash));
    } else {
      fault(slash, "a string has no escape \"\\" + std::string(1, letter) + '"');
    }
  }

  char32_t code_point(Digits digits, std::size_t slash) {
    char32_t value = 0;
    for (std::size_t i = 0; i < digits.count; ++i, ++at_) {
      const unsigned digit = at_ < body_.size() ? digit_value(body_[at_]) : 16;
      if (digit >= digits.base) fault(slash, "an escape in a string lacks digits");
      value = value * digits.base + digit;
    }
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
      fault(slash, "an escape in a string names no character");
    }
    return value;
  }

  [[noreturn]] void fault(std::size_t slash, std::string message) const {
    throw SyntaxFault{.message = std::move(message),
                      .offset = offset_ + slash,
                      .length = std::min(at_ + 1, body_.size()) - slash,
                      .notes = {"a string without escapes is written r\"…\""}};
  }

  std::string_view body_;
  std::size_t offset_;
  std::size_t at_ = 0;
  std::string text_;
};

}  // namespace

std::string unescaped(std::string_view literal, std::size_t offset) {
  const std::size_t quote = literal.find_first_of("\"'");
  const bool raw = quote > 0;
  const std::string_view mark = literal.substr(quote, 3);
  const bool triple = literal.size() >= quote + 6 && (mark == "\"\"\"" || mark == "'''");
  const std::size_t width = triple ? 3 : 1;
  const auto body = literal.substr(quote + width, literal.size() - quote - 2 * width);
  return raw ? std::string(body) : Unescaping(body, offset + quote + width).text();
}

}  // namespace headway::inline v0

// Recursive descent over the grammar of the CEL specification ("Syntax").
#include "recogniser.hpp"

#include <headway/base/name.hpp>

#include <array>

namespace headway::inline v0 {
namespace {

constexpr int deepest = 32;

/// Each rule consumes what it matches and returns false once something is malformed.
class Recogniser {
 public:
  explicit Recogniser(std::string_view text) : text_(text) {}

  Recognised result() {
    bool fine = expression();
    skip_space();
    if (fine && at_ < text_.size()) fine = malformed("there is something after the expression");
    if (!fine) return {Recognised::Kind::malformed, {}, message_, at_};
    if (!unsupported_.empty()) {
      return {Recognised::Kind::unsupported, {}, unsupported_, unsupported_at_};
    }
    return {Recognised::Kind::reference, path_, {}, 0};
  }

 private:
  bool expression() {
    if (++depth_ > deepest) return malformed("it nests too deeply");
    if (!operand()) return false;
    while (binary_operator()) {
      if (!operand()) return false;
    }
    if (take("?")) {
      unsupported("the operator ?:", at_ - 1);
      if (!expression()) return false;
      if (!take(":")) return malformed("\":\" is missing after \"?\"");
      if (!expression()) return false;
    }
    --depth_;
    return true;
  }

  bool binary_operator() {
    static constexpr std::array<std::string_view, 13> operators{
        "||", "&&", "<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "%"};
    for (std::string_view symbol : operators) {
      if (!take(symbol)) continue;
      unsupported("the operator " + std::string(symbol), at_ - symbol.size());
      return true;
    }
    const std::size_t before = at_;
    if (word() == "in") {
      unsupported("the operator in", before);
      return true;
    }
    at_ = before;
    return false;
  }

  bool operand() {
    skip_space();
    while (at_ < text_.size() && (text_[at_] == '!' || text_[at_] == '-')) {
      unsupported(std::string("the operator ") + text_[at_], at_);
      ++at_;
      skip_space();
    }
    return primary() && postfixes();
  }

  bool primary() {
    if (at_ == text_.size()) {
      return malformed(text_.find_first_not_of(" \t\r\n") == std::string_view::npos
                           ? "it is empty"
                           : "it ends where a value is due");
    }
    const char first = text_[at_];
    if (first == '(') return group("parentheses", ')');
    if (first == '[') return group("a list", ']');
    if (first == '{') return group("a map", '}');
    if (first == '"' || first == '\'') {
      unsupported("a literal", at_);
      return string();
    }
    if (detail::is_digit(first)) return number();
    return name();
  }

  bool name() {
    const std::size_t before = at_;
    const std::string_view found = word();
    if (found.empty()) {
      return malformed("\"" + std::string(1, text_[at_]) + "\" cannot stand here");
    }
    const bool quoted = at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'');
    if (quoted && (found == "r" || found == "b" || found == "R" || found == "B")) {
      unsupported("a literal", before);
      return string();
    }
    if (found == "true" || found == "false" || found == "null") unsupported("a literal", before);
    if (depth_ == 1 && path_.empty()) path_.emplace_back(found);
    return true;
  }

  bool postfixes() {
    for (;;) {
      const std::size_t before = at_;
      if (take(".")) {
        skip_space();
        const auto field = word();
        if (field.empty()) return malformed("a name is missing after \".\"");
        if (depth_ == 1) path_.emplace_back(field);
      } else if (take("[")) {
        if (!index(before)) return false;
      } else if (take("(")) {
        unsupported("a function call", before);
        if (!elements(')')) return false;
      } else {
        return true;
      }
    }
  }

  bool index(std::size_t before) {
    skip_space();
    const std::size_t start = at_;
    if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
      if (!string()) return false;
      if (depth_ == 1) path_.emplace_back(text_.substr(start + 1, at_ - start - 2));
    } else {
      unsupported("an index", before);
      if (!expression()) return false;
    }
    return take("]") || malformed("\"]\" is missing");
  }

  bool group(std::string_view what, char close) {
    unsupported(std::string(what), at_);
    ++at_;
    return elements(close);
  }

  /// Expressions, or pairs of them, between commas up to `close`.
  bool elements(char close) {
    const std::string_view end(&close, 1);
    if (take(end)) return true;
    do {
      if (!expression()) return false;
      if (close == '}' && (!take(":") || !expression())) return malformed("\":\" is missing");
    } while (take(","));
    return take(end) || malformed("\"" + std::string(end) + "\" is missing");
  }

  bool string() {
    const char quote = text_[at_];
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] == quote) {
        at_ = i + 1;
        return true;
      }
      if (text_[i] == '\\') ++i;
    }
    return malformed("a string is not closed");
  }

  bool number() {
    unsupported("a literal", at_);
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool sign = (c == '-' || c == '+') && (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E');
      if (!detail::is_digit(c) && !detail::is_letter(c) && c != '.' && !sign) break;
      ++at_;
    }
    return true;
  }

  std::string_view word() {
    skip_space();
    const std::size_t start = at_;
    while (at_ < text_.size() &&
           (detail::is_letter(text_[at_]) || (at_ > start && detail::is_digit(text_[at_])))) {
      ++at_;
    }
    return text_.substr(start, at_ - start);
  }

  bool take(std::string_view symbol) {
    skip_space();
    if (!text_.substr(at_).starts_with(symbol)) return false;
    at_ += symbol.size();
    return true;
  }

  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos) ++at_;
  }

  void unsupported(std::string what, std::size_t where) {
    if (!unsupported_.empty()) return;
    unsupported_ = std::move(what);
    unsupported_at_ = where;
  }

  bool malformed(std::string why) {
    if (message_.empty()) message_ = std::move(why);
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::vector<std::string> path_;
  std::string unsupported_;  // the first thing that is no part of a reference
  std::size_t unsupported_at_ = 0;
  std::string message_;  // the first mistake
};

}  // namespace

Recognised recognise(std::string_view text) { return Recogniser(text).result(); }

}  // namespace headway::inline v0

// Command words: one pass over the string.
#include "command_words.hpp"

#include "expression_text.hpp"

#include <algorithm>

namespace headway::inline v0::yaml {
namespace {

using Trouble = CommandWords::Trouble;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool begins_variable(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_{(?@#!*$").find(c) != std::string_view::npos;
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  CommandWords split() {
    while (at_ < text_.size() && result_.trouble == Trouble::none) take();
    if (result_.trouble == Trouble::none && quote_ != '\0') stop(Trouble::open_quote, quote_at_, 1);
    end_word();
    return std::move(result_);
  }

 private:
  void take() {
    char c = text_[at_];
    if (text_.substr(at_, 4) == "$${{") return keep(4);
    if (text_.substr(at_, 3) == "${{") return take_expression();
    if (quote_ != '\0') return take_quoted(c);
    if (is_space(c)) {
      end_word();
      ++at_;
    } else if (c == '"' || c == '\'') {
      begin_word();
      quote_ = c;
      quote_at_ = at_++;
    } else if (auto length = shell_syntax(); length != 0) {
      stop(Trouble::shell_syntax, at_, length);
    } else {
      keep(1);
    }
  }

  void take_expression() {
    auto end = expression_end(text_, at_);
    if (end == std::string_view::npos) return stop(Trouble::open_expression, at_, 3);
    keep(end - at_);
  }

  void take_quoted(char c) {
    if (c == quote_) {
      quote_ = '\0';
      ++at_;
      return;
    }
    auto next = text_.substr(std::min(at_ + 1, text_.size()), 1);
    if (quote_ == '"' && c == '\\' && (next == "\"" || next == "\\")) ++at_;
    keep(1);
  }

  /// How many characters here only a shell understands; 0 for none.
  [[nodiscard]] std::size_t shell_syntax() const {
    if (text_.substr(at_, 2) == "&&") return 2;
    char c = text_[at_];
    if (std::string_view("|<>;*`").find(c) != std::string_view::npos) return 1;
    if (c == '$' && at_ + 1 < text_.size() && begins_variable(text_[at_ + 1])) return 2;
    return 0;
  }

  void begin_word() {
    if (!in_word_) result_.words.push_back({"", at_});
    in_word_ = true;
  }
  void end_word() { in_word_ = false; }

  void keep(std::size_t count) {
    begin_word();
    result_.words.back().text += text_.substr(at_, count);
    at_ += count;
  }

  void stop(Trouble trouble, std::size_t offset, std::size_t length) {
    result_.trouble = trouble;
    result_.offset = offset;
    result_.found = text_.substr(offset, length);
  }

  std::string_view text_;
  CommandWords result_{};
  std::size_t at_ = 0;
  std::size_t quote_at_ = 0;
  char quote_ = '\0';
  bool in_word_ = false;
};

}  // namespace

CommandWords split_command(std::string_view text) { return Splitter(text).split(); }

}  // namespace headway::inline v0::yaml

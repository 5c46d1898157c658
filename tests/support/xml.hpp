// Well-formedness of XML, as far as our documents go: no comments, no CDATA, no processing
// instructions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xml {

/// What is wrong with `text` and where; empty when it is well formed.
class Check {
 public:
  explicit Check(std::string_view text) : text_(text) {}

  std::string error() {
    while (error_.empty() && at_ < text_.size()) text_[at_] == '<' ? tag() : character();
    if (error_.empty() && !open_.empty()) fail("not closed: " + open_.back());
    return error_;
  }

 private:
  void fail(const std::string& what) { error_ = what + " at " + std::to_string(at_); }

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

  std::string word() {
    const auto end = std::min(text_.find_first_of(" \n=/>", at_), text_.size());
    std::string word(text_.substr(at_, end - at_));
    at_ = end;
    return word;
  }

  void character() {
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c < 0x20 && c != '\n') return fail("control character");
    if (c == '&' && !entity()) return fail("stray ampersand");
    ++at_;
  }

  [[nodiscard]] bool entity() const {
    for (std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}) {
      if (text_.substr(at_).starts_with(known)) return true;
    }
    return false;
  }

  void tag() {
    ++at_;
    if (at_end()) return fail("end inside a tag");
    if (text_[at_] == '/') return closing();
    const std::string name = word();
    std::vector<std::string> names;
    while (error_.empty() && !at_end() && text_[at_] == ' ') attribute(names);
    const bool empty = !at_end() && text_[at_] == '/';
    if (empty) ++at_;
    if (at_end() || text_[at_] != '>' || name.empty()) return fail("broken tag " + name);
    ++at_;
    if (!empty) open_.push_back(name);
  }

  void closing() {
    ++at_;
    const std::string name = word();
    if (open_.empty() || open_.back() != name) return fail("unexpected end of " + name);
    open_.pop_back();
    ++at_;
  }

  void attribute(std::vector<std::string>& names) {
    ++at_;
    const std::string name = word();
    for (const auto& known : names) {
      if (known == name) return fail("twice the attribute " + name);
    }
    names.push_back(name);
    if (text_.substr(at_, 2) != "=\"") return fail("attribute without a value");
    at_ += 2;
    while (error_.empty() && !at_end() && text_[at_] != '"') {
      if (text_[at_] == '<') return fail("< in an attribute");
      character();
    }
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string> open_;
  std::string error_;
};

inline std::string error_of(std::string_view text) { return Check(text).error(); }

}  // namespace xml

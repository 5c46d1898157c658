// Finding what a `#` cut off.
#include "comment.hpp"

#include "message_text.hpp"
#include "position.hpp"
#include "scalar.hpp"

#include <utility>

namespace headway::inline v0::yaml {
namespace {

/// From a `#` that follows `end` on its line; empty where none does, or a comment.
std::string_view cut_off_behind(std::string_view text, std::size_t end) {
  const auto at = text.find_first_not_of(" \t", end);
  const bool begins = at != std::string_view::npos && at > end && text[at] == '#';
  if (!begins || at + 1 >= text.size()) return {};
  constexpr std::string_view of_comments = " \t\r\n#!";
  if (of_comments.find(text[at + 1]) != std::string_view::npos) return {};
  std::string_view rest = text.substr(at, text.find('\n', at) - at);
  while (rest.back() == ' ' || rest.back() == '\t' || rest.back() == '\r') rest.remove_suffix(1);
  return rest;
}

}  // namespace

/// Numbers and the like are whole without what follows them.
void CutTexts::plain(const Element& element) {
  last_ = element;
  const auto end = element.offset + element.text().size();
  if (end >= text_.size() || (text_[end] != ' ' && text_[end] != '\t')) return;
  const auto cut = cut_off_behind(text_, end);
  const bool in_one_line = text_.substr(element.offset, end - element.offset) == element.text();
  if (cut.empty() || !in_one_line || meaning_of(element.text()) != Meaning::text) return;
  warn(element, "the text " + quoted(shortened(element.text())) + " ends before " + shortened(cut));
}

void CutTexts::null() {
  const Element key = last_;
  last_ = {};
  const auto end = key.offset + key.text().size();
  if (key.kind != Kind::scalar || text_.substr(end, 1) != ":") return;
  const auto cut = cut_off_behind(text_, end + 1);
  if (cut.empty()) return;
  warn(key, quoted(shortened(key.text())) + " has no value before " + shortened(cut));
}

void CutTexts::warn(const Element& at, const std::string& message) {
  if (builder_.found().size() >= most_findings) return;
  SourceSpan span = builder_.span(at);
  span.length = static_cast<std::uint32_t>(code_points(at.text()));
  builder_.found().add(
      {.code = "text-cut-by-comment",
       .message = message,
       .span = std::move(span),
       .notes = {"a # behind a space begins a comment; write the text in quotes to keep it",
                 "if it is a comment, put a space behind the #"},
       .severity = Severity::warning});
}

}  // namespace headway::inline v0::yaml

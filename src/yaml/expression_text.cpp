// Expression text: one pass that knows strings.
#include "expression_text.hpp"

namespace headway::inline v0::yaml {
namespace {

/// Where `word` stands first from `at` on, outside of strings in quotes; or npos.
std::size_t find_outside_strings(std::string_view text, std::string_view word, std::size_t at) {
  char quote = '\0';
  for (; at < text.size(); ++at) {
    char c = text[at];
    if (quote != '\0') {
      if (c == '\\') ++at;
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (text.substr(at, word.size()) == word) {
      return at;
    }
  }
  return std::string_view::npos;
}

Part trimmed(Part part) {
  constexpr std::string_view white = " \t\r\n";
  auto begin = part.text.find_first_not_of(white);
  if (begin == std::string_view::npos) return {part.offset, {}};
  auto end = part.text.find_last_not_of(white) + 1;
  return {part.offset + begin, part.text.substr(begin, end - begin)};
}

}  // namespace

std::size_t expression_end(std::string_view text, std::size_t at) {
  auto end = find_outside_strings(text, "}}", at + 3);
  return end == std::string_view::npos ? end : end + 2;
}

Part bare_expression(std::string_view text) {
  auto part = trimmed({0, text});
  if (!part.text.starts_with("${{") || expression_end(part.text, 0) != part.text.size()) {
    return part;
  }
  return trimmed({part.offset + 3, part.text.substr(3, part.text.size() - 5)});
}

std::size_t interpolation_in(std::string_view expression) {
  return find_outside_strings(expression, "${{", 0);
}

}  // namespace headway::inline v0::yaml

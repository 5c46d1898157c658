// Characters and sets of patterns: escapes, classes, brackets.
#include "cel_pattern_reader.hpp"

#include <headway/base/name.hpp>
#include <headway/base/utf8.hpp>

namespace headway::inline v0 {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr char32_t last_character = 0x10FFFF;

struct NamedSet {
  std::string_view name;
  std::string_view members;  // pairs: first, last
};

constexpr NamedSet named_sets[] = {{"alnum", "09AZaz"}, {"alpha", "AZaz"},     {"blank", "\t\t  "},
                                   {"digit", "09"},     {"graph", "!~"},       {"lower", "az"},
                                   {"print", " ~"},     {"punct", "!/:@[`{~"}, {"space", "\t\r  "},
                                   {"upper", "AZ"},     {"word", "09AZaz__"},  {"xdigit", "09AFaf"},
                                   {"d", "09"},         {"w", "09AZaz__"},     {"s", "\t\n\f\r  "}};

CharacterSet set_of(std::string_view members) {
  CharacterSet set;
  for (std::size_t i = 0; i + 1 < members.size(); i += 2) {
    set.add(static_cast<unsigned char>(members[i]), static_cast<unsigned char>(members[i + 1]));
  }
  return set;
}

/// The set `[:name:]`, or `\d` as "d" and `\D` as "^d"; nothing when there is none.
std::optional<CharacterSet> named_set(std::string_view name) {
  const bool inverted = name.starts_with('^');
  if (inverted) name.remove_prefix(1);
  if (name == "ascii" || name == "cntrl") {
    CharacterSet set;
    set.add(0, name == "ascii" ? 0x7F : 0x1F);
    set.add(0x7F, 0x7F);
    return inverted ? set.complement() : set;
  }
  for (const NamedSet& known : named_sets) {
    if (known.name != name) continue;
    return inverted ? set_of(known.members).complement() : set_of(known.members);
  }
  return {};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

char32_t PatternReader::take_character() {
  const CodePoint point = take_code_point(text_);
  return point.valid ? point.value : 0xFFFD;
}

std::optional<CharacterSet> PatternReader::escaped_set() {
  if (text_.size() < 2) return {};
  const char letter = text_[1];
  if (letter == 'p' || letter == 'P')
    throw PatternFault{"Unicode's classes (\\p) are not supported"};
  static constexpr std::string_view letters = "dwsDWS";
  const auto found = letters.find(letter);
  if (found == npos) return {};
  text_.remove_prefix(2);
  const std::string name(1, letters[found % 3]);
  return named_set(found < 3 ? name : '^' + name);
}

char32_t PatternReader::escaped_character() {
  text_.remove_prefix(1);
  if (text_.empty()) throw PatternFault{"the pattern ends in a backslash"};
  static constexpr std::string_view letters = "afnrtv";
  static constexpr std::string_view meanings = "\a\f\n\r\t\v";
  const char letter = text_.front();
  if (letter >= '0' && letter <= '9') return octal();
  if (take("x")) return hexadecimal();
  if (const auto found = letters.find(letter); found != npos) {
    text_.remove_prefix(1);
    return static_cast<unsigned char>(meanings[found]);
  }
  if (detail::is_letter(letter) && letter != '_') {
    throw PatternFault{"\"\\" + std::string(1, letter) + "\" is not supported"};
  }
  return take_character();
}

char32_t PatternReader::octal() {
  const auto is_octal = [](char c) { return c >= '0' && c <= '7'; };
  std::size_t count = 0;
  char32_t value = 0;
  for (; count < 3 && count < text_.size() && is_octal(text_[count]); ++count) {
    value = value * 8 + static_cast<char32_t>(text_[count] - '0');
  }
  if (count == 0 || (count == 1 && text_.front() != '0')) {
    throw PatternFault{"a back reference is not supported: it needs backtracking"};
  }
  text_.remove_prefix(count);
  return value;
}

char32_t PatternReader::hexadecimal() {
  const bool braces = take("{");
  const std::size_t count = braces ? text_.find('}') : 2;
  if (count == npos || count == 0 || count > text_.size() || count > 8) {
    throw PatternFault{"an escape lacks digits"};
  }
  char32_t value = 0;
  for (const char c : text_.substr(0, count)) {
    const auto digit = std::string_view("0123456789abcdef").find(lower(c));
    if (digit == npos) throw PatternFault{"an escape lacks digits"};
    value = value * 16 + static_cast<char32_t>(digit);
    if (value > last_character) throw PatternFault{"an escape names no character"};
  }
  text_.remove_prefix(count + (braces ? 1 : 0));
  return value;
}

CharacterSet PatternReader::bracket(bool any_case) {
  CharacterSet set;
  const bool inverted = take("^");
  for (bool first = true; first || !ahead("]"); first = false) {
    if (text_.empty()) throw PatternFault{"a set of characters is not closed"};
    if (take("[:")) {
      set.add(posix_set());
    } else if (auto escaped = ahead("\\") ? escaped_set() : std::nullopt) {
      set.add(*escaped);
    } else {
      add_range(set);
    }
  }
  text_.remove_prefix(1);
  if (any_case) set.add_other_case();
  return inverted ? set.complement() : set;
}

CharacterSet PatternReader::posix_set() {
  const auto end = text_.find(":]");
  const auto set = end == npos ? std::nullopt : named_set(text_.substr(0, end));
  if (!set || end < 4) throw PatternFault{"there is no such set of characters"};
  text_.remove_prefix(end + 2);
  return *set;
}

void PatternReader::add_range(CharacterSet& set) {
  const char32_t first = member();
  const bool range = text_.size() > 1 && ahead("-") && text_[1] != ']';
  if (!range) return set.add(first, first);
  text_.remove_prefix(1);
  const char32_t last = member();
  if (last < first) throw PatternFault{"a range of characters ends before it begins"};
  set.add(first, last);
}

char32_t PatternReader::member() { return ahead("\\") ? escaped_character() : take_character(); }

}  // namespace headway::inline v0

// Compiling patterns: the syntax of RE2, without what would need backtracking or Unicode's tables.
#include "cel_pattern.hpp"

#include <headway/base/name.hpp>
#include <headway/base/utf8.hpp>

#include <algorithm>
#include <utility>

namespace headway::inline v0 {
namespace {

using Code = std::vector<PatternCode>;
using Part = PatternCode::Kind;
constexpr auto npos = std::string_view::npos;
constexpr char32_t last_character = 0x10FFFF;

struct Fault {
  std::string message;
};

struct Flags {
  bool any_case = false;
  bool several_lines = false;
  bool dot_takes_newline = false;
};

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

class PatternParser {
 public:
  explicit PatternParser(std::string_view text) : text_(text) {}

  Pattern pattern() {
    result_.code = alternatives();
    if (!text_.empty()) throw Fault{"a group is closed that was not opened"};
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool ahead(std::string_view mark) const { return text_.starts_with(mark); }
  bool take(std::string_view mark) {
    if (!ahead(mark)) return false;
    text_.remove_prefix(mark.size());
    return true;
  }

  static Code joined(Code first, const Code& second) {
    if (first.size() + second.size() > largest_pattern) throw Fault{"the pattern is too large"};
    first.insert(first.end(), second.begin(), second.end());
    return first;
  }
  static std::int32_t distance(const Code& code, int more) {
    return static_cast<std::int32_t>(code.size()) + more;
  }
  static Code split_to(std::int32_t first, std::int32_t second) {
    return {{.kind = Part::split, .first = first, .second = second}};
  }
  static Code jump_by(std::int32_t by) { return {{.kind = Part::jump, .first = by}}; }

  Code alternatives() {
    Code all = sequence();
    while (take("|")) {
      const Code other = sequence();
      Code both = joined(split_to(1, distance(all, 2)), all);
      all = joined(joined(std::move(both), jump_by(distance(other, 1))), other);
    }
    return all;
  }

  Code sequence() {
    Code all;
    while (!text_.empty() && !ahead("|") && !ahead(")")) all = joined(std::move(all), repetition());
    return all;
  }

  Code repetition() {
    if (repeats()) throw Fault{"a repetition has nothing to repeat"};
    return take("\\Q") ? quotation() : repeated(atom());
  }

  [[nodiscard]] bool repeats() const {
    return ahead("*") || ahead("+") || ahead("?") || counts().has_value();
  }

  /// As often as is said behind it.
  Code repeated(Code once) {
    const auto range = quantifier();
    if (!range) return once;
    take("?");  // which match is found first is all that laziness changes
    if (repeats()) throw Fault{"a repetition follows a repetition"};
    return repeated(once, range->first, range->second);
  }

  /// How often: from, to; -1 for no end.
  std::optional<std::pair<int, int>> quantifier() {
    if (take("*")) return std::pair(0, -1);
    if (take("+")) return std::pair(1, -1);
    if (take("?")) return std::pair(0, 1);
    const auto counted = counts();
    if (!counted) return {};
    text_.remove_prefix(text_.find('}') + 1);
    const auto [from, to] = *counted;
    if (from > most_repetitions || to > most_repetitions) {
      throw Fault{"more than " + std::to_string(most_repetitions) + " repetitions"};
    }
    if (to >= 0 && to < from) throw Fault{"a repetition ends before it begins"};
    return counted;
  }

  /// `{n}`, `{n,}` or `{n,m}`; anything else after a brace is a text.
  [[nodiscard]] std::optional<std::pair<int, int>> counts() const {
    if (!ahead("{")) return {};
    std::string_view rest = text_.substr(1);
    const auto from = digits(rest);
    if (!from) return {};
    if (rest.starts_with('}')) return std::pair(*from, *from);
    if (!rest.starts_with(',')) return {};
    rest.remove_prefix(1);
    if (rest.starts_with('}')) return std::pair(*from, -1);
    const auto to = digits(rest);
    if (!to || !rest.starts_with('}')) return {};
    return std::pair(*from, *to);
  }

  static std::optional<int> digits(std::string_view& text) {
    int number = 0;
    std::size_t count = 0;
    for (; count < text.size() && detail::is_digit(text[count]); ++count) {
      number = std::min(number * 10 + (text[count] - '0'), most_repetitions + 1);
    }
    text.remove_prefix(count);
    return count == 0 ? std::nullopt : std::optional(number);
  }

  static Code repeated(const Code& once, int from, int to) {
    Code all;
    for (int i = 0; i < from; ++i) all = joined(std::move(all), once);
    if (to < 0) {
      Code loop = joined(split_to(1, distance(once, 2)), once);
      return joined(std::move(all), joined(std::move(loop), jump_by(-distance(once, 1))));
    }
    const Code maybe = joined(split_to(1, distance(once, 1)), once);
    for (int i = from; i < to; ++i) all = joined(std::move(all), maybe);
    return all;
  }

  Code atom() {
    if (take("(")) return group();
    if (take("[")) return consume(bracket());
    if (take(".")) return dot();
    if (take("^")) return assertion(flags_.several_lines ? Part::line_begin : Part::text_begin);
    if (take("$")) return assertion(flags_.several_lines ? Part::line_end : Part::text_end);
    if (ahead("\\")) return escape();
    return character(take_character());
  }

  static Code assertion(Part kind) { return {{.kind = kind}}; }

  Code consume(CharacterSet set) {
    result_.sets.push_back(std::move(set));
    if (result_.sets.size() > largest_pattern) throw Fault{"the pattern is too large"};
    return {{.set = static_cast<std::uint32_t>(result_.sets.size() - 1)}};
  }

  Code character(char32_t point) {
    CharacterSet set;
    set.add(point, point);
    if (flags_.any_case) set.add_other_case();
    return consume(std::move(set));
  }

  Code dot() {
    CharacterSet set;
    if (!flags_.dot_takes_newline) set.add('\n', '\n');
    return consume(set.complement());
  }

  char32_t take_character() {
    const CodePoint point = take_code_point(text_);
    return point.valid ? point.value : 0xFFFD;
  }

  Code group() {
    if (++depth_ > deepest_pattern) throw Fault{"groups nest too deeply"};
    const Flags outside = flags_;
    if (take("?") && !group_prefix()) {  // flags for the rest of the group around
      --depth_;
      return {};
    }
    Code inside = alternatives();
    if (!take(")")) throw Fault{"a group is not closed"};
    flags_ = outside;
    --depth_;
    return inside;
  }

  /// What stands after `(?`; false when it was flags alone.
  bool group_prefix() {
    if (ahead("=") || ahead("!") || ahead("<=") || ahead("<!")) {
      throw Fault{"looking ahead or behind is not supported: it needs backtracking"};
    }
    if (take("P<") || take("<")) {
      const auto end = text_.find('>');
      const auto name = text_.substr(0, end);
      if (end == npos || !is_name(name)) throw Fault{"a group has no proper name"};
      text_.remove_prefix(end + 1);
      return true;
    }
    Flags flags = flags_;
    for (bool on = true; !text_.empty();) {
      const char letter = text_.front();
      text_.remove_prefix(1);
      if (letter == ')' || letter == ':') {
        flags_ = flags;
        return letter == ':';
      }
      if (letter == '-' && on) {
        on = false;
      } else {
        set_flag(flags, letter, on);
      }
    }
    throw Fault{"a group is not closed"};
  }

  static void set_flag(Flags& flags, char letter, bool on) {
    switch (letter) {
      case 'i': flags.any_case = on; return;
      case 'm': flags.several_lines = on; return;
      case 's': flags.dot_takes_newline = on; return;
      case 'U': return;  // which match is found first
      default: throw Fault{"\"(?" + std::string(1, letter) + "\" is not supported"};
    }
  }

  Code escape() {
    if (take("\\A")) return assertion(Part::text_begin);
    if (take("\\z")) return assertion(Part::text_end);
    if (take("\\b")) return assertion(Part::boundary);
    if (take("\\B")) return assertion(Part::no_boundary);
    if (auto set = escaped_set()) return consume(std::move(*set));
    return character(escaped_character());
  }

  /// Up to `\E`; what is said behind that holds for the last character.
  Code quotation() {
    const auto end = text_.find("\\E");
    std::string_view inside = text_.substr(0, end);
    text_.remove_prefix(end == npos ? text_.size() : end + 2);
    Code all;
    Code last;
    while (!inside.empty()) {
      all = joined(std::move(all), last);
      const CodePoint point = take_code_point(inside);
      last = character(point.valid ? point.value : 0xFFFD);
    }
    return joined(std::move(all), last.empty() ? last : repeated(std::move(last)));
  }

  /// `\d`, `\W` and the like.
  std::optional<CharacterSet> escaped_set() {
    if (text_.size() < 2) return {};
    const char letter = text_[1];
    if (letter == 'p' || letter == 'P') throw Fault{"Unicode's classes (\\p) are not supported"};
    static constexpr std::string_view letters = "dwsDWS";
    const auto found = letters.find(letter);
    if (found == npos) return {};
    text_.remove_prefix(2);
    const std::string name(1, letters[found % 3]);
    return named_set(found < 3 ? name : '^' + name);
  }

  char32_t escaped_character() {
    text_.remove_prefix(1);
    if (text_.empty()) throw Fault{"the pattern ends in a backslash"};
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
      throw Fault{"\"\\" + std::string(1, letter) + "\" is not supported"};
    }
    return take_character();
  }

  char32_t octal() {
    const auto is_octal = [](char c) { return c >= '0' && c <= '7'; };
    std::size_t count = 0;
    char32_t value = 0;
    for (; count < 3 && count < text_.size() && is_octal(text_[count]); ++count) {
      value = value * 8 + static_cast<char32_t>(text_[count] - '0');
    }
    if (count == 0 || (count == 1 && text_.front() != '0')) {
      throw Fault{"a back reference is not supported: it needs backtracking"};
    }
    text_.remove_prefix(count);
    return value;
  }

  char32_t hexadecimal() {
    const bool braces = take("{");
    const std::size_t count = braces ? text_.find('}') : 2;
    if (count == npos || count == 0 || count > text_.size() || count > 8) {
      throw Fault{"an escape lacks digits"};
    }
    char32_t value = 0;
    for (const char c : text_.substr(0, count)) {
      const auto digit = std::string_view("0123456789abcdef").find(lower(c));
      if (digit == npos) throw Fault{"an escape lacks digits"};
      value = value * 16 + static_cast<char32_t>(digit);
      if (value > last_character) throw Fault{"an escape names no character"};
    }
    text_.remove_prefix(count + (braces ? 1 : 0));
    return value;
  }

  static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

  CharacterSet bracket() {
    CharacterSet set;
    const bool inverted = take("^");
    for (bool first = true; first || !ahead("]"); first = false) {
      if (text_.empty()) throw Fault{"a set of characters is not closed"};
      if (take("[:")) {
        set.add(posix_set());
      } else if (auto escaped = ahead("\\") ? escaped_set() : std::nullopt) {
        set.add(*escaped);
      } else {
        add_range(set);
      }
    }
    text_.remove_prefix(1);
    if (flags_.any_case) set.add_other_case();
    return inverted ? set.complement() : set;
  }

  CharacterSet posix_set() {
    const auto end = text_.find(":]");
    const auto set = end == npos ? std::nullopt : named_set(text_.substr(0, end));
    if (!set || end < 4) throw Fault{"there is no such set of characters"};
    text_.remove_prefix(end + 2);
    return *set;
  }

  void add_range(CharacterSet& set) {
    const char32_t first = member();
    const bool range = text_.size() > 1 && ahead("-") && text_[1] != ']';
    if (!range) return set.add(first, first);
    text_.remove_prefix(1);
    const char32_t last = member();
    if (last < first) throw Fault{"a range of characters ends before it begins"};
    set.add(first, last);
  }

  char32_t member() { return ahead("\\") ? escaped_character() : take_character(); }

  std::string_view text_;
  Flags flags_;
  std::size_t depth_ = 0;
  Pattern result_;
};

}  // namespace

CompiledPattern compile_pattern(std::string_view text) {
  try {
    if (text.size() > longest_pattern) throw Fault{"it is too long"};
    return {PatternParser(text).pattern(), {}};
  } catch (const Fault& fault) {
    return {{}, "a pattern is wrong: " + fault.message};
  }
}

}  // namespace headway::inline v0

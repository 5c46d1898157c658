// Compiling patterns: the syntax of RE2, without what would need backtracking or Unicode's tables.
#include "cel_pattern_reader.hpp"

#include <headway/base/name.hpp>
#include <headway/base/utf8.hpp>

#include <algorithm>
#include <utility>

namespace headway::inline v0 {
namespace {

using Code = std::vector<PatternCode>;
using Part = PatternCode::Kind;
constexpr auto npos = std::string_view::npos;

struct Flags {
  bool any_case = false;
  bool several_lines = false;
  bool dot_takes_newline = false;
};

class PatternParser : private PatternReader {
 public:
  explicit PatternParser(std::string_view text) : PatternReader(text) {}

  Pattern pattern() {
    result_.code = alternatives();
    if (!text_.empty()) throw PatternFault{"a group is closed that was not opened"};
    return std::move(result_);
  }

 private:
  static Code joined(Code first, const Code& second) {
    if (first.size() + second.size() > largest_pattern)
      throw PatternFault{"the pattern is too large"};
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
    if (repeats()) throw PatternFault{"a repetition has nothing to repeat"};
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
    if (repeats()) throw PatternFault{"a repetition follows a repetition"};
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
      throw PatternFault{"more than " + std::to_string(most_repetitions) + " repetitions"};
    }
    if (to >= 0 && to < from) throw PatternFault{"a repetition ends before it begins"};
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
    if (take("[")) return consume(bracket(flags_.any_case));
    if (take(".")) return dot();
    if (take("^")) return assertion(flags_.several_lines ? Part::line_begin : Part::text_begin);
    if (take("$")) return assertion(flags_.several_lines ? Part::line_end : Part::text_end);
    if (ahead("\\")) return escape();
    return character(take_character());
  }

  static Code assertion(Part kind) { return {{.kind = kind}}; }

  Code consume(CharacterSet set) {
    result_.sets.push_back(std::move(set));
    if (result_.sets.size() > largest_pattern) throw PatternFault{"the pattern is too large"};
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

  Code group() {
    if (++depth_ > deepest_pattern) throw PatternFault{"groups nest too deeply"};
    const Flags outside = flags_;
    if (take("?") && !group_prefix()) {  // flags for the rest of the group around
      --depth_;
      return {};
    }
    Code inside = alternatives();
    if (!take(")")) throw PatternFault{"a group is not closed"};
    flags_ = outside;
    --depth_;
    return inside;
  }

  /// What stands after `(?`; false when it was flags alone.
  bool group_prefix() {
    if (ahead("=") || ahead("!") || ahead("<=") || ahead("<!")) {
      throw PatternFault{"looking ahead or behind is not supported: it needs backtracking"};
    }
    if (take("P<") || take("<")) {
      const auto end = text_.find('>');
      const auto name = text_.substr(0, end);
      if (end == npos || !is_name(name)) throw PatternFault{"a group has no proper name"};
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
    throw PatternFault{"a group is not closed"};
  }

  static void set_flag(Flags& flags, char letter, bool on) {
    switch (letter) {
      case 'i': flags.any_case = on; return;
      case 'm': flags.several_lines = on; return;
      case 's': flags.dot_takes_newline = on; return;
      case 'U': return;  // which match is found first
      default: throw PatternFault{"\"(?" + std::string(1, letter) + "\" is not supported"};
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

  Flags flags_;
  std::size_t depth_ = 0;
  Pattern result_;
};

}  // namespace

CompiledPattern compile_pattern(std::string_view text) {
  try {
    if (text.size() > longest_pattern) throw PatternFault{"it is too long"};
    return {PatternParser(text).pattern(), {}};
  } catch (const PatternFault& fault) {
    return {{}, "a pattern is wrong: " + fault.message};
  }
}

}  // namespace headway::inline v0

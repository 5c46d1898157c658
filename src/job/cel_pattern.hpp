// Patterns of `matches`: the syntax of RE2, found in time linear in the text, never by
// backtracking.
#pragma once

#include "cel_budget.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0 {

/// A set of code points: sorted ranges that do not touch. A value.
class CharacterSet {
 public:
  struct Range {
    char32_t first;
    char32_t last;
  };

  void add(char32_t first, char32_t last);
  void add(const CharacterSet& other);
  /// Both cases of the ASCII letters that it has.
  void add_other_case();
  [[nodiscard]] CharacterSet complement() const;
  [[nodiscard]] bool has(char32_t point) const;

 private:
  std::vector<Range> ranges_;
};

/// An instruction of a compiled pattern. Jumps are relative, so that code can be copied.
struct PatternCode {
  enum class Kind : std::uint8_t {
    consume,  // a code point of set `set`
    split,    // go on at both
    jump,     // go on at `first`
    text_begin,
    text_end,
    line_begin,
    line_end,
    boundary,
    no_boundary
  };
  Kind kind = Kind::consume;
  std::uint32_t set = 0;
  std::int32_t first = 1;
  std::int32_t second = 1;
};

inline constexpr std::size_t longest_pattern = 4'096;   // bytes
inline constexpr std::size_t largest_pattern = 10'000;  // instructions
inline constexpr std::size_t deepest_pattern = 100;     // groups inside of each other
inline constexpr int most_repetitions = 1'000;

/// A compiled pattern: a machine that is in several of its states at once (Thompson, "Regular
/// Expression Search Algorithm", 1968). Immutable.
struct Pattern {
  std::vector<PatternCode> code{};  // past its end is a match
  std::vector<CharacterSet> sets{};

  /// Whether it matches anywhere in `text`. O(|text| · |code|).
  [[nodiscard]] bool occurs_in(std::string_view text, Budget& budget) const;
};

/// A pattern, or why there is none.
struct CompiledPattern {
  std::optional<Pattern> pattern{};
  std::string fault{};
};

CompiledPattern compile_pattern(std::string_view text);

/// The patterns of one evaluation, compiled once each.
class PatternShelf {
 public:
  using Entry = CompiledPattern;
  const Entry& at(const std::string& text, Budget& budget);

 private:
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace headway::inline v0

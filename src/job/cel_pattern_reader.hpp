// Reading patterns: the text that is left, and what stands for characters and sets of them.
#pragma once

#include "cel_pattern.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace headway::inline v0 {

/// What is wrong with a pattern.
struct PatternFault {
  std::string message;
};

/// Takes characters and sets from the front of a text. Throws PatternFault. Borrows the text.
class PatternReader {
 public:
  explicit PatternReader(std::string_view text) : text_(text) {}

  [[nodiscard]] bool ahead(std::string_view mark) const { return text_.starts_with(mark); }
  bool take(std::string_view mark) {
    if (!ahead(mark)) return false;
    text_.remove_prefix(mark.size());
    return true;
  }

  /// One that stands for itself.
  char32_t take_character();
  /// `\d`, `\W` and the like.
  std::optional<CharacterSet> escaped_set();
  char32_t escaped_character();
  /// A set in brackets, whose `[` has been taken.
  CharacterSet bracket(bool any_case);

 protected:
  std::string_view text_;  // what is left

 private:
  char32_t octal();
  char32_t hexadecimal();
  CharacterSet posix_set();
  void add_range(CharacterSet& set);
  char32_t member();
};

}  // namespace headway::inline v0

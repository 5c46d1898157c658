// Command words: a command written as one string, split by quotes and spaces, never by a shell.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace headway::inline v0::yaml {

/// A word and where it begins in the string.
struct CommandWord {
  std::string text;
  std::size_t offset = 0;
};

/// What splitting gives: the words, or what stands in its way.
struct CommandWords {
  enum class Trouble { none, shell_syntax, open_quote, open_expression };
  std::vector<CommandWord> words{};
  Trouble trouble = Trouble::none;
  std::size_t offset = 0;  // of the trouble
  std::string found{};     // the characters a shell would act on
};

/// Splits at white space. Single quotes hold everything; in double quotes `\"` and `\\` are
/// escapes;
/// `${{ … }}` stays whole and untouched wherever it stands, `$${{` too. Unquoted `$X`, `|`, `>`,
/// `<`, `&&`, `;`, `*` and backquotes need a shell and are trouble.
CommandWords split_command(std::string_view text);

}  // namespace headway::inline v0::yaml

// Reporting: standard output for the caller, standard error for everything else.
#pragma once

#include <headway/base/diagnostic.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace headway::cli {

/// The words on the command line are wrong; exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// To standard output, a line break added where the text lacks one; a caller that has gone away is
/// no error.
void print(std::string_view text);

/// Whether standard output did not take all, though its reader is still there: a full disk, say.
bool is_output_lost();

/// `headway: …` to standard error, control characters escaped.
void complain(std::string_view message);

/// A line to standard error.
void say(std::string_view line);

/// The diagnostics to standard error; the exit code.
int report(const Diagnostics& findings);

/// The diagnostics as one JSON document: `{"diagnostics": […]}`.
std::string to_json(const Diagnostics& findings);

/// Control characters of `text` shown escaped, so that a name cannot drive the terminal.
std::string printable(std::string_view text);

/// `text` as one word of a shell, quoted where it must be.
std::string shell_word(std::string_view text);

}  // namespace headway::cli

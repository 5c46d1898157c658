// Causes: how a retry rule names the failures it is for.
#pragma once

#include "checks.hpp"

namespace headway::inline v0 {

/// How a pattern such as `exit_code(137)` stands to what can happen.
enum class CauseForm : std::uint8_t {
  known,
  never_retried,  // known, and no rule is asked for it
  bad_argument,   // known, with something wrong in parentheses
  unknown
};

CauseForm form_of_cause(std::string_view pattern);

/// `exit_code` of `exit_code(137)`.
inline std::string_view word_of_cause(std::string_view pattern) {
  return pattern.substr(0, pattern.find('('));
}

/// A failure that is no fault of the task falls only under a rule that names it.
bool is_loss(std::string_view cause_word);

/// All words that a rule may name.
std::vector<std::string> cause_words();

}  // namespace headway::inline v0
